// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  Month,
} from './shared.ts';

export interface Comparison {
  /**
   * `books`: all documents, with one another and with the projections of them. `totals`: of the
   * last two days and a stretch of older hours, with the usage log, to the byte. `invoices`: of a
   * month, what the totals have and what is billed, about to be, or listed as not billed.
   */
  readonly kind: 'books' | 'totals' | 'invoices';
  /** Of invoices, their month. */
  readonly period?: Month;
  /** What had come by then was compared. */
  readonly begunAt: Instant;
  readonly endedAt: Instant;
  /** Documents of the books, hours of totals, meters of invoices. */
  readonly compared: number;
  /** How many findings there are in all. */
  readonly differing: number;
  /** The first of them. */
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly code: string;
  readonly detail: string;
  /** By what it is made from; left out where the fault is no value. */
  readonly expected?: string;
  readonly found?: string;
  /** What to do about it. */
  readonly action: string;
}

/** What the last passes found. Nothing is compared when it is asked for. */
export interface Reconciliation {
  /**
   * `differs`: something was found. `overdue`: nothing was, and no pass has ended for 30 hours, or
   * ever.
   */
  readonly status: 'agrees' | 'differs' | 'overdue';
  /** When the last pass began that has ended; left out where none has. */
  readonly begunAt?: Instant;
  readonly endedAt?: Instant;
  readonly comparisons: readonly Comparison[];
}

/** The operations of reconciliation. */
export interface ReconciliationOperations {
  /** Whether books, totals and invoices are what they are made from, as the last pass found. */
  readonly getReconciliation: {
    readonly method: 'GET';
    readonly path: '/v1/reconciliation';
    readonly answer: Reconciliation;
  };
}
