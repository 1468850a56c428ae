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
