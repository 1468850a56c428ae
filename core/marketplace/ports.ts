import type { Currency } from '../kernel/currency.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { ListPage } from '../kernel/pages.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { MarketplaceSeller } from './product.ts';
import type { HourReport, Subscription } from './subscription.ts';

/** What names whom AWS means: a license, or of older products the product and the account. */
export interface LicensePlace {
  readonly product: string;
  readonly account: string;
  readonly license: string | undefined;
}

/** Whose a license is. */
export interface LicenseOwner {
  readonly tenant: string;
  readonly customer: string;
}

/** Products, subscriptions, and reports that are over. */
export interface Subscriptions {
  seller(tenant: string): Promise<MarketplaceSeller | undefined>;
  /** Puts it over the revision before it; over none where it is 1. */
  putSeller(seller: MarketplaceSeller): Promise<PutOutcome>;
  get(tenant: string, customer: string): Promise<Subscription | undefined>;
  /** As of `putSeller`. */
  put(subscription: Subscription): Promise<PutOutcome>;
  /** By their customers, those after one. */
  list(
    tenant: string,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<ListPage<Subscription, string>>;
  /** Makes a license somebody's, unless it is another's; answers whose it is then. */
  claim(place: LicensePlace, owner: LicenseOwner): Promise<LicenseOwner>;
  /** Whose a license is, by its `licenseId`. */
  owner(license: string): Promise<LicenseOwner | undefined>;
  /** Keeps a report that is over; put again, it is the same. */
  keep(tenant: string, customer: string, report: HourReport): Promise<void>;
  /** The latest first, those before one: see `reportPlace`. */
  kept(
    tenant: string,
    customer: string,
    page: { readonly before: string | undefined; readonly limit: number },
  ): Promise<ListPage<HourReport, string>>;
}

/** Units of one dimension in an hour, as AWS is told of them. */
export interface MeteredUnits {
  readonly account: string;
  readonly license: string | undefined;
  readonly dimension: string;
  readonly units: bigint;
  readonly at: Timestamp;
}

/** What AWS is told at once: of one product, 25 at most. */
export interface MeteredBatch {
  readonly product: string;
  readonly url: string | undefined;
  /** All with a license, or all without one. */
  readonly metered: readonly MeteredUnits[];
}

/** What AWS says of one record of a batch. `unprocessed`: it did nothing about it. */
export type MeteredAnswer =
  | { readonly kind: 'accepted'; readonly record: string | undefined }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'not-subscribed' }
  | { readonly kind: 'unprocessed' }
  /** It is refused, and nothing of its call was taken. `out-of-bounds`: its time is not taken any more. */
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'out-of-bounds'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

/**
 * What came of a batch. `refused`: AWS took nothing of it, for one of its records or for the caller; `invalid` and
 * `out-of-bounds` are of a record, which others can be told apart from by smaller batches.
 */
export type BatchOutcome =
  /** In the order of the batch. */
  | { readonly kind: 'answered'; readonly answers: readonly MeteredAnswer[] }
  | {
      readonly kind: 'refused';
      readonly because: 'invalid' | 'out-of-bounds' | 'caller';
      readonly detail: string;
    }
  | { readonly kind: 'unknown'; readonly detail: string };

/** Who has bought, as AWS says of the token that it sends a buyer with. */
interface ResolvedBuyer {
  readonly product: string;
  readonly account: string;
  readonly license: string | undefined;
}

/** What somebody may use by a contract, as AWS has it. */
export interface Entitlement {
  readonly dimension: string;
  /** As AWS says it: a number, a text, or whether at all. */
  readonly value: string;
  readonly expiresAt: Timestamp | undefined;
}

/** AWS Marketplace, as its documentation has it. No call is made twice by itself. */
export interface Marketplace {
  meter(batch: MeteredBatch): Promise<BatchOutcome>;
  resolve(asked: {
    readonly token: string;
    readonly url: string | undefined;
  }): Promise<
    | { readonly kind: 'resolved'; readonly buyer: ResolvedBuyer }
    | { readonly kind: 'refused'; readonly detail: string }
    | { readonly kind: 'unknown'; readonly detail: string }
  >;
  entitlements(
    asked: LicensePlace & { readonly url: string | undefined },
  ): Promise<
    | { readonly kind: 'listed'; readonly entitlements: readonly Entitlement[] }
    | { readonly kind: 'refused'; readonly detail: string }
    | { readonly kind: 'unknown'; readonly detail: string }
  >;
}

/** What a month of a customer comes to now. */
export interface MonthCharges {
  readonly month: Month;
  readonly currency: Currency;
  /** By the plan's own word for each: usage, and of all else what is certain. */
  readonly charges: ReadonlyMap<string, ExactAmount>;
  /** Fees, minimums and commitments that can still become less, as of now. */
  readonly waiting: ReadonlyMap<string, ExactAmount>;
}

/** What customers use comes to, as of now. */
export interface UsageWorth {
  /** Months whose usage can still change, from one on, ascending; `unknown`: why they are not known. */
  read(
    tenant: string,
    asked: { readonly customer: string; readonly since: Month },
  ): Promise<
    | { readonly kind: 'known'; readonly months: readonly MonthCharges[] }
    | { readonly kind: 'unknown'; readonly detail: string }
  >;
}

/** What AWS has accepted, as money that it owes. */
export interface AcceptedMoney {
  readonly customer: string;
  readonly currency: Currency;
  readonly amount: Nanos;
  /** What names it, on its rail. */
  readonly reference: string;
  readonly at: Timestamp;
  /** Invoices of months before are none of AWS's. */
  readonly since: Month;
}

/** The books, as far as AWS Marketplace needs them. */
export interface MarketplaceBooks {
  /** Books it once, however often it is told. `unbookable`: a person has to. */
  book(
    tenant: string,
    accepted: AcceptedMoney,
  ): Promise<
    { readonly kind: 'booked' } | { readonly kind: 'unbookable'; readonly detail: string }
  >;
}

/** As a line of the log says it: a person looks. */
export interface SubscriptionNotice {
  readonly event: 'subscription.stuck' | 'subscription.unreported' | 'subscription.over';
  readonly tenant: string;
  readonly customer: string;
  readonly detail: string;
}
