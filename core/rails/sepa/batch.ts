import { invariant } from '../../kernel/invariant.ts';
import { type Nanos, nanosFrom, nanosOf, nanosText } from '../../kernel/money.ts';
import { type StoredObject, storedObjectFrom } from '../../kernel/stored.ts';
import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { BankFact } from '../collection.ts';
import { creditorFrom, type SepaCreditor } from './creditor.ts';

/** One direct debit of a batch: of which invoice, and by which version of which mandate. */
export interface BatchItem {
  /** The invoice's id. */
  readonly invoice: string;
  readonly attempt: number;
  /** The invoice's number, as the payer reads it. */
  readonly number: string;
  readonly customer: string;
  /** In euro. */
  readonly amount: Nanos;
  readonly endToEndId: string;
  readonly mandate: string;
  /** Of the mandate, from 1. */
  readonly version: number;
  /** The version that the payer's bank knows, where that is another. */
  readonly amends?: number;
  /** Which of the retries it is, from 1. */
  readonly retry?: number;
  /** Why it came back before that: a code of ISO 20022. */
  readonly retryReason?: string;
}

/**
 * `preparing`: not all of it is reserved yet. `prepared`: its file is there. `submitted`: a person has said that the
 * bank has it. `cancelled`: before that. `rejected`: the bank has taken nothing of it.
 */
const batchStatuses = ['preparing', 'prepared', 'submitted', 'cancelled', 'rejected'] as const;
type BatchStatus = (typeof batchStatuses)[number];

/** What a bank has said of a batch as a whole, and which entry of a statement says so. */
interface BatchCredit extends BankFact {
  /** Those that the one amount is not of: by their end-to-end ids. */
  readonly without: readonly string[];
}

/** Direct debits that are collected on one day, and handed to the bank in one file. */
export interface SepaBatch {
  readonly tenant: string;
  readonly id: string;
  /** `YYYY-MM-DD`, where the seller is. */
  readonly collectOn: string;
  /** A digest of what was asked for: the same key may not ask for something else. */
  readonly request: string;
  readonly preparedAt: Timestamp;
  readonly creditor: SepaCreditor;
  readonly items: readonly BatchItem[];
  readonly status: BatchStatus;
  readonly submittedAt?: Timestamp;
  readonly credit?: BatchCredit;
  /** Why the bank has taken nothing of it. */
  readonly reason?: string;
  readonly changedAt: Timestamp;
  /** From 1. */
  readonly revision: number;
}

export const sumOfItems = (items: readonly BatchItem[]): Nanos =>
  nanosOf(items.reduce<bigint>((sum, { amount }) => sum + amount, 0n));

const VERSION = 1;

/** What is kept of a batch as JSON text. */
export const batchText = ({ items, ...batch }: SepaBatch): string =>
  JSON.stringify({
    version: VERSION,
    ...batch,
    items: items.map(({ amount, ...item }) => ({ ...item, amount: nanosText(amount) })),
  });

/** The reverse of `batchText`. Throws `InvariantViolation` for what is none. */
export function batchFrom(text: string): SepaBatch {
  const stored = storedObjectFrom(text, 'a batch of direct debits');
  stored.version(VERSION);
  return {
    tenant: stored.text('tenant'),
    id: stored.text('id'),
    collectOn: stored.text('collectOn'),
    request: stored.text('request'),
    preparedAt: timestampOf(stored.integer('preparedAt')),
    creditor: creditorFrom(stored.object('creditor')),
    items: stored.objects('items').map(itemFrom),
    status: stored.oneOf('status', batchStatuses),
    ...(stored.has('submittedAt')
      ? { submittedAt: timestampOf(stored.integer('submittedAt')) }
      : {}),
    ...(stored.has('credit') ? { credit: creditFrom(stored.object('credit')) } : {}),
    ...(stored.has('reason') ? { reason: stored.text('reason') } : {}),
    changedAt: timestampOf(stored.integer('changedAt')),
    revision: stored.integer('revision'),
  };
}

function itemFrom(stored: StoredObject): BatchItem {
  const amount = nanosFrom(stored.text('amount'));
  invariant(amount !== undefined, 'a direct debit has an amount');
  return {
    invoice: stored.text('invoice'),
    attempt: stored.integer('attempt'),
    number: stored.text('number'),
    customer: stored.text('customer'),
    amount,
    endToEndId: stored.text('endToEndId'),
    mandate: stored.text('mandate'),
    version: stored.integer('version'),
    ...(stored.has('amends') ? { amends: stored.integer('amends') } : {}),
    ...(stored.has('retry') ? { retry: stored.integer('retry') } : {}),
    ...(stored.has('retryReason') ? { retryReason: stored.text('retryReason') } : {}),
  };
}

const creditFrom = (stored: StoredObject): BatchCredit => ({
  entry: stored.text('entry'),
  on: stored.text('on'),
  at: timestampOf(stored.integer('at')),
  without: stored.texts('without'),
});
