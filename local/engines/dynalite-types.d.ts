declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** What of dynalite's settings is used here; it has no types of its own. */
  interface DynaliteOptions {
    /** Folder of the database; in memory when absent. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
    readonly deleteTableMs?: number;
  }

  /** An HTTP server that has not been told to listen. */
  const dynalite: (options: DynaliteOptions) => Server;
  export = dynalite;
}

declare module 'dynalite/db/index.js' {
  import type { Readable } from 'node:stream';

  namespace stores {
    /** Bounds of keys, a limit, an order, as LevelDB takes them. */
    type Range = Readonly<Record<string, unknown>>;
    interface ValueIterator {
      nextv(count: number): Promise<readonly unknown[]>;
      close: () => Promise<void>;
    }
    /** The LevelDB that a store is kept in, as dynalite uses it: with callbacks, and streams of its own making. */
    interface Database {
      readonly status: string;
      /** Resolves once it is open, also where it opens already. */
      open(): Promise<void>;
      get: (key: string, answer: (error: unknown, value: unknown) => void) => void;
      getSync(key: string): unknown;
      put: (key: string, value: unknown, done: (error: unknown) => void) => void;
      values: (range: Range) => ValueIterator;
      keys: (range: Range) => ValueIterator;
      createValueStream: (range: Range) => Readable;
      createKeyStream: (range: Range) => Readable;
      close(): Promise<void>;
    }
    /** All tables. */
    interface Store {
      readonly db: Database;
    }
  }
  /** The module's exports, through which dynalite itself calls them. */
  const stores: { create: (options: object) => stores.Store };
  export = stores;
}
