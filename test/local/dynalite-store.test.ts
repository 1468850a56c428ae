import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import stores, { type Store } from 'dynalite/db/index.js';
import { readByUs } from '../../local/engines/dynalite-store.ts';

let folder: string;
let store: Store;
/** Iterators that nobody has closed. */
let open: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'farthing-store-'));
  store = stores.create({ path: folder });
  open = 0;
  const { db } = store;
  for (const name of ['values', 'keys'] as const) {
    const original = db[name].bind(db);
    db[name] = (range) => {
      const iterator = original(range);
      const close = iterator.close.bind(iterator);
      open += 1;
      iterator.close = async () => {
        await close();
        open -= 1;
      };
      return iterator;
    };
  }
  readByUs(store);
  await Promise.all(Array.from({ length: 250 }, (_, n) => put(`item-${1000 + n}`, { n })));
});
afterEach(async () => {
  await store.db.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, value: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    store.db.put(key, value, (error) => {
      if (error === null) resolve();
      else reject(error as Error);
    });
  });
const get = (key: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    store.db.get(key, (error, value) => {
      if (error === null) resolve(value);
      else reject(error as Error);
    });
  });

describe('a store of dynalite that we read', () => {
  it('answers what it is asked while it opens', async () => {
    await store.db.close();
    store = readByUs(stores.create({ path: folder }));
    const [status, found] = [store.db.status, await get('item-1007')];

    expect(status).toBe('opening');
    expect(found).toEqual({ n: 7 });
  });

  it('has what was put, and undefined for what was not', async () => {
    expect(await get('item-1007')).toEqual({ n: 7 });
    expect(await get('item-9999')).toBeUndefined();
  });

  it('streams a range in order, and closes its iterator at the end', async () => {
    const values = await store.db
      .createValueStream({ gte: 'item-1100', lt: 'item-1240', reverse: true })
      .toArray();
    const keys = await store.db.createKeyStream({ gte: 'item-1248' }).toArray();

    expect(values).toEqual(Array.from({ length: 140 }, (_, n) => ({ n: 239 - n })));
    expect(keys).toEqual(['item-1248', 'item-1249']);
    expect(open).toBe(0);
  });

  it('closes the iterator of a stream that nobody wants the rest of, in the middle of a fetch too', async () => {
    const begun = store.db.createValueStream({ gte: 'item-' });
    for await (const value of begun) {
      expect(value).toEqual({ n: 0 });
      break;
    }
    const fetching = store.db.createValueStream({ gte: 'item-' });
    fetching.read();
    fetching.destroy();
    await new Promise((resolve) => fetching.once('close', resolve));

    expect(open).toBe(0);
  });
});
