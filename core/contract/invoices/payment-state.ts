import type { InvoiceStatus } from './invoice.ts';

/** What has become of an issued invoice since; answered beside it, and never part of the stored document. */
export interface PaymentState {
  readonly status: InvoiceStatus;
  /** Due, not paid, and past its due date by the clock of the request. */
  readonly overdue: boolean;
  /** What payments have applied to it. */
  readonly amountPaid: string;
  readonly amountCredited: string;
  /** Negative where more was paid than was due. */
  readonly amountDue: string;
  /** What is not hoped for any more, and no longer due; left out where there is none. */
  readonly amountWrittenOff?: string;
  readonly writeOffReason?: string;
  /** With what of each is applied to it now. */
  readonly payments: readonly {
    readonly id: string;
    readonly rail: string;
    readonly reference: string;
    readonly amount: string;
    readonly receivedAt: string;
    /** The day of it in the seller's time zone; not of payments recorded before it was kept. */
    readonly receivedOn?: string;
  }[];
  readonly creditNotes: readonly { readonly id: string; readonly number: string }[];
  /** Made of it, the first first; left out where there is none. */
  readonly reminders?: readonly {
    readonly id: string;
    readonly level: number;
    readonly day: string;
  }[];
  /** From this day on reminders may come again; left out where they are not paused. */
  readonly remindersPausedUntil?: string;
  readonly voidedAt?: string;
  readonly voidReason?: string;
}
