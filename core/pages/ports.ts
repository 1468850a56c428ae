import type { Timestamp } from '../kernel/timestamp.ts';

/** A file of the console or of the reference, as it is kept and served. */
export interface WebPage {
  /** Below the address of all, without a slash at its beginning: `console/index.html`. */
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly bytes: Uint8Array;
}

/** What is known of a page that is kept. */
export interface KeptWebPage {
  readonly path: string;
  readonly keptAt: Timestamp;
}

/** Where pages are served from. */
export interface WebPages {
  put(page: WebPage): Promise<void>;
  list(): Promise<readonly KeptWebPage[]>;
  /** What is not there is no error. */
  remove(paths: readonly string[]): Promise<void>;
}
