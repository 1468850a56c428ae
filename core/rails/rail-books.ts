import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Collection, WalletTopUp } from './collection.ts';
import type { Movement } from './ports.ts';

/** What is due of an invoice. */
export interface Due {
  readonly number: string;
  readonly currency: Currency;
  /** Below zero where there is too much. */
  readonly amount: Nanos;
}

/** A movement of a collection's payment, in the collection's own currency. */
export interface CollectedMovement {
  readonly collection: Collection;
  /** What the rail calls the payment. */
  readonly payment: string;
  /** What of it has come again by then, by the rail's words for that. */
  readonly returns: readonly string[];
  readonly movement: Movement & { readonly amount: Nanos };
}

/** A movement of money that is for a wallet; `at`: when it counts. */
export interface WalletMovement extends CollectedMovement {
  readonly topUp: WalletTopUp;
  readonly at: Timestamp;
}

/** Wallets, as far as rails need them. */
export interface WalletMovements {
  /** Books a movement in the books and in the wallet once, however often it is told. @throws Rejection */
  book(moved: WalletMovement): Promise<void>;
}

/** The books, as far as rails need them. */
export interface RailBooks {
  /** @throws Rejection `invoice.not-found` */
  due(tenant: string, invoice: string): Promise<Due>;
  /** Books a movement once, however often it is told. `unbookable`: a person has to. */
  book(
    moved: CollectedMovement,
  ): Promise<
    { readonly kind: 'booked' } | { readonly kind: 'unbookable'; readonly detail: string }
  >;
}
