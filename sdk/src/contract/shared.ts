// Made from core/contract by `npm run types:client`. Do not change it by hand.

/** A backfill job, by the name that it was opened under. */
export type BackfillName = string;

/** In parts, as banks want it since 15 November 2026. */
export interface BankAddress {
  /** Without its number. */
  readonly street?: string;
  /** Its number in the street. */
  readonly building?: string;
  /** As its country writes it. */
  readonly postalCode?: string;
  /** City, town or village. */
  readonly town: string;
  /** ISO 3166-1: two capitals. */
  readonly country: string;
}

export interface BillingCycle {
  /** The calendar month in which it begins: its name. */
  readonly month: Month;
  /** A local date, `YYYY-MM-DD`. */
  readonly firstDay: string;
  /** A local date, `YYYY-MM-DD`. */
  readonly lastDay: string;
}

export type Charge = {
  /** Unique in its version; the meter’s where left out. */
  readonly key?: string;
  readonly meter: MeterKey;
  /**
   * Which of the meter’s usage it is for: all where left out; what has one of the values in every
   * dimension named; or `rest`, what no other charge of the meter matches by its values.
   */
  readonly filter?: 'rest' | Readonly<Record<string, readonly string[]>>;
  /** What it comes to a month, at least. As a string, at least 0, at most 12 places. */
  readonly minimum?: string;
  /** What it comes to a month, at most. As a string, at least 0, at most 12 places. */
  readonly maximum?: string;
  /** How it is taxed: a customer’s tax treatment names rates by code. */
  readonly taxCode?: string;
  /** What the invoice line says. */
  readonly description?: string;
  readonly model: 'per_unit';
  /** Units a month that cost nothing. As a string, at least 0, at most 12 places. */
  readonly included?: string;
  /**
   * What a PDF shows prices for: "0.01 per GB" with a name, "0.50 per 1,000" with a size alone.
   * What is charged does not depend on it.
   */
  readonly unit?: {
    /** What one is called. Quantities are shown in it. */
    readonly name?: string;
    /** How many of the meter’s units one is; 1 where left out. */
    readonly size?: string;
  };
  /** For each unit. As a string, at least 0, at most 12 places. */
  readonly unitPrice: string;
} | {
  /** Unique in its version; the meter’s where left out. */
  readonly key?: string;
  readonly meter: MeterKey;
  /**
   * Which of the meter’s usage it is for: all where left out; what has one of the values in every
   * dimension named; or `rest`, what no other charge of the meter matches by its values.
   */
  readonly filter?: 'rest' | Readonly<Record<string, readonly string[]>>;
  /** What it comes to a month, at least. As a string, at least 0, at most 12 places. */
  readonly minimum?: string;
  /** What it comes to a month, at most. As a string, at least 0, at most 12 places. */
  readonly maximum?: string;
  /** How it is taxed: a customer’s tax treatment names rates by code. */
  readonly taxCode?: string;
  /** What the invoice line says. */
  readonly description?: string;
  readonly model: 'graduated';
  /** Units a month that cost nothing. As a string, at least 0, at most 12 places. */
  readonly included?: string;
  /**
   * What a PDF shows prices for: "0.01 per GB" with a name, "0.50 per 1,000" with a size alone.
   * What is charged does not depend on it.
   */
  readonly unit?: {
    /** What one is called. Quantities are shown in it. */
    readonly name?: string;
    /** How many of the meter’s units one is; 1 where left out. */
    readonly size?: string;
  };
  /** One after the other; the last has no upper bound. */
  readonly tiers: readonly ({
    /** Needless, and checked: the bound before, or that plus one. */
    readonly from?: string;
    /** The upper bound, inclusive; null in the last tier, and only there. */
    readonly upTo: string | null;
    /**
     * For entering the tier; the first is always entered. As a string, at least 0, at most 12
     * places.
     */
    readonly flatFee?: string;
    /** For each unit, or each package, in the tier. As a string, at least 0, at most 12 places. */
    readonly unitPrice?: string;
    /** Units are priced by packages of this many. As a string, at least 0, at most 12 places. */
    readonly packageSize?: string;
  })[];
} | {
  /** Unique in its version; the meter’s where left out. */
  readonly key?: string;
  readonly meter: MeterKey;
  /**
   * Which of the meter’s usage it is for: all where left out; what has one of the values in every
   * dimension named; or `rest`, what no other charge of the meter matches by its values.
   */
  readonly filter?: 'rest' | Readonly<Record<string, readonly string[]>>;
  /** What it comes to a month, at least. As a string, at least 0, at most 12 places. */
  readonly minimum?: string;
  /** What it comes to a month, at most. As a string, at least 0, at most 12 places. */
  readonly maximum?: string;
  /** How it is taxed: a customer’s tax treatment names rates by code. */
  readonly taxCode?: string;
  /** What the invoice line says. */
  readonly description?: string;
  readonly model: 'volume';
  /** Units a month that cost nothing. As a string, at least 0, at most 12 places. */
  readonly included?: string;
  /**
   * What a PDF shows prices for: "0.01 per GB" with a name, "0.50 per 1,000" with a size alone.
   * What is charged does not depend on it.
   */
  readonly unit?: {
    /** What one is called. Quantities are shown in it. */
    readonly name?: string;
    /** How many of the meter’s units one is; 1 where left out. */
    readonly size?: string;
  };
  /** One after the other; the last has no upper bound. */
  readonly tiers: readonly ({
    /** Needless, and checked: the bound before, or that plus one. */
    readonly from?: string;
    /** The upper bound, inclusive; null in the last tier, and only there. */
    readonly upTo: string | null;
    /**
     * For entering the tier; the first is always entered. As a string, at least 0, at most 12
     * places.
     */
    readonly flatFee?: string;
    /** For each unit, or each package, in the tier. As a string, at least 0, at most 12 places. */
    readonly unitPrice?: string;
    /** Units are priced by packages of this many. As a string, at least 0, at most 12 places. */
    readonly packageSize?: string;
  })[];
} | {
  /** Unique in its version; the meter’s where left out. */
  readonly key?: string;
  readonly meter: MeterKey;
  /**
   * Which of the meter’s usage it is for: all where left out; what has one of the values in every
   * dimension named; or `rest`, what no other charge of the meter matches by its values.
   */
  readonly filter?: 'rest' | Readonly<Record<string, readonly string[]>>;
  /** What it comes to a month, at least. As a string, at least 0, at most 12 places. */
  readonly minimum?: string;
  /** What it comes to a month, at most. As a string, at least 0, at most 12 places. */
  readonly maximum?: string;
  /** How it is taxed: a customer’s tax treatment names rates by code. */
  readonly taxCode?: string;
  /** What the invoice line says. */
  readonly description?: string;
  readonly model: 'package';
  /** Units a month that cost nothing. As a string, at least 0, at most 12 places. */
  readonly included?: string;
  /**
   * What a PDF shows prices for: "0.01 per GB" with a name, "0.50 per 1,000" with a size alone.
   * What is charged does not depend on it.
   */
  readonly unit?: {
    /** What one is called. Quantities are shown in it. */
    readonly name?: string;
    /** How many of the meter’s units one is; 1 where left out. */
    readonly size?: string;
  };
  /** For each package. As a string, at least 0, at most 12 places. */
  readonly packagePrice: string;
  /** Units in a package. As a string, at least 0, at most 12 places. */
  readonly packageSize: string;
  /** Whether a package that is begun counts (`up`, the default) or does not. */
  readonly rounding?: 'up' | 'down';
} | {
  /** Unique in its version; the meter’s where left out. */
  readonly key?: string;
  readonly meter: MeterKey;
  /**
   * Which of the meter’s usage it is for: all where left out; what has one of the values in every
   * dimension named; or `rest`, what no other charge of the meter matches by its values.
   */
  readonly filter?: 'rest' | Readonly<Record<string, readonly string[]>>;
  /** What it comes to a month, at least. As a string, at least 0, at most 12 places. */
  readonly minimum?: string;
  /** What it comes to a month, at most. As a string, at least 0, at most 12 places. */
  readonly maximum?: string;
  /** How it is taxed: a customer’s tax treatment names rates by code. */
  readonly taxCode?: string;
  /** What the invoice line says. */
  readonly description?: string;
  readonly model: 'percentage';
  /** In percent, as a string, at most 10 places. */
  readonly ratePercent: string;
  /** For each event that is not free, besides. As a string, at least 0, at most 12 places. */
  readonly fixedPerEvent?: string;
  /**
   * The meter that counts the events; needed with `fixedPerEvent`, unless there is an allowance or
   * a limit per event.
   */
  readonly countMeter?: MeterKey;
  /** So many events a month cost nothing. */
  readonly freeEvents?: number;
  /**
   * So much of the events’ amounts a month costs nothing. As a string, at least 0, at most 12
   * places.
   */
  readonly freeAmount?: string;
  /**
   * What an event that is not free costs, at least. As a string, at least 0, at most 12 places.
   */
  readonly minimumPerEvent?: string;
  /** What an event that is not free costs, at most. As a string, at least 0, at most 12 places. */
  readonly maximumPerEvent?: string;
} | {
  /** Unique in its version; the meter’s where left out. */
  readonly key?: string;
  readonly meter: MeterKey;
  /**
   * Which of the meter’s usage it is for: all where left out; what has one of the values in every
   * dimension named; or `rest`, what no other charge of the meter matches by its values.
   */
  readonly filter?: 'rest' | Readonly<Record<string, readonly string[]>>;
  /** What it comes to a month, at least. As a string, at least 0, at most 12 places. */
  readonly minimum?: string;
  /** What it comes to a month, at most. As a string, at least 0, at most 12 places. */
  readonly maximum?: string;
  /** How it is taxed: a customer’s tax treatment names rates by code. */
  readonly taxCode?: string;
  /** What the invoice line says. */
  readonly description?: string;
  readonly model: 'graduated_percentage';
  /** Units a month that cost nothing. As a string, at least 0, at most 12 places. */
  readonly included?: string;
  /** One after the other; the last has no upper bound. */
  readonly tiers: readonly ({
    /** Needless, and checked: the bound before, or that plus one. */
    readonly from?: string;
    /** The upper bound, inclusive; null in the last tier, and only there. */
    readonly upTo: string | null;
    /**
     * For entering the tier; the first is always entered. As a string, at least 0, at most 12
     * places.
     */
    readonly flatFee?: string;
    /** In percent, as a string, at most 10 places. */
    readonly ratePercent: string;
  })[];
} | {
  /** Unique in its version; the meter’s where left out. */
  readonly key?: string;
  readonly meter: MeterKey;
  /**
   * Which of the meter’s usage it is for: all where left out; what has one of the values in every
   * dimension named; or `rest`, what no other charge of the meter matches by its values.
   */
  readonly filter?: 'rest' | Readonly<Record<string, readonly string[]>>;
  /** What it comes to a month, at least. As a string, at least 0, at most 12 places. */
  readonly minimum?: string;
  /** What it comes to a month, at most. As a string, at least 0, at most 12 places. */
  readonly maximum?: string;
  /** How it is taxed: a customer’s tax treatment names rates by code. */
  readonly taxCode?: string;
  /** What the invoice line says. */
  readonly description?: string;
  readonly model: 'dynamic';
  /**
   * On the prices that events carry; 1 where left out. As a string, at least 0, at most 12 places.
   */
  readonly multiplier?: string;
};

/** What was charged. The event that records it has this id. */
export interface Charged {
  readonly id: string;
  /** In major units, to the nano. */
  readonly net: string;
  /** In major units, to the nano. */
  readonly tax: string;
  /** `net` and `tax`: what budgets and the wallet count. */
  readonly amount: string;
  readonly currency: string;
  /**
   * What the payer can still spend after it, with tax: the least of its budgets of money and its
   * wallet. Null where nothing bounds it.
   */
  readonly left: string | null;
  /**
   * How fresh usage is that was not asked for here. Null where nothing bounds the payer, or all its
   * usage is asked for.
   */
  readonly fresh: {
    /** Usage that was not asked for here is counted up to then. */
    readonly asOf: Instant;
  } | null;
  /**
   * Units of passes, by their ids, that cover it: `amount` is for the rest. Left out where none do.
   */
  readonly passes?: readonly {
    readonly pass: string;
    readonly units: string;
  }[];
}

export interface CloudEvent {
  readonly specversion: '1.0';
  /**
   * What tells this event from all others of its source; the same when it is sent again, as is
   * `time`.
   */
  readonly id: string;
  /** Who sends it. */
  readonly source: string;
  /** What happened. */
  readonly type: string;
  /** Who used it, as you call them. */
  readonly subject: string;
  /** When it happened; may be left out where `id` is a UUIDv7 or a ULID, which says it. */
  readonly time?: Instant;
  readonly datacontenttype?: string;
  /** What is counted or grouped by. */
  readonly data?: unknown;
  readonly data_base64?: string;
}

export interface Collection {
  readonly id: string;
  /** How it is collected. */
  readonly rail: 'stripe' | 'sepa';
  /**
   * `prepared`: whether the rail has it is not known yet. `submitted`: the payer may pay, while
   * there is a `url`; without one the payer has paid, and the money has not come yet. `settled`: it
   * has come, and is in the books. The others are over, without money.
   */
  readonly status: 'prepared' | 'submitted' | 'settled' | 'failed' | 'expired';
  /** Of all its amounts; the same in every version of a plan. */
  readonly currency: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
  /** Where the payer pays. */
  readonly url?: string;
  /** From then on nobody begins to pay. */
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
  /** What the rail calls it. */
  readonly reference?: string;
  /** What the rail calls the payment, and the books as its `reference`. */
  readonly payment?: string;
  /** Why it failed, in the rail’s words. */
  readonly reason?: string;
  /** Of a direct debit: the batch it is in. */
  readonly batch?: string;
  /** Of a direct debit: the day on which its money went back, for `reason`. */
  readonly returnedOn?: string;
}

/** What is signed and sent. */
export interface ContractCall {
  readonly network: string;
  readonly to: string;
  /** No money of the chain’s own goes with it. */
  readonly value: '0';
  /** The call data. */
  readonly data: string;
}

/** A customer, by its key. */
export type CustomerKey = string;

/** An exact decimal as a string: at most 12 places, never an exponent. */
export type Decimal = string;

/**
 * Where the customer commits to an amount over a term: how far it is drawn down by all months that
 * are billed, this one included.
 */
export interface DocumentCommitment {
  /** The first month of the term. */
  readonly from: Month;
  /** Its last month, which charges what is missing. */
  readonly last: Month;
  /** What all its charges come to together, at least. */
  readonly amount: string;
  /** What they come to so far. */
  readonly used: string;
  /** Exact, down to 24 places. */
  readonly left: string;
  /** What was charged as it was missing; left out where nothing. */
  readonly charged?: string;
}

export type Events = PlainEvent | CloudEvent | readonly (PlainEvent | CloudEvent)[];

export interface ExplainedStep {
  /**
   * What `quantity` counts: `units`, `packages`, `percent`, `events`, … Also `minimum`, `charged`,
   * `fee`, `month`, `billed-before`, `carried`, `exact`, `invoiced`.
   */
  readonly of: string;
  readonly tier?: number;
  readonly quantity: string;
  readonly price?: string;
  /** In major units, as rating makes it: up to 24 places, never rounded. */
  readonly amount: string;
}

export interface FixedFee {
  /** Unique in its version. */
  readonly key: string;
  /** What it costs a month. As a string, at least 0, at most 12 places. */
  readonly amount: string;
  /** What the invoice line says. */
  readonly description: string;
  /** `days` (the default): for the days of a month it is in force. `none`: whole. */
  readonly proration?: 'days' | 'none';
  /**
   * `arrears` (the default): on the invoice of the month it is for. `advance`: on the one before.
   */
  readonly timing?: 'advance' | 'arrears';
  /** How it is taxed: a customer’s tax treatment names rates by code. */
  readonly taxCode?: string;
}

/** RFC 3339: in answers in UTC, in requests with any offset. */
export type Instant = string;

/** One charge, without tax. */
export interface InvoiceLine {
  /** `1`, `2`, … in the order of the document. */
  readonly id: string;
  readonly kind: 'usage' | 'fee' | 'minimum' | 'given' | 'pass' | 'coupon' | 'adjustment' | 'carried-in' | 'rounding';
  /** Only of usage. */
  readonly meter?: string;
  readonly description: string;
  readonly quantity: string;
  /** Only where one price holds for the whole quantity. */
  readonly unitPrice?: string;
  /** What a PDF shows them by; they are of the meter’s units themselves. */
  readonly unit?: {
    readonly name?: string;
    readonly size: string;
  };
  /** In major units, to the nano. */
  readonly exactAmount: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
  readonly taxCode?: string;
  readonly taxCategory?: 'S' | 'Z' | 'E' | 'AE' | 'O' | 'G' | 'K' | 'L' | 'M';
  /** Percent. */
  readonly taxRate?: string;
  /** The charge or fee of the plan. */
  readonly charge?: string;
  readonly plan?: {
    readonly key: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly effectiveFrom: string;
  };
  /** How the amount comes about where it is not quantity times price. */
  readonly steps?: readonly InvoiceLineStep[];
  readonly dimensions?: Readonly<Record<string, string | null>>;
  /** What it is for, where that is not the whole month. */
  readonly period?: InvoicePeriod;
  /** What an adjustment corrects. */
  readonly adjusts?: InvoiceReference;
  /** Of a credit note: the line of the invoice. */
  readonly correctsLine?: string;
}

export interface InvoiceLineStep {
  /** What `quantity` counts: `units`, `packages`, `percent`, … */
  readonly of: string;
  /** From 1, in prices with tiers. */
  readonly tier?: number;
  readonly quantity: string;
  readonly price?: string;
  /** In major units, as rating makes it: up to 24 places. */
  readonly amount: string;
}

export interface InvoicePeriod {
  readonly start: Instant;
  /** Exclusive. */
  readonly end: Instant;
  readonly timezone: string;
  /** A local date, `YYYY-MM-DD`. */
  readonly firstDay: string;
  /** A local date, `YYYY-MM-DD`. */
  readonly lastDay: string;
  /**
   * The month that it is all of, or a part, by its days: only where the customer has a billing day.
   */
  readonly cycle?: BillingCycle;
}

/** An earlier document. */
export interface InvoiceReference {
  readonly id: string;
  /** Null where a month was closed without an invoice. */
  readonly number: string | null;
  /** A local date, `YYYY-MM-DD`. */
  readonly issueDate: string;
  readonly period: Month;
}

/** All lines of one category and rate. */
export interface InvoiceTax {
  readonly code: string;
  readonly codes: readonly string[];
  readonly category: 'S' | 'Z' | 'E' | 'AE' | 'O' | 'G' | 'K' | 'L' | 'M';
  /** Percent. */
  readonly rate: string;
  /** In major units, with the currency’s minor digits. */
  readonly base: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
  readonly exemptionReason?: string;
  readonly exemptionCode?: string;
}

/** As much of a statement as a list says. */
export interface ListedPayeeStatement {
  readonly id: string;
  readonly number: string | null;
  readonly payee: PayeeKey;
  readonly name: string;
  readonly ordinal: number;
  readonly selfBilled?: 'invoice' | 'credit-note';
  readonly currency: string;
  readonly period: Month;
  /** A local date, `YYYY-MM-DD`. */
  readonly issueDate: string;
  /** In major units, with the currency’s minor digits. */
  readonly subtotal: string;
  /** In major units, with the currency’s minor digits. */
  readonly total: string;
  /** In major units, with the currency’s minor digits. */
  readonly due: string;
  /** What is owed with it. */
  readonly closing: string;
}

export interface MeterCounted {
  readonly eventType: string;
  /**
   * How values add up. `weighted_sum` is the mean level over a window: each value holds from its
   * event’s time to the window’s end.
   */
  readonly aggregation: 'count' | 'sum' | 'min' | 'max' | 'latest' | 'unique_count' | 'weighted_sum' | 'session_count';
  readonly value?: string;
  readonly opensWith?: 'previous';
  /**
   * Of `session_count`, which needs it: events of a subject that are no more than the gap apart are
   * of one session.
   */
  readonly session?: {
    /** For how long nothing may happen in it: from a minute to a day. */
    readonly gap: string;
  };
  readonly window?: RollingWindow;
  readonly chargedOnly?: true;
  readonly dimensions: readonly string[];
  readonly filter: Readonly<Record<string, readonly string[]>>;
  readonly description?: string;
}

/** A meter, by its key. */
export type MeterKey = string;

export type Month = string;

/** Of a draft: why it waits for a person, and what names it as it is. */
export interface Parked {
  readonly code: string;
  readonly detail: string;
  /**
   * Of a draft, the same for the same draft. Said when it is issued, what has changed since it was
   * looked at is refused.
   */
  readonly fingerprint: string;
}

/** Seller or buyer, as they were when it was issued. */
export interface Party {
  readonly name: string;
  readonly address?: PostalAddress;
  /** VAT identifier with its country prefix, or another tax number. */
  readonly taxNumber?: string;
  /** In a register of companies. */
  readonly registrationNumber?: string;
  /** Where electronic invoices are delivered (scheme of the EAS list). */
  readonly electronicAddress?: {
    /** What kind of address it is, by the EAS list. */
    readonly scheme: string;
    /** The address itself. */
    readonly id: string;
  };
  /** Whom to ask about an invoice. */
  readonly contact?: {
    /** A person or a department. */
    readonly name?: string;
    /** Its telephone number. */
    readonly phone?: string;
    /** Its mail address; nothing is sent to it. */
    readonly email?: string;
  };
  readonly email?: string;
  /** Where invoices are paid to. */
  readonly bankAccount?: {
    /** Without spaces. */
    readonly iban: string;
    /** Of the bank. */
    readonly bic?: string;
    /** Whose it is, where not the seller’s. */
    readonly holder?: string;
  };
}

/** A pass that is offered, by its key. */
export type PassKey = string;

/** A payee, by its key: the value that usage names it by, where it is named there. */
export type PayeeKey = string;

/** How a payee is paid. */
export interface PayeePayout {
  readonly payee: PayeeKey;
  /** By which it is paid now. */
  readonly payout: ShownPayoutMethod;
  readonly since: Instant;
  /** By which it is to be paid from then on. To call it off, put the other again. */
  readonly waiting?: {
    readonly payout: ShownPayoutMethod;
    readonly from: Instant;
    readonly changedAt: Instant;
  };
  /**
   * A payout by this method came back: the payee is in no run until it has another, or `tryAgain`
   * is said.
   */
  readonly cameBack?: {
    readonly payout: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly on: string;
    readonly reason: string;
  };
  readonly thresholds: Readonly<Record<string, string>>;
  readonly revision: number;
}

/** A page of statements. One may be short before the last. */
export interface PayeeStatementList {
  readonly statements: readonly ListedPayeeStatement[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/**
 * Who pays: a customer’s key, or `subject:` and a subject that pays for itself under the default
 * plan. `suspense:` and a rail: money that came over it, as long as nobody knows whose it is.
 */
export type PayerKey = string;

export interface PayoutOutcomeBody {
  /**
   * `settled`: the money has gone out. `returned`: it came back, or the bank has refused to pay it.
   */
  readonly kind: 'settled' | 'returned';
  /**
   * A payout, by its id or its reference; or a run, by its id: all in it that is under way; with
   * `-EUR`, all of that in euro.
   */
  readonly of: string;
  /** The rail’s own word for it, such as the name of the entry of a statement. */
  readonly reference: string;
  /** The day of it. */
  readonly on: string;
  /** What was paid, without charges: refused where it is another. */
  readonly amount?: Decimal;
  /** Why it came back. */
  readonly reason?: string;
}

export interface PlainEvent {
  /**
   * What tells this event from all others of its source; the same when it is sent again, as is
   * `time`.
   */
  readonly id: string;
  /** Who sends it. */
  readonly source: string;
  /** What happened. */
  readonly type: string;
  /** Who used it, as you call them. */
  readonly subject: string;
  /** When it happened; may be left out where `id` is a UUIDv7 or a ULID, which says it. */
  readonly time?: Instant;
  /** What is counted or grouped by. */
  readonly data?: unknown;
}

/** A plan, by its key. */
export type PlanKey = string;

/** Where they are, as it stands on invoices. */
export interface PostalAddress {
  /** Street and number, building. */
  readonly lines: readonly string[];
  /** As its country writes it. */
  readonly postalCode?: string;
  /** City, town or village. */
  readonly city?: string;
  /** State or province, where addresses have one. */
  readonly region?: string;
  /** ISO 3166-1: two capitals. */
  readonly country: string;
}

/** A private pass that is offered, by its key. */
export type PrivatePassKey = string;

/** Why a request was refused (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: RejectionCode;
  /** What was wrong, what was received, what to do. */
  readonly detail: string;
  /** JSON Pointer into the body, or the name of a header or query parameter. */
  readonly param?: string;
  readonly requestId: string;
  /** Of a request of which nothing was accepted: the events that are wrong, and why. */
  readonly rejected?: readonly RejectedEvent[];
  /** Of `meter.already-defined`: the meter as it is. */
  readonly definition?: MeterCounted;
  /** Of `subject.already-assigned`: the subject. */
  readonly subject?: string;
  /** Of `subject.already-assigned`: the customer that has it; of `payer.not-paying`: who pays. */
  readonly customer?: string;
  /** Of `correction.already-corrected`: the id of the correction that did it. */
  readonly correction?: string;
  /** Of `backfill.too-fast`: in how many seconds to send it again. */
  readonly retryAfter?: number;
  /** Of `customer.changed-meanwhile`: the revision there is. */
  readonly revision?: number;
  /** Of `budget.exceeded`: the key of the budget. */
  readonly budget?: string;
  /**
   * Of `budget.exceeded`, `wallet.empty` and `token.limit-exceeded`: what is left, in the currency
   * of the payer’s plan with tax, or in units.
   */
  readonly left?: string;
  /** Of `budget.exceeded`: when the budget begins anew. */
  readonly resetsAt?: string;
  /** To Stripe’s SDKs alone: the same, as they read it. To Lago’s: the title. */
  readonly error?: {
    readonly type: 'invalid_request_error' | 'api_error';
    readonly code: RejectionCode;
    readonly message: string;
    readonly param?: string;
  } | string;
  /** To Lago’s clients alone: codes by field, in a batch by its place. */
  readonly error_details?: Readonly<Record<string, readonly RejectionCode[] | Readonly<Record<string, readonly RejectionCode[]>>>>;
}

/** How it is collected. */
export type RailName = 'stripe';

/** An event of a request that was not accepted. */
export interface RejectedEvent {
  /** Its place in the request, from 0. */
  readonly index: number;
  /** As sent; null where there was none to read. */
  readonly id: string | null;
  readonly code: RejectionCode;
  readonly detail: string;
  /** JSON Pointer into the event. */
  readonly param?: string;
}

/** A stable word for programs. */
export type RejectionCode = 'request.body-missing' | 'request.malformed-json' | 'request.malformed-text' | 'request.nested-too-deep' | 'request.forbidden-key' | 'request.number-out-of-range' | 'request.no-events' | 'request.all-rejected' | 'request.some-rejected' | 'request.invalid' | 'request.failed' | 'request.unknown-field' | 'request.bad-cursor' | 'request.bad-key' | 'request.malformed-gzip' | 'request.too-many' | 'request.too-many-events' | 'request.too-large' | 'request.wrong-media-type' | 'request.unsupported-encoding' | 'request.route-unknown' | 'request.method-unknown' | 'request.idempotency-key-missing' | 'request.idempotency-key-malformed' | 'request.idempotency-key-reused' | 'request.actor-malformed' | 'request.not-acceptable' | 'answer.too-large' | 'key.scope-missing' | 'key.unknown' | 'key.revoked' | 'key.not-found' | 'key.too-fast' | 'tenant.too-fast' | 'queue.unavailable' | 'queue.busy' | 'event.invalid' | 'event.too-large' | 'event.attribute-missing' | 'event.attribute-malformed' | 'event.attribute-too-long' | 'event.source-reserved' | 'event.subject-reserved' | 'event.time-missing' | 'event.too-old' | 'event.too-new' | 'otlp.malformed' | 'otlp.no-mappings' | 'otlp.value-unsuited' | 'otlp.metric-unsuited' | 'otlp.changed-meanwhile' | 'meter.not-found' | 'meter.already-defined' | 'meter.too-many' | 'customer.not-found' | 'customer.changed-meanwhile' | 'subject.already-assigned' | 'payee.not-found' | 'payee.changed-meanwhile' | 'payee.claim-refused' | 'payee-statement.not-found' | 'payee-statement.line-not-found' | 'payee-statement.no-ubl' | 'share.not-found' | 'share.month-not-found' | 'share.month-not-accrued' | 'share.changed-meanwhile' | 'share.usage-unsuited' | 'share.usage-fixed' | 'share.versions-unordered' | 'share.version-in-force' | 'share.split-invalid' | 'share.too-many' | 'payout.method-invalid' | 'payout.method-missing' | 'payout.account-invalid' | 'payout.account-missing' | 'payout.day-invalid' | 'payout.nothing-to-pay' | 'payout.run-not-found' | 'payout.run-not-open' | 'payout.same-key' | 'payout.changed-meanwhile' | 'payout.no-file' | 'payout.not-found' | 'payout.amount-differs' | 'payout.told-otherwise' | 'payout.outcome-unknown' | 'payout.contract-missing' | 'payout.contract-invalid' | 'payout.contract-unknown' | 'payout.contract-differs' | 'payout.contract-full' | 'payout.nothing-to-commit' | 'payout.commit-not-found' | 'payout.no-claim' | 'payout.by-contract' | 'usage.range-malformed' | 'usage.range-too-long' | 'usage.not-aligned' | 'usage.too-many-rows' | 'usage.group-unknown' | 'event.outside-backfill' | 'event.level-settled' | 'event.conflict' | 'backfill.not-found' | 'backfill.exists' | 'backfill.ended' | 'backfill.full' | 'backfill.too-fast' | 'drop.not-found' | 'correction.not-found' | 'correction.running' | 'correction.event-not-found' | 'correction.event-ambiguous' | 'correction.already-corrected' | 'correction.of-charge' | 'correction.level-settled' | 'quarantine.not-found' | 'quarantine.already-closed' | 'quarantine.identity-taken' | 'time-zone.unknown' | 'period.malformed' | 'period.not-ended' | 'period.already-invoiced' | 'invoice.not-found' | 'invoice.series-invalid' | 'invoice.tax-invalid' | 'invoice.already-void' | 'invoice.already-paid' | 'invoice.line-unknown' | 'invoice.line-not-found' | 'invoice.credit-too-large' | 'invoice.amount-invalid' | 'invoice.payment-differs' | 'invoice.payment-date-invalid' | 'invoice.nothing-due' | 'invoice.draft-changed' | 'invoice.no-ubl' | 'payment.not-found' | 'payment.payer-unknown' | 'payment.amount-invalid' | 'payment.amount-exceeded' | 'payment.date-invalid' | 'payment.in-wallet' | 'payment.differs' | 'payment.not-applicable' | 'payment.too-many-unapplied' | 'unbilled.changed' | 'bank-statement.invalid' | 'books.account-unknown' | 'books.amount-too-large' | 'books.full' | 'rail.not-connected' | 'rail.url-refused' | 'rail.secrets-refused' | 'rail.signature-refused' | 'rail.in-use' | 'rail.changed-meanwhile' | 'rail.outcome-unknown' | 'marketplace.off' | 'marketplace.product-invalid' | 'marketplace.product-unknown' | 'marketplace.in-use' | 'marketplace.token-refused' | 'marketplace.license-taken' | 'marketplace.customer-unfit' | 'marketplace.not-subscribed' | 'marketplace.refused' | 'collection.nothing-due' | 'collection.amount-not-collectable' | 'collection.under-way' | 'collection.refused' | 'collection.too-many' | 'budget.exceeded' | 'budget.not-found' | 'budget.too-many' | 'wallet.empty' | 'wallet.too-little' | 'wallet.under-way' | 'wallet.currency-differs' | 'grant.not-found' | 'grant.too-many' | 'pass.not-found' | 'pass.changed-meanwhile' | 'pass.unsuited' | 'pass.too-many' | 'private-pass.not-found' | 'private-pass.changed-meanwhile' | 'private-pass.unsuited' | 'private-pass.ended' | 'private-pass.refused' | 'private-token.refused' | 'private-token.ended' | 'private-token.used' | 'private-token.crowd-small' | 'charge.not-found' | 'tip.meter-unsuited' | 'top-up.off' | 'top-up.amount-invalid' | 'top-up.too-many' | 'top-up.not-found' | 'refill.nothing-kept' | 'refill.monthly-invalid' | 'refund.off' | 'refund.too-late' | 'refund.too-many' | 'refund.no-wallet' | 'refund.no-rail' | 'hold.not-found' | 'hold.closed' | 'hold.expired' | 'hold.too-many' | 'hold.quantity-invalid' | 'hold.subject-missing' | 'hold.meter-not-gated' | 'hold.several-meters' | 'token.refused' | 'token.not-allowed' | 'token.in-url' | 'token.limit-exceeded' | 'token.end-invalid' | 'token.too-many' | 'token.not-found' | 'payment.required' | 'payment.malformed' | 'payment.unclear' | 'offer.ended' | 'offer.refused' | 'offer.used' | 'offer.exceeded' | 'payer.unknown' | 'spend.busy' | 'spend.too-many' | 'collection.not-found' | 'collection.amount-differs' | 'collection.told-otherwise' | 'collection.date-invalid' | 'sepa.creditor-invalid' | 'sepa.day-invalid' | 'sepa.nothing-to-collect' | 'sepa.batch-not-found' | 'sepa.batch-not-open' | 'sepa.batch-outdated' | 'sepa.batch-erased' | 'mandate.invalid' | 'mandate.already-assigned' | 'mandate.revoked' | 'mandate.not-found' | 'mandate.changed-meanwhile' | 'receipt.not-found' | 'receipt.unsigned' | 'log.not-found' | 'log.unsigned' | 'checkpoint.malformed' | 'checkpoint.unsigned' | 'checkpoint.unproven' | 'proof.not-yet' | 'proof.erased' | 'proof.size-unknown' | 'reminder.not-set' | 'reminder.day-invalid' | 'reminder.not-found' | 'reminder.nothing-due' | 'report.days-invalid' | 'report.customer-invalid' | 'report.too-large' | 'report.unbalanced' | 'export.days-invalid' | 'export.not-found' | 'export.file-not-found' | 'webhook.not-found' | 'webhook.url-refused' | 'webhook.too-many' | 'webhook.too-many-secrets' | 'webhook.event-unknown' | 'webhook.changed-meanwhile' | 'payer.in-use' | 'payer.has-customer' | 'payer.not-paying' | 'payer.too-many-subjects' | 'billing-settings.not-found' | 'billing-settings.changed-meanwhile' | 'billing-settings.default-plan-fixed' | 'customer.unpriced' | 'customer.currency-mixed' | 'logo.invalid' | 'logo.not-found' | 'plan.not-found' | 'plan.changed-meanwhile' | 'plan.version-in-force' | 'plan.currency-unknown' | 'plan.currency-changed' | 'plan.date-invalid' | 'plan.versions-unordered' | 'plan.key-repeated' | 'plan.meter-unsuited' | 'plan.dimension-unknown' | 'price.model-unknown' | 'price.negative' | 'price.too-precise' | 'price.out-of-range' | 'price.package-empty' | 'price.tiers-overlap' | 'price.tiers-gap' | 'price.tiers-not-open' | 'price.limits-crossed' | 'price.count-meter-missing';

/** A hold of which nothing more is held. */
export interface Released {
  /** As `POST /v1/holds` answered it. */
  readonly id: string;
}

/**
 * Of `count`, `sum` and `unique_count`: they are of trailing windows, one for each local day, such
 * as the users who were active in the last 7 days.
 */
export interface RollingWindow {
  /** How many local days each window has, its own included: from `P1D` to `P31D`. */
  readonly rolling: string;
  /**
   * What a month has of the windows of its days: the greatest (`max`, which counts where it is left
   * out), or their mean.
   */
  readonly statistic: 'max' | 'mean';
}

export interface SepaOutcomeBody {
  /**
   * `settled`: money came. `returned`: it went back. `rejected`: the bank has said before that none
   * will come.
   */
  readonly kind: 'settled' | 'returned' | 'rejected';
  /** The id of a batch, or the end-to-end id of a direct debit. */
  readonly of: string;
  /**
   * The name of the entry of a statement that says so, or your own word for it. Told again under
   * it, it is the same.
   */
  readonly bankEntry: string;
  /** The day of the entry. */
  readonly on: string;
  /** What was collected, without charges; not of what is rejected. */
  readonly amount?: Decimal;
  /** Why: a code of ISO 20022. */
  readonly reason?: string;
}

/** A share, by its key. */
export type ShareKey = string;

/** A month in which payees earn. */
export interface ShareMonth {
  readonly period: Month;
  /**
   * `due`: something has changed that is not posted yet; `under-way`: it is added up and posted;
   * `done`: nothing is left to do.
   */
  readonly state: 'due' | 'under-way' | 'done';
  /** What has to come first, where it is not done. */
  readonly waitsFor?: string;
  /** All of the books up to this block is in what was added up last. */
  readonly asOf?: number;
  readonly doneAt?: Instant;
  /** Of all payers together, by currency, as added up last; none while it is under way. */
  readonly sums: readonly ShareSums[];
  /** How many payers’ months were added up. */
  readonly payers: number;
  /**
   * How many of them could not be shared when they were looked at last, as too many values, or
   * payees, are told apart. What they were worth before is in the sums.
   */
  readonly refused: number;
  /** How many payees have anything in them. */
  readonly payees: number;
  /** How many documents came of it. */
  readonly posted: number;
  /** Where payees are told of it; left out before that. */
  readonly statements?: {
    readonly state: 'under-way' | 'done';
    readonly begunAt: Instant;
    readonly doneAt?: Instant;
    /** How many statements of the month there are. */
    readonly made: number;
    /** On how many accounts more came meanwhile: it is on their next statement. */
    readonly waiting: number;
  };
}

export interface ShareRunBody {
  readonly period: Month;
}

/** `payees`, `platform` and `unshared` are `amount`. */
export interface ShareSums {
  readonly currency: string;
  /** What was shared, and what nobody has a share in. */
  readonly amount: string;
  /** What payees have of it. */
  readonly payees: string;
  /** What shares leave to you. */
  readonly platform: string;
  /** What no share is of. */
  readonly unshared: string;
}

export interface ShownPayoutMethod {
  readonly method: 'sepa' | 'manual' | 'evm';
  /** Of the account or the address: no more of it is ever shown. */
  readonly lastFour?: string;
  readonly holder?: string;
}

export interface SpendHold {
  /** As `POST /v1/holds` answered it. */
  readonly id: string;
  readonly payer: string;
  /**
   * `ended`: by itself; it can still be captured for a day, if it fits. `closed`: captured,
   * released, or ended for longer.
   */
  readonly status: 'open' | 'ended' | 'closed';
  readonly meter: string;
  readonly subject: string;
  /** What was asked for. */
  readonly quantity: string;
  /** What of it can still be captured. */
  readonly left: string;
  /**
   * What of it was captured. Left out of a closed lease that too much was asked for since to look
   * it up.
   */
  readonly captured?: string;
  readonly lease: boolean;
  readonly createdAt: Instant;
  readonly endsAt: Instant;
  /**
   * What closed it: its last capture, a release, or its end, with nothing captured in the day
   * after. Where `captured` is left out, so is this.
   */
  readonly closedBy?: 'capture' | 'release' | 'end';
  readonly closedAt?: Instant;
  /** Once it is closed: what its captures cost, in the plan’s currency. */
  readonly charged?: {
    /** In major units, to the nano. */
    readonly net: string;
    /** In major units, to the nano. */
    readonly tax: string;
    /** `net` and `tax`: what budgets and the wallet count. */
    readonly amount: string;
  };
}

export interface TaxTreatment {
  /**
   * EN 16931: S standard, Z zero, E exempt, AE reverse charge, O outside the scope, G export of
   * goods, K intra-community, L and M Canary Islands, Ceuta and Melilla.
   */
  readonly category: 'S' | 'Z' | 'E' | 'AE' | 'O' | 'G' | 'K' | 'L' | 'M';
  /** Percent; 0 where left out. */
  readonly rate?: string;
  /** Why no tax is charged, as it stands on invoices. */
  readonly exemptionReason?: string;
  /** The same as a code of the VATEX list. */
  readonly exemptionCode?: string;
}

/**
 * `no-payer`: no customer lists the subject, and there is no default plan. `no-plan`: no plan was
 * in force for the payer then. `no-charge`: no charge of the plan is for it. `too-late`: it came
 * when no open month reached back to its own any more. `unreadable`: the meter found no value that
 * it can read. `waiting`: the month is due, and a run or a person has not closed it.
 */
export type UnbilledReason = 'no-payer' | 'no-plan' | 'no-charge' | 'too-late' | 'unreadable' | 'waiting';

export interface UnbilledUsage {
  /** Left out where it is a customer’s of several subjects, and the books do not say whose. */
  readonly subject?: string;
  /** Who would pay; left out where nobody would. */
  readonly customer?: PayerKey;
  readonly meter: string;
  readonly reason: UnbilledReason;
  readonly quantity: Decimal;
  /** Left out where neither totals nor the books say how many events that were. */
  readonly events?: number;
  readonly period: Month;
  /** Who left it so, by the id of the key, and why. */
  readonly accepted?: {
    readonly reason: string;
    readonly by: string;
    readonly at: Instant;
  };
}
