// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
} from './shared.ts';

/** A run over days of usage, and what is new in the books. */
export interface Export {
  readonly id: string;
  readonly state: 'running' | 'done';
  /** Who asked for it. */
  readonly reason: 'request' | 'schedule';
  /** Left out where it is the first day of usage. */
  readonly from?: string;
  /** A day of UTC, `YYYY-MM-DD`. */
  readonly to: string;
  readonly askedAt: Instant;
  readonly doneAt?: Instant;
  /** Usage before this day is exported, as far as it is sealed. */
  readonly reached?: string;
  /** How many files it has put; none where nothing was new. */
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface ExportFile {
  readonly table: 'usage' | 'focus' | 'books';
  /** What its content is asked for by: below the tenant’s part of its table. */
  readonly path: string;
  /** Where it is in the bucket of documents. */
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A page of files: of usage by days, then the rest. */
export interface ExportFileList {
  readonly files: readonly ExportFile[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The last hundred, the last one first. */
export interface ExportList {
  readonly exports: readonly Export[];
}

export interface ExportRequest {
  /** The first day of usage, of UTC; the first that there is where left out. */
  readonly from?: string;
  /** The last day of usage, itself included; today where left out. */
  readonly to?: string;
}

/** The operations of exports. */
export interface ExportsOperations {
  /** Export sealed usage, invoices and the books as Parquet files. */
  readonly startExport: {
    readonly method: 'POST';
    readonly path: '/v1/exports';
    readonly body: ExportRequest;
    readonly answer: Export;
  };
  /** The exports of the last weeks, and how far each is. */
  readonly listExports: {
    readonly method: 'GET';
    readonly path: '/v1/exports';
    readonly answer: ExportList;
  };
  /** One export: how far it is, and what it has put. */
  readonly getExport: {
    readonly method: 'GET';
    readonly path: '/v1/exports/{id}';
    readonly answer: Export;
  };
  /** The files that were exported, as manifests have them. */
  readonly listExportFiles: {
    readonly method: 'GET';
    readonly path: '/v1/exports/files';
    readonly query: {
      /** Files of usage from this day of UTC on; from the first where left out. */
      readonly from?: string | undefined;
      /** Up to this day, itself included; today where left out. */
      readonly to?: string | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: ExportFileList;
  };
  /** A part of a file that was exported. */
  readonly getExportFile: {
    readonly method: 'GET';
    readonly path: '/v1/exports/files/content';
    readonly query: {
      readonly path: string;
      /** Where the part begins, in bytes; 0 where left out. */
      readonly offset?: number | undefined;
    };
    readonly answer: unknown;
  };
}
