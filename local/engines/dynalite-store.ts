import { Readable } from 'node:stream';
import stores, { type Database, type Store } from 'dynalite/db/index.js';

/** How many values are fetched at a time. */
const valuesAtOnce = 100;

/**
 * Has the stores that dynalite makes from now on read by us. dynalite makes its store by itself, with the maker that
 * its module exports.
 */
export function readStoresOurselves(): void {
  const { create } = stores;
  stores.create = (options) => readByUs(create(options));
}

/**
 * dynalite's own reads cost more than they need to, and keep memory. It asks a pool of threads for each item, and for
 * the description of its table before it: what lies in memory is read sooner than a thread is woken. And it never
 * closes the iterators of its queries, so that each of them is kept, with a snapshot of the database, for good.
 */
export function readByUs(store: Store): Store {
  const { db } = store;
  // A database that opens puts off what it is asked, and then asks itself by the method that is replaced here.
  const opened = async (key: string): Promise<[unknown, unknown]> => {
    try {
      await db.open();
    } catch (error) {
      return [error, undefined];
    }
    return read(db, key);
  };
  const getLater = db.get;
  db.get = (key, answer) => {
    if (db.status === 'open') process.nextTick(answer, ...read(db, key));
    else if (db.status === 'opening') void opened(key).then((found) => answer(...found));
    else getLater(key, answer);
  };
  db.createValueStream = (range) => streamOf(db.values(range));
  db.createKeyStream = (range) => streamOf(db.keys(range));
  return store;
}

function read(db: Database, key: string): [unknown, unknown] {
  try {
    return [null, db.getSync(key)];
  } catch (error) {
    return [error, undefined];
  }
}

/** All of an iterator, which is closed at the end of it, or when nobody wants the rest. */
function streamOf(iterator: ReturnType<Database['values']>): Readable {
  return new Readable({
    objectMode: true,
    read() {
      iterator.nextv(valuesAtOnce).then(
        (values) => {
          for (const value of values) this.push(value);
          if (values.length === 0) this.push(null);
        },
        (error: unknown) => {
          // Closed under a fetch that nobody waits for any more.
          if (!this.destroyed) this.destroy(error as Error);
        },
      );
    },
    destroy(error, done) {
      iterator.close().then(
        () => {
          done(error);
        },
        () => {
          done(error);
        },
      );
    },
  });
}
