// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Decimal,
  Instant,
  MeterKey,
  Month,
  PassKey,
  PayerKey,
  PrivatePassKey,
  SpendHold,
} from './shared.ts';

/** A pass that was bought with money of the wallet. */
export interface BoughtPass {
  /** A pass that was bought, by its id. */
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly meter: string;
  readonly filter?: Readonly<Record<string, readonly string[]>>;
  /** With `flat`: its ceiling. */
  readonly units: string;
  /** All one can use, up to its ceiling. */
  readonly flat?: true;
  /** With tax. */
  readonly price: string;
  readonly currency: string;
  readonly boughtAt: Instant;
  /** Nothing more is used of it from then on: it is to be bought anew. */
  readonly resetsAt: Instant;
  readonly payer: PayerKey;
}

export interface Budget {
  /** A budget of the payer, by its key. */
  readonly key: string;
  readonly limit: {
    readonly amount: string;
    readonly currency: string;
  } | {
    readonly units: string;
    readonly meter: string;
  };
  /** By the payer’s days; weeks begin on Mondays. */
  readonly every: 'day' | 'week' | 'month' | 'ever';
  readonly meter?: string;
  readonly hard: boolean;
}

export interface BudgetRemovalRequest {
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

export interface BudgetRemoved {
  /** A budget of the payer, by its key. */
  readonly key: string;
}

export interface BudgetRequest {
  /** Money, or units of a meter. */
  readonly limit: {
    /** With tax, at most 9 places. */
    readonly amount: Decimal;
    readonly currency: string;
  } | {
    readonly units: Decimal;
    readonly meter: MeterKey;
  };
  /** By the payer’s days; weeks begin on Mondays. */
  readonly every: 'day' | 'week' | 'month' | 'ever';
  /** Only what is used of it counts. Of units, that of the limit. */
  readonly meter?: MeterKey;
  /**
   * `true` (the default): what exceeds it is refused. `false`: it is only told how far it is used.
   */
  readonly hard?: boolean;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

export interface BudgetState {
  /** A budget of the payer, by its key. */
  readonly key: string;
  readonly limit: {
    readonly amount: string;
    readonly currency: string;
  } | {
    readonly units: string;
    readonly meter: string;
  };
  /** By the payer’s days; weeks begin on Mondays. */
  readonly every: 'day' | 'week' | 'month' | 'ever';
  readonly meter?: string;
  readonly hard: boolean;
  /** In the current interval, with what is not asked for here: money or units. */
  readonly used: string;
  /** The most that open holds can come to. */
  readonly held: string;
  /** The limit less both; "0" where it is exceeded. */
  readonly left: string;
  /** When the next interval begins. */
  readonly resetsAt?: Instant;
}

export interface ChargeList {
  /** The newest first; a page may have fewer than `limit`, or none. */
  readonly charges: readonly PayerCharge[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** What is in the wallet again. */
export interface FreedMoney {
  /** In all; 0 where there is nothing. */
  readonly amount: string;
  readonly currency: string;
  /** What it is in, by payment. */
  readonly grants: readonly string[];
}

export interface GrantRequest {
  readonly kind: 'given' | 'promotional';
  /** With tax, at most 9 places. */
  readonly amount: Decimal;
  readonly currency: string;
  /**
   * Nothing more is charged to it from then on; a day: from when it is over where the seller is.
   */
  readonly endsAt?: string;
  /** The lower, the sooner it is used; 100 where left out. */
  readonly priority?: number;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

/** What is in the wallet now, or was there already. */
export interface Granted {
  /** A grant of the wallet, by its id. */
  readonly id: string;
  readonly payment?: string;
}

/** A page of what is held. It may be short, or have none, before the last. */
export interface HeldList {
  readonly payer: PayerKey;
  readonly records: readonly {
    readonly place: HeldPlace;
    /** As it is kept there. */
    readonly record: Readonly<Record<string, unknown>>;
  }[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/**
 * `customer`: The customer, as it is. `customer-history`: What the customer was, the latest first.
 * `mandates`: What it has signed, so that money is taken from its account. `claims`: Who asked last
 * to have a subject. `salts`: Under which pseudonym the usage of a subject is. `quarantine`: Events
 * of its subjects that could not be counted. `totals`: What meters counted of its subjects, by
 * quarter hours. `levels`: What levels of its subjects stood at where months begin. `events`:
 * Events of its subjects, from the usage log. `documents`: What the books have of it: invoices,
 * statements, credit notes, voids, payments. `spend`: What it spent, holds and may spend: what its
 * log comes to, then each entry; of no token its secret. `audit`: Changes that were asked for, of
 * which it is named as the target.
 */
export type HeldPlace = 'customer' | 'customer-history' | 'mandates' | 'claims' | 'salts' | 'quarantine' | 'totals' | 'levels' | 'events' | 'documents' | 'spend' | 'audit';

/** All holds that are open, or have ended in the last day. */
export interface HoldList {
  /** The oldest first; at most 1,000 there are. */
  readonly holds: readonly SpendHold[];
}

export interface IssuedToken {
  /**
   * Shown this once. Sent as `Authorization: Bearer ftp_…`, or to the second front in the cookie
   * `farthing-token`; never in an address.
   */
  readonly token: string;
  /** As `POST /v1/payers/{payer}/tokens` answered it; it is no secret. */
  readonly id: string;
  readonly payer: string;
  readonly actions: readonly ('charge' | 'read' | 'budget' | 'top-up' | 'refund')[];
  /** Null where only the payer’s own bounds count. */
  readonly limit: {
    /** In major units, to the nano. */
    readonly amount: string;
    readonly currency: string;
  } | null;
  readonly endsAt: Instant;
}

export interface PassPurchase {
  readonly pass: PassKey;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

export interface PassState {
  /** A pass that was bought, by its id. */
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly meter: string;
  readonly filter?: Readonly<Record<string, readonly string[]>>;
  /** With `flat`: its ceiling. */
  readonly units: string;
  /** All one can use, up to its ceiling. */
  readonly flat?: true;
  /** With tax. */
  readonly price: string;
  readonly currency: string;
  readonly boughtAt: Instant;
  /** Nothing more is used of it from then on: it is to be bought anew. */
  readonly resetsAt: Instant;
  readonly used: string;
  /** What open holds keep of it. */
  readonly held: string;
  /** What can be used or held: its units less both. */
  readonly left: string;
}

/** Of what was not captured, the amounts were quoted. */
export interface PayerCharge {
  /** Of the charge or the hold: the id of its event, too. */
  readonly id: string;
  /** When it was used: of a hold, when it was held. */
  readonly at: Instant;
  readonly meter: string;
  readonly subject: string;
  /** What was captured; what is held, of what is. */
  readonly quantity: string;
  /** In major units, to the nano. */
  readonly net: string;
  /** In major units, to the nano. */
  readonly tax: string;
  /** In major units, to the nano. */
  readonly amount: string;
  readonly currency: string;
  readonly resource?: string;
  readonly description?: string;
  readonly by?: 'x402' | 'mpp' | 'consent' | 'threshold' | 'private-token';
  /** Of what was captured. */
  readonly receiptId?: string;
  readonly status: 'captured' | 'held' | 'released' | 'ended';
  /** What it cost is given back; what was used stays counted. */
  readonly refunded?: true;
  /**
   * It was used, and a tip on it would be for payees: `POST /v1/tips` takes one by the meter
   * `tips`, in the payer’s currency. Left out where it would be refused, or nobody would have it.
   */
  readonly takesTips?: true;
  /** Of a tip: the id of what it is on. */
  readonly tipOn?: string;
}

/** What a payer has spent, holds, and has left. */
export interface PayerSpend {
  readonly payer: string;
  readonly currency: string;
  /** The month that was asked for, or the current one, `YYYY-MM`. */
  readonly month: string;
  /** That of `captured` and `lines`, where the payer had a plan in another currency then. */
  readonly monthCurrency?: string;
  /** What was charged in it, with tax, and what passes covered. */
  readonly captured: string;
  /** What passes covered of it, with tax. Left out where they covered nothing. */
  readonly covered?: string;
  /**
   * What was charged, by the usage line of the invoice that it is on: with what was used besides,
   * they add up to it.
   */
  readonly lines: readonly {
    readonly plan: string;
    /** The charge of the plan, by its key. */
    readonly charge: string;
    /** When the part of the month begins over which the charge stays as it is. */
    readonly from: Instant;
    readonly quantity: string;
    /** In major units, to the nano. */
    readonly net: string;
    /** In major units, to the nano. */
    readonly tax: string;
    /** `net` and `tax`: what budgets and the wallet count. */
    readonly amount: string;
    /**
     * What passes change of it, without tax: the invoice has it as a line of the kind `pass`. Left
     * out where they cover none of it.
     */
    readonly passes?: string;
  }[];
  /** The most that open holds can come to, with tax. */
  readonly held: string;
  /** What was used in it without being asked for here, with tax. */
  readonly ungated: string;
  /** `ungated` counts what was accepted up to then. */
  readonly asOf: Instant;
  readonly openHolds: number;
  /** Units of leases that ended and were never reported, by meter. */
  readonly unreported: Readonly<Record<string, string>>;
  readonly budgets: readonly BudgetState[];
  /** Up to so much for one thing is paid without asking; left out where it is 0. */
  readonly threshold?: {
    /** In major units, to the nano. */
    readonly amount: string;
    readonly currency: string;
  };
  /** Those that have not ended, in the order in which they are used. */
  readonly passes: readonly PassState[];
  /** What can be spent of it, and what holds keep. Null without one. */
  readonly wallet: {
    /** In major units, to the nano. */
    readonly available: string;
    /** In major units, to the nano. */
    readonly held: string;
  } | null;
}

/** A token of a payer; never its secret. */
export interface PayerToken {
  /** As `POST /v1/payers/{payer}/tokens` answered it; it is no secret. */
  readonly id: string;
  readonly payer: string;
  readonly actions: readonly ('charge' | 'read' | 'budget' | 'top-up' | 'refund')[];
  /** Null where only the payer’s own bounds count. */
  readonly limit: {
    /** In major units, to the nano. */
    readonly amount: string;
    readonly currency: string;
  } | null;
  readonly endsAt: Instant;
  readonly createdAt: Instant;
  /** What was charged with it, with tax. */
  readonly spent: string;
}

export interface PrivatePurchase {
  readonly privatePass: PrivatePassKey;
  /** The key that they are made for, as it is listed. */
  readonly keyId: string;
  /**
   * Token requests of RFC 9578, each in base64url. The same ones again are answered as they were:
   * nothing more is paid.
   */
  readonly requests: readonly string[];
}

/** What was signed, without having been seen. */
export interface PrivateTokens {
  readonly payer: PayerKey;
  readonly privatePass: PrivatePassKey;
  /** In UTC: tokens of this key are sold within it. */
  readonly month: Month;
  /** What was taken out of the wallet. */
  readonly amount: string;
  readonly currency: string;
  /** From then on no token of it is taken. */
  readonly endsAt: Instant;
  /** Token responses of RFC 9578, each in base64url, in the order of the requests. */
  readonly responses: readonly string[];
}

/** When a wallet is low, and what is put into it then. */
export interface Refill {
  /** In major units, to the nano. */
  readonly below: string;
  readonly currency: string;
  /** In major units, to the nano. */
  readonly amount?: string;
  /** In major units, to the nano. */
  readonly monthly?: string;
}

export interface RefillRequest {
  /** The wallet is low while it has less than this, with tax; 0 ends it. */
  readonly below: Decimal;
  readonly currency: string;
  /** What is put in each time. Left out: it is only told that the wallet is low. */
  readonly amount?: Decimal;
  /** No more is put in by itself in one month of the payer; needed with `amount`. */
  readonly monthly?: Decimal;
  /**
   * The top-up by whose means of payment it is paid, asked for with `keep`; the last one that is
   * booked where left out.
   */
  readonly topUp?: string;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

export interface RevocationRequest {
  /** A grant of the wallet, by its id. */
  readonly grant: string;
  /** All that is left where left out. */
  readonly amount?: Decimal;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

/** What was taken out of the wallet. */
export interface TakenOut {
  readonly id: string;
  /** In major units, to the nano. */
  readonly amount: string;
  readonly currency: string;
  /** Of a refund: the payment it is of. */
  readonly payment?: string;
  /**
   * Over a rail. `open`: it is out of the wallet, and the rail has not said yet that it has gone.
   * `booked`: it has gone, and is in the books. The others are over: it is in the wallet again.
   */
  readonly status?: 'open' | 'booked' | 'failed' | 'expired';
  /** A grant of the wallet, by its id. */
  readonly grant?: string;
  readonly createdAt?: Instant;
  /** Why it failed, in the rail’s words. */
  readonly reason?: string;
}

/** Up to so much for one thing is paid without asking. */
export interface Threshold {
  /** In major units, to the nano. */
  readonly amount: string;
  readonly currency: string;
}

export interface ThresholdRequest {
  /** With tax, at most 9 places; 0: it is asked each time. */
  readonly amount: Decimal;
  readonly currency: string;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
}

/** Tokens that are in force. */
export interface TokenList {
  /** The oldest first; at most 50. */
  readonly tokens: readonly PayerToken[];
}

export interface TokenRequest {
  /**
   * What it is for: charges and holds, reading what is spent, budgets of the payer’s own, top-ups,
   * refunds.
   */
  readonly actions: readonly ('charge' | 'read' | 'budget' | 'top-up' | 'refund')[];
  /**
   * What can be charged with it in all, with tax, in the currency of the payer’s plan. With a limit
   * it changes no budgets.
   */
  readonly limit?: {
    /** With tax, at most 9 places. */
    readonly amount: Decimal;
    readonly currency: string;
  };
  /** Seconds until it ends: 30 days at most. */
  readonly expiresIn: number;
}

/** A token that is refused from now on. */
export interface TokenRevoked {
  /** As `POST /v1/payers/{payer}/tokens` answered it; it is no secret. */
  readonly id: string;
}

/** Money for a wallet that was asked for over a rail. */
export interface TopUp {
  /** A top-up that was asked for over a rail, by its id. */
  readonly id: string;
  /**
   * `open`: the payer may pay at `url`; without one they have paid, and the money has not come yet.
   * `booked`: it has come, and is in the wallet. The others are over, without money.
   */
  readonly status: 'open' | 'booked' | 'failed' | 'expired';
  readonly rail: 'stripe';
  /** In major units, to the nano. */
  readonly amount: string;
  readonly currency: string;
  readonly createdAt: Instant;
  /** From then on nobody begins to pay by it. */
  readonly expiresAt: Instant;
  /** Where the payer pays, while they may. */
  readonly url?: string;
  /** Once it is booked: what the rail calls the payment. */
  readonly payment?: string;
  /** Why it failed, in the rail’s words. */
  readonly reason?: string;
  /** It was begun as the wallet was low, and its payer was not asked. */
  readonly refill?: true;
}

export interface TopUpList {
  /** The latest first. */
  readonly topUps: readonly TopUp[];
  /** Where there are more: `before` of the next. */
  readonly next?: string;
}

export interface TopUpRequest {
  /** With tax, at most 9 places. */
  readonly amount: Decimal;
  readonly currency: string;
  /**
   * Over which the money moves: with a `reference`, `bank`, `card`, …; to ask the payer, `stripe`.
   */
  readonly rail: string;
  /**
   * Of money that has come: the rail’s own word for it, by which the same is the same money. It
   * needs `billing:write`. Left out, the payer is asked for the money.
   */
  readonly reference?: string;
  /**
   * Where a payer who is asked comes to, having paid. That they come says nothing of the money.
   */
  readonly successUrl?: string;
  /** Where a payer who is asked comes back to, not having paid. */
  readonly cancelUrl?: string;
  /**
   * Of a payer who is asked: whether the rail keeps by what it is paid, so that the wallet can be
   * refilled by it. The payer agrees on the page of the rail.
   */
  readonly keep?: boolean;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
  /** An instant, or a day in the seller’s time zone. Now where left out. */
  readonly receivedAt?: string;
  /**
   * Nothing more is charged to it from then on; a day: from when it is over where the seller is.
   */
  readonly endsAt?: string;
  /** The lower, the sooner it is used; 100 where left out. */
  readonly priority?: number;
}

/** What is in the wallet, or where the payer pays for it. */
export interface ToppedUp {
  /** Of money that has come, the grant; of money that is asked for, the top-up. */
  readonly id: string;
  /**
   * `open`: the payer may pay at `url`; without one they have paid, and the money has not come yet.
   * `booked`: it has come, and is in the wallet. The others are over, without money.
   */
  readonly status?: 'open' | 'booked' | 'failed' | 'expired';
  readonly rail?: 'stripe';
  /** In major units, to the nano. */
  readonly amount?: string;
  readonly currency?: string;
  readonly createdAt?: Instant;
  /** From then on nobody begins to pay by it. */
  readonly expiresAt?: Instant;
  /** Where the payer pays, while they may. */
  readonly url?: string;
  /** Why it failed, in the rail’s words. */
  readonly reason?: string;
  /** It was begun as the wallet was low, and its payer was not asked. */
  readonly refill?: true;
  /** The payment: in the books; of money that is asked for, as the rail calls it. */
  readonly payment?: string;
}

/** Money that a payer can spend, grant by grant. */
export interface Wallet {
  readonly payer: string;
  readonly currency: string;
  /** What can still be spent or held. */
  readonly available: string;
  /** The most that open holds can come to. */
  readonly held: string;
  /** Used besides, in months that are not invoiced yet: `available` is less by it. */
  readonly ungated: string;
  /** What was captured and no grant was left for; the next one pays it. */
  readonly owed: string;
  /** Left out where nobody is to know that the wallet is low. */
  readonly refill?: WalletRefill;
  /** In the order in which they are used. */
  readonly grants: readonly WalletGrant[];
}

export interface WalletGrant {
  /** A grant of the wallet, by its id. */
  readonly id: string;
  readonly kind: 'bought' | 'given' | 'promotional';
  /** Without what was taken out again. */
  readonly amount: string;
  /** Not captured; some of it may be held. */
  readonly left: string;
  readonly priority: number;
  readonly createdAt: Instant;
  readonly endsAt?: Instant;
  /** Of what was bought: the payment in the books. */
  readonly payment?: string;
  /**
   * Of what was bought, while some is left: what of its payment no invoice has used. No more is
   * paid back.
   */
  readonly unapplied?: string;
  /** It is of the price of this pass, by its id, and pays for its units alone. */
  readonly pass?: string;
}

export interface WalletRefill {
  /** In major units, to the nano. */
  readonly below: string;
  readonly currency: string;
  /** In major units, to the nano. */
  readonly amount?: string;
  /** In major units, to the nano. */
  readonly monthly?: string;
  /** Where it is low: since when, and what it had then. */
  readonly low?: {
    readonly since: Instant;
    /** In major units, to the nano. */
    readonly left: string;
  };
  /** Why nothing is put in by itself any more, in the words of the rail. Put it anew to go on. */
  readonly endedBy?: string;
}

export interface WalletRefundList {
  /** Over rails, the latest first. */
  readonly refunds: readonly TakenOut[];
  /** Where there are more: `before` of the next. */
  readonly next?: string;
}

export interface WalletRefundRequest {
  /** What was bought. */
  readonly grant: string;
  /** Where left out: all that is left of it and that no invoice has used, in whole cents. */
  readonly amount?: Decimal;
  /** With a `reference`: over which it went back: `bank`, `card`, … */
  readonly rail?: string;
  /**
   * Of money that has gone back: the rail’s own word for it, by which the same is the same money.
   * Left out, it is paid back over the rail it came over.
   */
  readonly reference?: string;
  /**
   * The same request under the same key is done once, and answered as it was. It wins over an
   * `Idempotency-Key`. Kept for 24 hours.
   */
  readonly idempotency?: string;
  /** An instant, or a day in the seller’s time zone. Now where left out. */
  readonly refundedAt?: string;
}

/** How a payer puts money into its wallet by a transfer. */
export interface WalletTransfer {
  readonly payer: PayerKey;
  readonly currency: string;
  /** To be written in the transfer: a reference of a creditor (ISO 11649). */
  readonly reference: string;
  /** Where to; left out where the billing settings have no account. */
  readonly account?: {
    /** Whose it is. */
    readonly holder: string;
    readonly iban: string;
    readonly bic?: string;
  };
}

/** The operations of payers. */
export interface PayersOperations {
  /** Buy a pass with money of the wallet. */
  readonly buyPass: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/passes';
    readonly body: PassPurchase;
    readonly answer: BoughtPass;
  };
  /** Buy private tokens with money of the wallet. */
  readonly buyPrivateTokens: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/private-passes';
    readonly body: PrivatePurchase;
    readonly answer: PrivateTokens;
  };
  /** What a payer has spent, holds, and has left. */
  readonly getSpend: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{payer}/spend';
    readonly query: {
      /**
       * The month of the payer that `captured`, `ungated` and `lines` are of: the current one where
       * left out, or one of the last 13. What is held, budgets and the wallet are as they are now.
       */
      readonly period?: Month | undefined;
    };
    readonly answer: PayerSpend;
  };
  /** The holds of a payer that can be captured. */
  readonly listHolds: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{payer}/holds';
    readonly answer: HoldList;
  };
  /** Put a budget, over the one of its key. */
  readonly putBudget: {
    readonly method: 'PUT';
    readonly path: '/v1/payers/{payer}/budgets/{key}';
    readonly body: BudgetRequest;
    readonly answer: Budget;
  };
  /** Take a budget away. */
  readonly removeBudget: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/budgets/{key}/remove';
    readonly body: BudgetRemovalRequest;
    readonly answer: BudgetRemoved;
  };
  /** Make a token with which a payer asks by itself. */
  readonly createToken: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/tokens';
    readonly body: TokenRequest;
    readonly answer: IssuedToken;
  };
  /** The tokens of a payer that are in force. */
  readonly listTokens: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{payer}/tokens';
    readonly answer: TokenList;
  };
  /** Revoke a token: it is refused from then on. */
  readonly revokeToken: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/tokens/{id}/revoke';
    readonly answer: TokenRevoked;
  };
  /** The wallet of a payer, grant by grant. */
  readonly getWallet: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{payer}/wallet';
    readonly answer: Wallet;
  };
  /** Put money into the wallet, or ask the payer for it. */
  readonly topUpWallet: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/wallet/top-ups';
    readonly body: TopUpRequest;
    readonly answer: ToppedUp;
  };
  /** What was asked for over rails, the latest first. */
  readonly listTopUps: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{payer}/wallet/top-ups';
    readonly query: {
      /** Those that were begun before this one. */
      readonly before?: string | undefined;
      /** How many at most; 20 where left out. */
      readonly limit?: number | undefined;
    };
    readonly answer: TopUpList;
  };
  /** One top-up: where to pay, and what became of it. */
  readonly getTopUp: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{payer}/wallet/top-ups/{id}';
    readonly answer: TopUp;
  };
  /** Say how a transfer goes into the wallet. */
  readonly askTransfer: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/wallet/transfer';
    readonly answer: WalletTransfer;
  };
  /** Say when a wallet is low, and what is put into it then. */
  readonly putRefill: {
    readonly method: 'PUT';
    readonly path: '/v1/payers/{payer}/wallet/refill';
    readonly body: RefillRequest;
    readonly answer: Refill;
  };
  /** Give money into the wallet. */
  readonly grantMoney: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/wallet/grants';
    readonly body: GrantRequest;
    readonly answer: Granted;
  };
  /** Pay bought money back, or record that it was. */
  readonly refundWallet: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/wallet/refunds';
    readonly body: WalletRefundRequest;
    readonly answer: TakenOut;
  };
  /** What goes back over rails, the latest first. */
  readonly listWalletRefunds: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{payer}/wallet/refunds';
    readonly query: {
      /** Those that were begun before this one. */
      readonly before?: string | undefined;
      /** How many at most; 20 where left out. */
      readonly limit?: number | undefined;
    };
    readonly answer: WalletRefundList;
  };
  /** Put back into the wallet what voids and credit notes freed. */
  readonly freeWallet: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/wallet/freed';
    readonly answer: FreedMoney;
  };
  /** Take money out of the wallet. */
  readonly revokeGrant: {
    readonly method: 'POST';
    readonly path: '/v1/payers/{payer}/wallet/revocations';
    readonly body: RevocationRequest;
    readonly answer: TakenOut;
  };
  /** What a payer was charged, one by one, the newest first. */
  readonly listCharges: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{payer}/charges';
    readonly query: {
      /** The payer’s month in which it was used; all there are where left out. */
      readonly month?: Month | undefined;
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: ChargeList;
  };
  /** Up to how much a payer pays without being asked. */
  readonly putThreshold: {
    readonly method: 'PUT';
    readonly path: '/v1/payers/{payer}/threshold';
    readonly body: ThresholdRequest;
    readonly answer: Threshold;
  };
  /** All that is held of a payer, place by place. */
  readonly listHeld: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{key}/held';
    readonly query: {
      /** Records on a page at most; 200 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: HeldList;
  };
}
