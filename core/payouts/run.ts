import type { PayoutMethod } from '../contract/payouts/method-shapes.ts';
import type { LeftOutReason, WithoutReason } from '../contract/payouts/shapes.ts';
import type { Currency } from '../kernel/currency.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { ContractPlace } from './chain/payout-contract.ts';
import type { PayingAccount, PayoutRail } from './payout-settings.ts';

/** What is to be paid to a payee, as the run that it is of was prepared. */
export interface PayoutItem {
  readonly payee: string;
  readonly currency: Currency;
  /** By how much less is owed: whole minor units. */
  readonly amount: Nanos;
  /** What of it the payee does not get. */
  readonly fee: Nanos;
  readonly method: PayoutMethod;
  /** Which of the payee's methods that is. */
  readonly version: number;
  /** The document that takes it. */
  readonly payout: string;
}

/**
 * `prepared`; `approved` by another key; `submitting`: balances are being taken from, and it is not cancelled any more;
 * `submitted`: what was taken is said for good; `done`: all of that is settled or came back; `cancelled`: before that.
 */
export const runStatuses = [
  'prepared',
  'approved',
  'submitting',
  'submitted',
  'done',
  'cancelled',
] as const;
type RunStatus = (typeof runStatuses)[number];

/** What a run comes to in a currency. */
export interface RunSum {
  readonly currency: Currency;
  readonly count: number;
  readonly amount: Nanos;
  readonly fees: Nanos;
}

/** An item that was prepared and not taken, by its place from 0. */
export interface WithoutItem {
  readonly place: number;
  readonly why: WithoutReason;
}

/** Payouts that are approved together, and handed to a rail together. */
export interface PayoutRun {
  readonly tenant: string;
  readonly id: string;
  readonly rail: PayoutRail;
  readonly status: RunStatus;
  /** A digest of what was asked for: the same key may not ask for something else. */
  readonly request: string;
  /** A digest of its items, under which those are kept. */
  readonly items: string;
  readonly count: number;
  readonly sums: readonly RunSum[];
  /** How many were left out as it was prepared. */
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** The account that pays; of SEPA alone. */
  readonly from?: PayingAccount;
  /** The contract that pays; of EVM alone. */
  readonly contract?: ContractPlace;
  /** As it was asked for: `YYYY-MM-DD`. */
  readonly askedOn?: string;
  /** The key that prepared it. */
  readonly madeBy: string;
  readonly madeAt: Timestamp;
  readonly approvedBy?: string;
  readonly approvedAt?: Timestamp;
  readonly submittedAt?: Timestamp;
  /** When the bank is to pay, `YYYY-MM-DD`; once it is submitted. */
  readonly payOn?: string;
  /** What was not taken; once it is submitted. */
  readonly without: readonly WithoutItem[];
  /** The last payee that was looked at, where there may be others. */
  readonly next?: string;
  /** Others were told that it waits to be approved. */
  readonly isTold?: true;
  readonly changedAt: Timestamp;
  /** From 1. */
  readonly revision: number;
}

/** Items are kept by pages of so many, each decided in the books at once. */
export const ITEMS_PER_PAGE = 100;
/** As many as a file and a request can have. */
export const ITEMS_MAX = 2_000;

export const pagesOf = ({ count }: Pick<PayoutRun, 'count'>): number =>
  Math.ceil(count / ITEMS_PER_PAGE);

/** Where runs are kept. */
export interface PayoutRuns {
  /** Strongly consistent. */
  get(tenant: string, id: string): Promise<PayoutRun | undefined>;
  /** Puts it over the revision before it; over none where it is 1. */
  put(run: PayoutRun): Promise<PutOutcome>;
  /** The latest first, by when they were made and their ids. */
  list(
    tenant: string,
    page: { readonly before: string | undefined; readonly limit: number },
  ): Promise<{ readonly runs: readonly PayoutRun[]; readonly next: string | undefined }>;
  /** Those that are neither done nor cancelled; read soon after they were put, not at once. */
  open(tenant: string): Promise<readonly PayoutRun[]>;
  /** A page, from 0, of the items of a digest. Throws where it is not there. */
  items(tenant: string, digest: string, page: number): Promise<readonly PayoutItem[]>;
  /** Of the same digest and page, the same items: put again, it is so already. */
  putItems(
    tenant: string,
    digest: string,
    page: number,
    items: readonly PayoutItem[],
  ): Promise<void>;
}
