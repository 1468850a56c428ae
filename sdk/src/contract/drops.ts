// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Decimal,
  Instant,
} from './shared.ts';

export interface TallyDrop {
  /** The id of a drop. */
  readonly id: string;
  /** Its key, below the folder of the tenant. */
  readonly manifest: string;
  readonly manifestSha256: string;
  /**
   * `checking`: nothing is written yet. `sending`: all was right, and is being written. `refused`:
   * nothing was written.
   */
  readonly status: 'checking' | 'sending' | 'accepted' | 'refused';
  readonly seenAt: Instant;
  readonly endedAt?: Instant;
  readonly source?: string;
  readonly revision?: number;
  readonly timezone?: string;
  /** Of all its files, once they were checked. */
  readonly rows?: number;
  readonly days?: number;
  /** What each column that was added up comes to. */
  readonly sums?: Readonly<Record<string, Decimal>>;
  /** Rows that were written, or were there. */
  readonly sent: number;
  readonly accepted: number;
  /** Rows that were there as they are. */
  readonly repeated: number;
  /** Rows that another one contradicted, which came after the files were checked. */
  readonly refused: number;
  /** Tallies of lower revisions that were taken out. */
  readonly replaced: number;
  /** Twenty at most. */
  readonly faults: readonly TallyDropFault[];
  readonly moreFaults: number;
  /** Corrections find what it has written by this name, as that of a backfill job. */
  readonly backfill: string;
}

export interface TallyDropFault {
  readonly code: 'manifest-malformed' | 'manifest-too-large' | 'file-missing' | 'file-differs' | 'file-unreadable' | 'rows-too-many' | 'row-malformed' | 'row-twice' | 'row-refused' | 'row-conflicts' | 'revision-behind' | 'revision-settled' | 'timezone-differs';
  readonly detail: string;
  readonly file?: string;
  /** Of the file; the titles are line 1. */
  readonly line?: number;
}

export interface TallyDropList {
  readonly drops: readonly TallyDrop[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The operations of drops. */
export interface DropsOperations {
  /** Files of tallies that were put into the bucket, by their manifests, the last first. */
  readonly listDrops: {
    readonly method: 'GET';
    readonly path: '/v1/drops';
    readonly query: {
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: TallyDropList;
  };
  /** One drop: how far it is, and why it was refused. */
  readonly getDrop: {
    readonly method: 'GET';
    readonly path: '/v1/drops/{id}';
    readonly answer: TallyDrop;
  };
}
