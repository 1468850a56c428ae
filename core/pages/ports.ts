import type { Timestamp } from '../kernel/timestamp.ts';

/** A file of the console or of the reference, as it is kept and served. */
export interface Page {
  /** Below the address of all, without a slash at its beginning: `console/index.html`. */
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly bytes: Uint8Array;
}

/** What is known of a page that is kept. */
export interface KeptPage {
  readonly path: string;
  readonly keptAt: Timestamp;
}

/** Where pages are served from. */
export interface Pages {
  put(page: Page): Promise<void>;
  list(): Promise<readonly KeptPage[]>;
  /** What is not there is no error. */
  remove(paths: readonly string[]): Promise<void>;
}
