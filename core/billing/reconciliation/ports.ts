import type { Month } from '../../kernel/month.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';

/**
 * What a pass compares: the books with their projections and with themselves, totals with the usage log, invoices with
 * the totals.
 */
export const comparisonKinds = ['books', 'totals', 'invoices'] as const;

/** Something that is not as it must be. */
export interface Finding {
  /** `totals-differ`, `usage-unaccounted`, or the code of a fault of the books. */
  readonly code: string;
  readonly detail: string;
  /** By what it is derived from; undefined where the fault is no value. */
  readonly expected?: string;
  readonly found?: string;
}

/** What one comparison of a pass came to. */
export interface Comparison {
  readonly kind: (typeof comparisonKinds)[number];
  /** Of invoices, whose. */
  readonly month?: Month;
  /** What the pass began with was as of then, or later. */
  readonly begunAt: Timestamp;
  readonly endedAt: Timestamp;
  /** Documents of the books, hours of totals, meters of invoices. */
  readonly compared: number;
  /** How many there are in all. */
  readonly differing: number;
  /** The first of them, `findingsMax` at most. */
  readonly findings: readonly Finding[];
}

/** One go through all that is compared of a tenant. */
export interface Pass {
  readonly begunAt: Timestamp;
  readonly endedAt: Timestamp;
}

/** So many are kept of a comparison, and go along with its messages. */
export const findingsMax = 50;

/**
 * What the last passes found. Each write is absolute and the last one wins: a pass that is delivered twice finds again
 * what is there.
 */
export interface Reconciliations {
  /** Replaces what the last pass found by the same comparison, of invoices of the same month. */
  put(tenant: string, comparison: Comparison): Promise<void>;
  putPass(tenant: string, pass: Pass): Promise<void>;
  /** What was compared last, and the last pass that ended; undefined where none has. */
  read(tenant: string): Promise<KeptReconciliation>;
}

/** What is kept of a tenant. */
export interface KeptReconciliation {
  readonly pass: Pass | undefined;
  readonly comparisons: readonly Comparison[];
}
