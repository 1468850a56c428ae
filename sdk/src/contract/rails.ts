// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Collection,
  Instant,
  Month,
  PayerKey,
  RailName,
  SepaOutcomeBody,
} from './shared.ts';

/** Who collects by direct debit. */
export interface DirectDebitRail {
  readonly name: string;
  /** The creditor identifier. */
  readonly identifier: string;
  readonly iban: string;
  readonly scheme: 'CORE' | 'B2B';
  readonly connectedAt: Instant;
}

export interface EntitlementList {
  readonly entitlements: readonly {
    /** As the listing at AWS calls it. */
    readonly dimension: string;
    /** As AWS says it. */
    readonly value: string;
    readonly expiresAt?: Instant;
  }[];
}

export interface FacilitatorBody {
  /** As the billing settings name it: the key is sent to no other address. */
  readonly facilitator: string;
  /** The header that has the key. */
  readonly header: string;
  /** What stands in that header: 1 to 2,048 visible characters of ASCII. */
  readonly value: string;
}

/** Who settles on a chain, and knows the tenant. */
export interface FacilitatorRail {
  readonly facilitator: string;
  readonly header: string;
}

/** What AWS was told of an hour of a customer. */
export interface HourReport {
  /** When the hour begins. */
  readonly hour: Instant;
  /** What AWS was told as its time. */
  readonly at: Instant;
  /**
   * AWS was not told of it: what was used after the end, or before the customer subscribed anew.
   */
  readonly list?: 'rest' | 'gap';
  /** The AWS account that buys. */
  readonly account: string;
  /** The ARN of the license. Older products have none. */
  readonly license?: string;
  /** How often AWS was told. */
  readonly attempts: number;
  readonly lines: readonly ({
    /** As the listing at AWS calls it. */
    readonly dimension: string;
    /** A whole number of units. */
    readonly units: string;
    /**
     * `pending`: it is told again. `accepted`: AWS bills it. `not-subscribed`: nobody was, so AWS
     * does not. `duplicate`: AWS has another quantity of that hour, from elsewhere. `too-late`: AWS
     * takes it no more; with `again`, a later hour has it. `unclear`: nobody found out whether AWS
     * has it.
     */
    readonly status: 'pending' | 'accepted' | 'not-subscribed' | 'duplicate' | 'too-late' | 'unclear';
    /** What AWS calls it. */
    readonly record?: string;
    /** Why not, in AWS’s words. */
    readonly reason?: string;
    readonly again?: true;
  })[];
}

export interface HourReportList {
  readonly reports: readonly HourReport[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** What is sold at AWS Marketplace. */
export interface MarketplaceProduct {
  /** The product code that the listing has at AWS. */
  readonly code: string;
  /** Of all its amounts; the same in every version of a plan. */
  readonly currency: string;
  readonly dimensions: readonly {
    /** As the listing at AWS calls it. */
    readonly name: string;
    /** In major units, with the currency’s minor digits. */
    readonly unit: string;
    readonly charges?: readonly string[];
  }[];
  readonly url?: string;
}

export interface MarketplaceProductBody {
  /** The product code that the listing has at AWS. */
  readonly code: string;
  /** Of all its amounts; the same in every version of a plan. */
  readonly currency: string;
  readonly dimensions: readonly {
    /** As the listing at AWS calls it. */
    readonly name: string;
    /** What one unit costs there, in whole minor units. */
    readonly unit: string;
    /** Charges of plans that are reported by it. One dimension has all others. */
    readonly charges?: readonly string[];
  }[];
  /**
   * Of a program that plays AWS Marketplace, on the machine of a local stack. Elsewhere refused.
   */
  readonly url?: string;
}

/** What is sold at AWS Marketplace. */
export interface MarketplaceRail {
  readonly products: readonly MarketplaceProduct[];
}

export interface PutMarketplaceRail {
  readonly products: readonly MarketplaceProduct[];
  /** Of what was taken, but may not be meant: charges that no plan has. */
  readonly warnings?: readonly {
    readonly param: string;
    readonly detail: string;
  }[];
}

export interface Rail {
  readonly name: RailName;
  /** Of its key: whether money moves. */
  readonly mode: 'live' | 'test';
  readonly connectedAt: Instant;
  /**
   * Whatever the rail had told of by then is known, whether it came by itself or was asked for.
   */
  readonly seenTo: Instant;
  /** Where the rail is to send its events, below the address of this interface. */
  readonly eventsPath: string;
}

export interface RailEventTaken {
  readonly received: true;
}

export interface RailList {
  readonly rails: readonly Rail[];
  readonly sepa?: DirectDebitRail;
  readonly x402?: FacilitatorRail;
  readonly marketplace?: MarketplaceRail;
}

/** Direct debits of one day, in euro. */
export interface SepaBatch {
  /** Of the file, too: as its message and its payment. */
  readonly id: string;
  /**
   * `preparing`: it is gone on with when it is asked for. `prepared`: its file is there.
   * `submitted`: somebody has said that the bank has it. `rejected`: the bank took nothing of it.
   */
  readonly status: 'preparing' | 'prepared' | 'submitted' | 'cancelled' | 'rejected';
  /** A local date, `YYYY-MM-DD`. */
  readonly collectOn: string;
  /** `CORE`: of anybody. `B2B`: of companies, whose banks know the mandate. */
  readonly scheme: 'CORE' | 'B2B';
  readonly count: number;
  /** In major units, with the currency’s minor digits. */
  readonly total: string;
  readonly createdAt: Instant;
  readonly submittedAt?: Instant;
  /** The money of it came as one amount. */
  readonly credited: boolean;
  readonly reason?: string;
  readonly items: readonly ({
    readonly invoice: string;
    readonly number: string;
    readonly customer: PayerKey;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    readonly mandate: string;
    /** What banks call it, there and back. */
    readonly endToEndId: string;
    /** Which of the retries it is, from 1. */
    readonly retry?: number;
    /** Of a retry: why it came back before, a code of ISO 20022. */
    readonly retryReason?: string;
    /** Of the collection: `submitted` until it is known what became of it. */
    readonly status: 'prepared' | 'submitted' | 'settled' | 'failed' | 'expired';
    /** Why it came back: of ISO 20022. */
    readonly reason?: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly returnedOn?: string;
  })[];
}

export interface SepaBatchBody {
  /** A day on which banks settle (TARGET), tomorrow at the earliest. */
  readonly collectOn: string;
  /** What falls due until that day; until `collectOn`, where this is left out too. */
  readonly dueUntil?: string;
  /**
   * These alone, by id or number. Whoever names one decides that it is collected again, whatever
   * became of it before.
   */
  readonly invoices?: readonly string[];
}

/** The latest first. */
export interface SepaBatchList {
  readonly batches: readonly ({
    /** Of the file, too: as its message and its payment. */
    readonly id: string;
    /**
     * `preparing`: it is gone on with when it is asked for. `prepared`: its file is there.
     * `submitted`: somebody has said that the bank has it. `rejected`: the bank took nothing of it.
     */
    readonly status: 'preparing' | 'prepared' | 'submitted' | 'cancelled' | 'rejected';
    /** A local date, `YYYY-MM-DD`. */
    readonly collectOn: string;
    /** `CORE`: of anybody. `B2B`: of companies, whose banks know the mandate. */
    readonly scheme: 'CORE' | 'B2B';
    readonly count: number;
    /** In major units, with the currency’s minor digits. */
    readonly total: string;
    readonly createdAt: Instant;
    readonly submittedAt?: Instant;
    /** The money of it came as one amount. */
    readonly credited: boolean;
    readonly reason?: string;
  })[];
  /** To be asked for as `before`. */
  readonly next?: string;
}

/** In euro. */
export interface SepaBatchProposal {
  /** A local date, `YYYY-MM-DD`. */
  readonly collectOn: string;
  readonly count: number;
  /** In major units, with the currency’s minor digits. */
  readonly total: string;
  readonly items: readonly {
    readonly invoice: string;
    readonly number: string;
    readonly customer: PayerKey;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    readonly mandate: string;
    /** What banks call it, there and back. */
    readonly endToEndId: string;
    /** Which of the retries it is, from 1. */
    readonly retry?: number;
    /** Of a retry: why it came back before, a code of ISO 20022. */
    readonly retryReason?: string;
  }[];
  readonly leftOut: readonly ({
    readonly invoice: string;
    readonly number: string;
    readonly customer: PayerKey;
    readonly why: 'nothing-due' | 'not-in-euro' | 'amount' | 'under-way' | 'no-mandate' | 'mandate-blocked' | 'mandate-lapsed' | 'notice-too-short' | 'retry-later' | 'not-retried';
    /** In words, and what to do. */
    readonly detail: string;
  })[];
  /** There is more than one batch takes: 500. */
  readonly more: boolean;
}

export interface SepaOutcome {
  readonly collections: readonly Collection[];
  /** How many are known, and booked within the next minutes by themselves. */
  readonly left: number;
}

/** Who collects by direct debit. */
export interface SepaRail {
  readonly name: string;
  readonly identifier: string;
  /** Without spaces. */
  readonly iban: string;
  /** Of the bank; the IBAN says it too. */
  readonly bic?: string;
  /** `CORE`: of anybody. `B2B`: of companies, whose banks know the mandate. */
  readonly scheme: 'CORE' | 'B2B';
  readonly noticeDays: number;
  readonly retryAfterDays: readonly number[];
  readonly connectedAt: Instant;
}

export interface SepaRailBody {
  /** Who collects, as payers read it on their statements. */
  readonly name: string;
  /** The creditor identifier that the central bank has given. */
  readonly identifier: string;
  /** Without spaces. */
  readonly iban: string;
  /** Of the bank; the IBAN says it too. */
  readonly bic?: string;
  /** `CORE`: of anybody. `B2B`: of companies, whose banks know the mandate. */
  readonly scheme?: 'CORE' | 'B2B';
  /** So many days after the day of an invoice, which says it, money is taken at the earliest. */
  readonly noticeDays?: number;
  /**
   * After how many days what came back for want of money is collected again: the first time, the
   * second, …
   */
  readonly retryAfterDays?: readonly number[];
}

/** As Stripe sends it, signed in `Stripe-Signature`. */
export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly data: {
  };
}

export interface StripeRailBody {
  /**
   * A secret or restricted key of the Stripe account: `sk_…` or `rk_…`. It may write Checkout
   * Sessions, and read payments, refunds, disputes and events.
   */
  readonly secretKey: string;
  /**
   * What Stripe signs with at the endpoint of this tenant, `…/v1/rails/stripe/events/{tenant}`:
   * `whsec_…`.
   */
  readonly webhookSecret: string;
  /** Of a program that plays Stripe, on the machine of a local stack. Elsewhere refused. */
  readonly url?: string;
}

/** That a customer buys at AWS Marketplace. */
export interface Subscription {
  readonly customer: string;
  /** The product code that the listing has at AWS. */
  readonly product: string;
  /** The AWS account that buys. */
  readonly account: string;
  /** The ARN of the license. Older products have none. */
  readonly license?: string;
  /** `ending`: what was used last is being reported, within the hour. */
  readonly status: 'active' | 'ending' | 'ended';
  /** The first month whose usage AWS is told of. */
  readonly since: Month;
  readonly boundAt: Instant;
  readonly endedAt?: Instant;
  readonly dimensions: readonly {
    /** As the listing at AWS calls it. */
    readonly dimension: string;
    /** Units that are in a report, or on a list. */
    readonly reported: string;
    /** Units that AWS has accepted. */
    readonly accepted: string;
    /** In major units, with the currency’s minor digits. */
    readonly acceptedAmount: string;
  }[];
  /** Of all its amounts; the same in every version of a plan. */
  readonly currency: string;
  /** Reports of which AWS is still told. */
  readonly open: readonly HourReport[];
  /** What of it the books will have once its day is over. */
  readonly unbooked: string;
}

/** The token; or, where that was resolved elsewhere, `product`, `account` and `license`. */
export interface SubscriptionBody {
  /**
   * What AWS sends a buyer with, as `x-amzn-marketplace-token`. It is resolved once, and not kept.
   */
  readonly token?: string;
  /** The product code that the listing has at AWS. */
  readonly product?: string;
  /** The AWS account that buys. */
  readonly account?: string;
  /** The ARN of the license. Older products have none. */
  readonly license?: string;
}

export interface SubscriptionEndBody {
  /** When AWS has said so; now where left out. */
  readonly at?: Instant;
}

export interface SubscriptionList {
  readonly customers: readonly Subscription[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The operations of rails. */
export interface RailsOperations {
  /** The rails that the tenant is connected to. */
  readonly listRails: {
    readonly method: 'GET';
    readonly path: '/v1/rails';
    readonly answer: RailList;
  };
  /** Connect Stripe, or change its secrets. */
  readonly putStripeRail: {
    readonly method: 'PUT';
    readonly path: '/v1/rails/stripe';
    readonly body: StripeRailBody;
    readonly answer: Rail;
  };
  /** Disconnect Stripe, and forget its secrets. */
  readonly disconnectStripeRail: {
    readonly method: 'POST';
    readonly path: '/v1/rails/stripe/disconnect';
    readonly answer: RailList;
  };
  /** Keep what the facilitator of a chain knows the tenant by, or change it. */
  readonly putFacilitatorKey: {
    readonly method: 'PUT';
    readonly path: '/v1/rails/x402';
    readonly body: FacilitatorBody;
    readonly answer: FacilitatorRail;
  };
  /** Forget what the facilitator of a chain knows the tenant by. */
  readonly forgetFacilitatorKey: {
    readonly method: 'POST';
    readonly path: '/v1/rails/x402/disconnect';
    readonly answer: RailList;
  };
  /** What Stripe tells of, signed by it. */
  readonly takeStripeEvent: {
    readonly method: 'POST';
    readonly path: '/v1/rails/stripe/events/{tenant}';
    readonly body: StripeEvent;
    readonly answer: RailEventTaken;
  };
  /** Put what is sold at AWS Marketplace: a product, and how its usage is reported. */
  readonly putMarketplaceProduct: {
    readonly method: 'PUT';
    readonly path: '/v1/rails/marketplace';
    readonly body: MarketplaceProductBody;
    readonly answer: PutMarketplaceRail;
  };
  /** Sell nothing at AWS Marketplace any more. */
  readonly disconnectMarketplace: {
    readonly method: 'POST';
    readonly path: '/v1/rails/marketplace/disconnect';
    readonly answer: RailList;
  };
  /** Who buys at AWS Marketplace. */
  readonly listSubscriptions: {
    readonly method: 'GET';
    readonly path: '/v1/rails/marketplace/customers';
    readonly query: {
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly answer: SubscriptionList;
  };
  /** By which license a customer buys, and what of its usage AWS has accepted. */
  readonly getSubscription: {
    readonly method: 'GET';
    readonly path: '/v1/rails/marketplace/customers/{key}';
    readonly answer: Subscription;
  };
  /** Bind a customer to its license: by the token that AWS sends its buyer with. */
  readonly subscribeCustomer: {
    readonly method: 'POST';
    readonly path: '/v1/rails/marketplace/customers/{key}';
    readonly body: SubscriptionBody;
    readonly answer: Subscription;
  };
  /** Tell that AWS has taken a license away: the last usage is reported within the hour. */
  readonly endSubscription: {
    readonly method: 'POST';
    readonly path: '/v1/rails/marketplace/customers/{key}/end';
    readonly body: SubscriptionEndBody;
    readonly answer: Subscription;
  };
  /** What AWS was told of each hour, and what became of it. */
  readonly listHourReports: {
    readonly method: 'GET';
    readonly path: '/v1/rails/marketplace/customers/{key}/reports';
    readonly query: {
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly answer: HourReportList;
  };
  /** What a customer may use by its contract, as AWS has it. */
  readonly listEntitlements: {
    readonly method: 'GET';
    readonly path: '/v1/rails/marketplace/customers/{key}/entitlements';
    readonly answer: EntitlementList;
  };
  /** Say who collects by direct debit. */
  readonly putSepaRail: {
    readonly method: 'PUT';
    readonly path: '/v1/rails/sepa';
    readonly body: SepaRailBody;
    readonly answer: SepaRail;
  };
  /** Collect no more by direct debit. */
  readonly disconnectSepaRail: {
    readonly method: 'POST';
    readonly path: '/v1/rails/sepa/disconnect';
    readonly answer: RailList;
  };
  /** What a batch would collect, and what not, and why. */
  readonly proposeSepaBatch: {
    readonly method: 'GET';
    readonly path: '/v1/rails/sepa/proposal';
    readonly query: {
      /** A day on which banks settle (TARGET), tomorrow at the earliest. */
      readonly collectOn: string;
      /** What falls due until that day; until `collectOn`, where this is left out too. */
      readonly dueUntil?: string | undefined;
      /** These alone, by id or number, with commas between. */
      readonly invoices?: string | undefined;
    };
    readonly answer: SepaBatchProposal;
  };
  /** The batches of direct debits. */
  readonly listSepaBatches: {
    readonly method: 'GET';
    readonly path: '/v1/rails/sepa/batches';
    readonly query: {
      readonly before?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly answer: SepaBatchList;
  };
  /** Prepare a batch of direct debits. */
  readonly prepareSepaBatch: {
    readonly method: 'POST';
    readonly path: '/v1/rails/sepa/batches';
    readonly body: SepaBatchBody;
    readonly answer: SepaBatch;
  };
  /** One batch, and what became of all that is in it. */
  readonly getSepaBatch: {
    readonly method: 'GET';
    readonly path: '/v1/rails/sepa/batches/{id}';
    readonly answer: SepaBatch;
  };
  /** The file of a batch, for the bank. */
  readonly getSepaBatchFile: {
    readonly method: 'GET';
    readonly path: '/v1/rails/sepa/batches/{id}/file';
    readonly answer: unknown;
  };
  /** Say that the bank has the file of a batch. */
  readonly submitSepaBatch: {
    readonly method: 'POST';
    readonly path: '/v1/rails/sepa/batches/{id}/submit';
    readonly answer: SepaBatch;
  };
  /** Cancel a batch that the bank has not. */
  readonly cancelSepaBatch: {
    readonly method: 'POST';
    readonly path: '/v1/rails/sepa/batches/{id}/cancel';
    readonly answer: SepaBatch;
  };
  /** Confirm what the bank has said of a batch, or of a direct debit. */
  readonly tellSepaOutcome: {
    readonly method: 'POST';
    readonly path: '/v1/rails/sepa/outcomes';
    readonly body: SepaOutcomeBody;
    readonly answer: SepaOutcome;
  };
}
