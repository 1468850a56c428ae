import type { PutOutcome } from '../kernel/log.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

/** The tables that are exported. */
export const exportTables = ['usage', 'focus', 'books'] as const;
export type ExportTable = (typeof exportTables)[number];

/** Where an object of an export is: below a tenant's part of a table, or of what says which files there are. */
export interface ExportPlace {
  readonly tenant: string;
  readonly of: ExportTable | 'manifests';
  /** `date=2026-10-05/hour=all/part-000001-000012.parquet` */
  readonly name: string;
}

/** Where files are put, each once: nothing is replaced. */
export interface ExportFiles {
  put(place: ExportPlace, bytes: Uint8Array): Promise<PutOutcome>;
  get(place: ExportPlace): Promise<Uint8Array | undefined>;
}

/** Reads files a part at a time. */
export interface ExportFileParts {
  /** At most so many bytes; none past the end, undefined where there is no such file. */
  read(
    place: ExportPlace,
    range: { readonly from: number; readonly length: number },
  ): Promise<Uint8Array | undefined>;
}

/** A day of usage as it was when all of it that was known was exported. */
export interface SeenDay {
  readonly day: string;
  /** Over how far each of its hours was counted, and by which meters. */
  readonly digest: string;
}

/** Spares a look at manifests: can be lost at any time, all or some, and then manifests are read. */
export interface SeenDays {
  /** Days from `from` up to and without `to`, `YYYY-MM-DD`. */
  list(
    tenant: string,
    days: { readonly from: string; readonly to: string },
  ): Promise<readonly SeenDay[]>;
  put(tenant: string, seen: SeenDay): Promise<void>;
}

/** Who asked for an export. */
export const exportReasons = ['request', 'schedule'] as const;
export type ExportReason = (typeof exportReasons)[number];

/** A run over days of usage and what is new in the books. It says how far it is; what is exported is in manifests. */
export interface ExportRun {
  readonly tenant: string;
  readonly id: string;
  /** From 1; a put is over the revision before it. */
  readonly revision: number;
  readonly reason: ExportReason;
  readonly askedAt: Timestamp;
  /** The first and the last day of usage, both of it. */
  readonly from: string;
  readonly to: string;
  /** The day of usage that is next; past `to` where all are done. */
  readonly next: string;
  readonly doneAt?: Timestamp;
  /** What it has put. */
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Where runs are kept, for some weeks. */
export interface ExportRuns {
  /** Strongly consistent. */
  get(tenant: string, id: string): Promise<ExportRun | undefined>;
  put(run: ExportRun): Promise<PutOutcome>;
  /** The last ones first. */
  list(tenant: string, limit: number): Promise<readonly ExportRun[]>;
}
