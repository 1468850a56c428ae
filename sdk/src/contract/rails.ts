// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Collection,
  Instant,
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
