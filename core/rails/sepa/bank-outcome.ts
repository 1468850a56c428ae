import { amountText, type Nanos } from '../../kernel/money.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { type Advanced, advanced } from '../advance.ts';
import type { Collection } from '../collection.ts';
import type { RailBooks } from '../rail-books.ts';
import type { BatchKeeping } from './keep-batches.ts';
import { sepaRail } from './sepa-rail.ts';

/** What a bank has said, and a person has confirmed: of a batch, or of one direct debit. */
export interface BankOutcome {
  /** `settled`: money came; `returned`: it went back; `rejected`: none comes. */
  readonly kind: 'settled' | 'returned' | 'rejected';
  /** The id of a batch, or an end-to-end id. */
  readonly of: string;
  /** What names the entry that says so: told again by the same, it is the same. */
  readonly entry: string;
  /** The day, `YYYY-MM-DD`, and when it begins where the seller is. */
  readonly on: string;
  readonly at: Timestamp;
  /** What came, or went back, without charges; not of what is rejected. */
  readonly amount?: Nanos | undefined;
  /** A code of ISO 20022. */
  readonly reason?: string | undefined;
}

/** What outcomes are told to. */
export interface TellingPorts extends BatchKeeping {
  readonly books: RailBooks;
}

/** What has become of an outcome; `left`: collections that are still to be booked, which a look does. */
export interface ToldOutcome {
  readonly collections: readonly Collection[];
  readonly left: number;
}

export const toldOtherwise = (of: string, what: string): Rejection =>
  new Rejection('collection.told-otherwise', `look at ${of}: ${what} already, by another entry`);

export const amountDiffers = ({ of, amount }: BankOutcome, expected: Nanos): Rejection =>
  new Rejection(
    'collection.amount-differs',
    `tell of ${of} with ${amountText(expected, 'EUR')}, without charges; got ${amount === undefined ? 'no amount' : amountText(amount, 'EUR')}`,
    { param: '/amount' },
  );

/** Books what is known of a collection, and says so in it. */
export const bookedUpTo = (
  ports: TellingPorts,
  tenant: string,
  collection: Collection,
): Promise<Advanced> => {
  const credentials = { secretKey: '', webhookSecret: '', url: undefined };
  const rail = sepaRail(ports);
  return advanced({ ...ports, rail }, { tenant, space: '', credentials }, collection);
};
