import type { Books } from '../../books/books.ts';
import type { BooksCells } from '../../books/ports.ts';
import type { Draft } from '../../invoicing/close-periods.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Month } from '../../kernel/month.ts';
import type { Queue } from '../../kernel/queue.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { Quarantine } from '../../metering/quarantine/ports.ts';
import type { PrepareClosings, RatingPorts } from '../ports.ts';
import type { RepeatPorts } from '../repeats/find-repeats.ts';
import type { AcceptedUsage } from '../unbilled/unbilled-usage.ts';

/** A customer's month that waits for a person, and what would be issued. */
export interface ParkedMonth {
  readonly tenant: string;
  readonly month: Month;
  readonly customer: string;
  /** `out-of-bounds`, `awaiting-approval`, `not-priced`, …; or the code of what was refused. */
  readonly code: string;
  readonly detail: string;
  readonly at: Timestamp;
  /** Undefined where there is nothing to show: the month could not be rated. */
  readonly draft?: Draft;
  /** Checks of the run that a person has overruled, and why: what is issued in the end says so. */
  readonly overrides?: readonly { readonly check: string; readonly reason: string }[];
}

/** What a whole run can wait for. */
export const waitCodes = ['unreconciled', 'quarantine-open', 'identity-repeated'] as const;
type WaitCode = (typeof waitCodes)[number];

/** Why a whole run waits. */
export interface WaitReason {
  readonly code: WaitCode;
  readonly detail: string;
}

/** What the last attempt at a tenant's month found before it dealt out customers. */
export interface RunNote {
  readonly tenant: string;
  readonly month: Month;
  readonly at: Timestamp;
  readonly waitingFor: readonly WaitReason[];
  /**
   * When the month's usage was last searched for subjects that nobody pays for; undefined while that is to be
   * done.
   */
  readonly lookedAt?: Timestamp;
  /** When months before it were looked at for what is not billed; undefined while that is to be done. */
  readonly earlierLookedAt?: Timestamp;
  /**
   * Until when a run that a person asked for is sure to be under way, unless it ends before: each of its steps puts
   * this off. Undefined where none is.
   */
  readonly underWayUntil?: Timestamp;
}

/**
 * The subjects of one partition that used something in a month and that no customer paid for when it was looked
 * through.
 */
interface UnassignedSubjects {
  readonly tenant: string;
  readonly month: Month;
  readonly partition: number;
  readonly subjects: readonly string[];
}

/**
 * What a run finds out and leaves for people. Each write is absolute and the last one wins; no decision rests on them
 * but whether a sweep tries again, and whom: what is closed is in the books, and wins over a note that says otherwise.
 */
export interface BillingRuns {
  park(month: ParkedMonth): Promise<void>;
  /** What was parked last of a customer's month, whatever has become of it. */
  parkedMonth(tenant: string, month: Month, customer: string): Promise<ParkedMonth | undefined>;
  /** The month whose draft has this id. */
  parkedDraft(tenant: string, id: string): Promise<ParkedMonth | undefined>;
  /** What is parked of a month, past a customer, by customer; `more` when there may be others. */
  listParked(
    tenant: string,
    page: { readonly month: Month; readonly after: string; readonly limit: number },
  ): Promise<{ readonly months: readonly ParkedMonth[]; readonly more: boolean }>;
  putNote(note: RunNote): Promise<void>;
  note(tenant: string, month: Month): Promise<RunNote | undefined>;
  putUnassigned(unassigned: UnassignedSubjects): Promise<void>;
  /** Of all partitions, by code units. */
  unassigned(tenant: string, month: Month): Promise<readonly string[]>;
  /** Replaces what was accepted of the same row. */
  acceptUsage(tenant: string, accepted: AcceptedUsage): Promise<void>;
  /** What is accepted of a month, by `unbilledKey`. */
  acceptedUsage(tenant: string, month: Month): Promise<ReadonlyMap<string, AcceptedUsage>>;
}

/** What a billing run works on. */
export interface BillingRunPorts extends Omit<RepeatPorts, 'shardEpochs' | 'totals'> {
  readonly rating: RatingPorts;
  readonly prepare: PrepareClosings;
  readonly books: Books;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  readonly quarantine: Quarantine;
  readonly billing: Queue;
  /** The same queue, with messages unseen for a minute. */
  readonly later: Queue;
  /** The same queue, with messages unseen for some seconds. */
  readonly soon: Queue;
  /** Told of documents that the books have: see `announceDocuments`. */
  readonly documents: Queue;
  /** How much a message looks at before it leaves the rest to the next; left out: what takes a second or two. */
  readonly eventsPerMessage?: number;
  readonly clock: Clock;
  /** Told of what a person should look at; alarms count it. */
  readonly onNotice: (notice: RunNotice) => void;
}

/** As a line of the log says it. */
export interface RunNotice {
  readonly event:
    | 'billing.overdue'
    | 'billing.parked'
    | 'billing.unreconciled'
    | 'billing.quarantine-open'
    | 'billing.identity-repeated'
    | 'billing.unbilled'
    | 'billing.usage-unaccounted'
    | 'books.fault'
    | 'reconciliation.totals-differ'
    | 'reconciliation.ended';
  /** Undefined where there is no tenant yet. */
  readonly tenant?: string;
  readonly period?: Month;
  readonly code?: string;
  readonly detail: string;
}
