// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  PayerKey,
} from './shared.ts';

export interface MadeReminder {
  /** Not of a dry run. */
  readonly id?: string;
  readonly invoice: {
    readonly id: string;
    readonly number: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly dueDate?: string;
  };
  readonly customer: PayerKey;
  readonly currency: string;
  /** What was due of the invoice then. */
  readonly amountDue: string;
  /** Which reminder of the invoice it is: of each level there is one at most. */
  readonly level: number;
  /** Days after the due date on which it was to come. */
  readonly afterDays: number;
  readonly daysOverdue: number;
  /** Levels before it that were never made: it was due by then, too. */
  readonly skipped: readonly number[];
  /** What the settings say with it. */
  readonly text?: string;
}

export interface NotReminded {
  readonly invoice: {
    readonly id: string;
    readonly number: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly dueDate?: string;
  };
  readonly customer: PayerKey;
  readonly currency: string;
  /** What was due of the invoice then. */
  readonly amountDue: string;
  /**
   * `no-step-yet`: its next step is to come later. `all-made`: there is no further step.
   * `too-recent`: the last one was made so short a time ago that the next has to wait.
   * `below-minimum`: less is due than `minimumDue` says. `paused`: somebody paused it.
   * `customer-held`: its customer is reminded of nothing. `collecting`: a rail is at it.
   */
  readonly because: 'no-step-yet' | 'all-made' | 'too-recent' | 'below-minimum' | 'paused' | 'customer-held' | 'collecting';
}

export interface RemindRequest {
  /** True: only says which would be made, and of whom nobody is reminded, and why. */
  readonly dryRun?: boolean;
  /** Of a dry run: the day to look at, up to a year ahead. Today where left out. */
  readonly asOf?: string;
  /** Reminders to make at most; 100 where left out. */
  readonly limit?: number;
  /** `nextCursor` of the page before, with all other parameters as they were. */
  readonly cursor?: string;
}

/** Of a stretch of the invoices that fell due within a year, the oldest first. */
export interface Reminded {
  /** As of which, in the seller’s time zone. */
  readonly day: string;
  readonly dryRun: boolean;
  /** Made now, or to be made. */
  readonly reminders: readonly MadeReminder[];
  /** Overdue, and nobody is reminded of them. */
  readonly others: readonly NotReminded[];
  /** How many of those that fell due have nothing due any more. */
  readonly settled: {
    readonly paid: number;
    readonly credited: number;
    readonly uncollectible: number;
    readonly void: number;
  };
  /** Send it as `cursor` to go on: there may be more that fell due. */
  readonly nextCursor?: string;
}

/** A payer was reminded of an invoice. It never changes. */
export interface Reminder {
  readonly id: string;
  readonly invoice: {
    readonly id: string;
    readonly number: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly dueDate?: string;
  };
  readonly customer: PayerKey;
  readonly currency: string;
  /** What was due of the invoice then. */
  readonly amountDue: string;
  /** Which reminder of the invoice it is: of each level there is one at most. */
  readonly level: number;
  /** Days after the due date on which it was to come. */
  readonly afterDays: number;
  readonly daysOverdue: number;
  /** Levels before it that were never made: it was due by then, too. */
  readonly skipped: readonly number[];
  /** What the settings say with it. */
  readonly text?: string;
  /** On which it was made, in the seller’s time zone. */
  readonly day: string;
  readonly at: Instant;
}

/** A page of reminders, in the order of the books. */
export interface ReminderList {
  readonly reminders: readonly Reminder[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The operations of reminders. */
export interface RemindersOperations {
  /** List reminders that were made, by payer. */
  readonly listReminders: {
    readonly method: 'GET';
    readonly path: '/v1/reminders';
    readonly query: {
      readonly customer?: PayerKey | undefined;
      /** Reminders on a page at most; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: ReminderList;
  };
  /** Make the reminders that are due; or say which, and why not others. */
  readonly remind: {
    readonly method: 'POST';
    readonly path: '/v1/reminders';
    readonly body: RemindRequest;
    readonly answer: Reminded;
  };
  /** One reminder, or the letter of it as PDF. */
  readonly getReminder: {
    readonly method: 'GET';
    readonly path: '/v1/reminders/{id}';
    readonly query: {
      /** Wins over `Accept`, so that a link is enough. */
      readonly format?: 'json' | 'pdf' | undefined;
    };
    readonly answer: Reminder;
  };
}
