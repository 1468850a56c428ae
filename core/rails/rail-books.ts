import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Collection, WalletRefund, WalletTopUp } from './collection.ts';
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
  /** Of a refund that was taken out of its wallet before the rail was asked for it: of which payment. */
  readonly takenOutOf: string | undefined;
}

/** A movement of money that is for a wallet; `at`: when it counts. */
export interface WalletMovement extends CollectedMovement {
  readonly wallet: Pick<WalletTopUp, 'payer'>;
  readonly at: Timestamp;
}

/** Whether money that is to go back is out of its wallet. */
export type WithdrawalOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly detail: string };

/** Wallets, as far as rails need them. */
export interface WalletMovements {
  /** Books a movement in the books and in the wallet once, however often it is told. @throws Rejection */
  book(moved: WalletMovement): Promise<void>;
  /** Takes out what a refund pays back, once, before the rail is asked to. */
  takeOut(refund: Collection & { readonly refund: WalletRefund }): Promise<WithdrawalOutcome>;
  /** Puts it in again, once, where the rail pays nothing back. */
  putBack(refund: Collection & { readonly refund: WalletRefund }): Promise<void>;
}

/** The books, as far as rails need them. */
export interface RailBooks {
  /** @throws Rejection `invoice.not-found` */
  due(tenant: string, invoice: string): Promise<Due>;
  takeOut: WalletMovements['takeOut'];
  putBack: WalletMovements['putBack'];
  /** Books a movement once, however often it is told. `unbookable`: a person has to. */
  book(
    moved: CollectedMovement,
  ): Promise<
    { readonly kind: 'booked' } | { readonly kind: 'unbookable'; readonly detail: string }
  >;
}
