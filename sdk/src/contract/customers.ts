// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  CustomerKey,
  DocumentCommitment,
  Instant,
  InvoiceLine,
  InvoicePeriod,
  InvoiceTax,
  MeterKey,
  Month,
  Party,
  PayerKey,
  PlanKey,
  PostalAddress,
  ShareKey,
  TaxTreatment,
  UnbilledUsage,
} from './shared.ts';

/**
 * An amount that a customer commits to for a term, and draws down by what it uses. Fixed fees do
 * not count towards it.
 */
export interface Commitment {
  /** The month with which its first term begins. */
  readonly from: Month;
  /** How long a term is. The next begins where it ends. */
  readonly every: 'quarter' | 'half-year' | 'year';
  /**
   * What all charges of a term come to together, at least. Its last month charges what is missing.
   * As a string, at least 0, at most 12 places.
   */
  readonly amount: string;
  /**
   * The first month that is in no term any more. A term that it cuts is for its part of the amount,
   * by months. Without it, it ends where the next commitment begins, or never.
   */
  readonly until?: Month;
}

/**
 * What is taken off, from a day on, of what a customer’s months cost. A trial is one of 100
 * percent.
 */
export interface Coupon {
  /** Its name; no other coupon of the customer has it. */
  readonly key: string;
  /**
   * What it takes off, in percent, as a string: above 0, at most 100, at most 10 places. This or
   * `amountOff`.
   */
  readonly percentOff?: string;
  /**
   * What it takes off a month, at most what there is. As a string, at least 0, at most 12 places.
   */
  readonly amountOff?: string;
  /** The first day on which it counts, by the customer’s calendar. */
  readonly from: string;
  /**
   * The first day on which it does not count any more. With neither it nor `months`, it has no end.
   */
  readonly until?: string;
  /** In place of `until`: for so many months from its first day on. */
  readonly months?: number;
  /**
   * Of what it takes off: charges of the plan, by their keys. Without these and `fees`, of all that
   * a month costs.
   */
  readonly charges?: readonly string[];
  /** Of what it takes off: fixed fees of the plan, by their keys. */
  readonly fees?: readonly string[];
}

export interface Customer {
  readonly key: CustomerKey;
  readonly name: string;
  readonly subjects: readonly string[];
  readonly timezone: string;
  /** Where it was changed: all it has had, each with the day from which it counts. */
  readonly timezones?: readonly {
    readonly timezone: string;
    readonly from: string;
  }[];
  /**
   * Where its billing day was changed: all it has had, each with the month from which it counts.
   */
  readonly billingDays?: readonly {
    readonly day: number;
    readonly from: string;
  }[];
  /**
   * Subjects that it has not had always, or does not have any more: from when until when it pays
   * for them.
   */
  readonly tenures?: readonly {
    readonly subject: string;
    readonly from?: Instant;
    readonly until?: Instant;
  }[];
  readonly email?: string;
  readonly plan?: readonly ({
    /** The key of a plan; null for none any more. */
    readonly plan: PlanKey | null;
    /** The day from which it counts. */
    readonly from: string;
  })[];
  /**
   * The day of the month on which its billing periods begin, often that on which it joined; the
   * first where left out. One that is changed counts from the first period that has not begun.
   */
  readonly billingDay?: number;
  /**
   * Where it is not invoiced every month. What is charged in advance is charged for all of the next
   * interval.
   */
  readonly invoiceInterval?: {
    /**
     * How often it is invoiced. Months are closed as ever: those before the last of an interval by
     * a statement, which carries what they come to.
     */
    readonly every: 'quarter' | 'half-year' | 'year';
    /** A month with which an interval begins; January where left out. */
    readonly from?: Month;
  };
  /**
   * What is taken off its months, coupon by coupon in this order. What counted in a closed month
   * can be changed no more.
   */
  readonly coupons?: readonly Coupon[];
  /**
   * What it commits to over terms of several months, in the currency of its plans, ascending by
   * month. A term keeps the month it began with once a month of it is closed.
   */
  readonly commitments?: readonly Commitment[];
  /** That of its plans, which are refused in any other. */
  readonly currency?: string;
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
  /**
   * What the customer finds its invoices by: a cost centre, or the routing id of an authority
   * (Leitweg-ID).
   */
  readonly buyerReference?: string;
  /** The number of the customer’s order. */
  readonly purchaseOrder?: string;
  /**
   * The rules that UBL keeps: `en16931`, the core; `peppol-bis-3` (unverified: its official rules
   * were never run on what is made here); `xrechnung-3`. What lacks sets a month aside
   * (`missing-on-invoice`).
   */
  readonly ublProfile?: 'en16931' | 'peppol-bis-3' | 'xrechnung-3';
  /** How it is taxed, by tax code, where not as the billing settings say. */
  readonly taxes?: Readonly<Record<string, TaxTreatment>>;
  /** Of its documents as PDF, where not as the billing settings say. */
  readonly language?: 'en' | 'de' | 'fr';
  /** Days from issue until an invoice is due, where not as the billing settings say. */
  readonly paymentTermsDays?: number;
  /**
   * What becomes of money that it has paid and no invoice has used, where not as the billing
   * settings say: `use` by the next invoice, or `keep`.
   */
  readonly unappliedMoney?: 'use' | 'keep';
  /** True: it is reminded of nothing, whatever is due. False where left out. */
  readonly holdReminders?: boolean;
  /**
   * Its plan and its subjects end on the day of the change; what it used before is still billed.
   */
  readonly archived?: true;
  readonly metadata: Readonly<Record<string, string>>;
  readonly revision: number;
}

export interface CustomerBody {
  /** Whom invoices are made out to. */
  readonly name: string;
  /**
   * Whose usage it pays for, each subject once and no other customer’s. Left out, the customer is a
   * subject itself: its key.
   */
  readonly subjects?: readonly Subject[];
  /** IANA; UTC where left out. */
  readonly timezone?: string;
  /** Stands on its invoices; nothing is sent to it. */
  readonly email?: string;
  /**
   * The plan it has from the month on in which it is put, after those before; or each with the day
   * from which it counts, ascending, null for none. Left out, or before the first, it has the
   * default plan of the billing settings.
   */
  readonly plan?: PlanKey | readonly ({
    /** The key of a plan; null for none any more. */
    readonly plan: PlanKey | null;
    /** The day from which it counts. */
    readonly from: string;
  })[];
  /**
   * The day of the month on which its billing periods begin, often that on which it joined; the
   * first where left out. One that is changed counts from the first period that has not begun.
   */
  readonly billingDay?: number;
  /**
   * Where it is not invoiced every month. What is charged in advance is charged for all of the next
   * interval.
   */
  readonly invoiceInterval?: {
    /**
     * How often it is invoiced. Months are closed as ever: those before the last of an interval by
     * a statement, which carries what they come to.
     */
    readonly every: 'quarter' | 'half-year' | 'year';
    /** A month with which an interval begins; January where left out. */
    readonly from?: Month;
  };
  /**
   * What is taken off its months, coupon by coupon in this order. What counted in a closed month
   * can be changed no more.
   */
  readonly coupons?: readonly Coupon[];
  /**
   * What it commits to over terms of several months, in the currency of its plans, ascending by
   * month. A term keeps the month it began with once a month of it is closed.
   */
  readonly commitments?: readonly Commitment[];
  /** That of its plans, which are refused in any other. */
  readonly currency?: string;
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
  /**
   * What the customer finds its invoices by: a cost centre, or the routing id of an authority
   * (Leitweg-ID).
   */
  readonly buyerReference?: string;
  /** The number of the customer’s order. */
  readonly purchaseOrder?: string;
  /**
   * The rules that UBL keeps: `en16931`, the core; `peppol-bis-3` (unverified: its official rules
   * were never run on what is made here); `xrechnung-3`. What lacks sets a month aside
   * (`missing-on-invoice`).
   */
  readonly ublProfile?: 'en16931' | 'peppol-bis-3' | 'xrechnung-3';
  /** How it is taxed, by tax code, where not as the billing settings say. */
  readonly taxes?: Readonly<Record<string, TaxTreatment>>;
  /** Of its documents as PDF, where not as the billing settings say. */
  readonly language?: 'en' | 'de' | 'fr';
  /** Days from issue until an invoice is due, where not as the billing settings say. */
  readonly paymentTermsDays?: number;
  /**
   * What becomes of money that it has paid and no invoice has used, where not as the billing
   * settings say: `use` by the next invoice, or `keep`.
   */
  readonly unappliedMoney?: 'use' | 'keep';
  /** True: it is reminded of nothing, whatever is due. False where left out. */
  readonly holdReminders?: boolean;
  /**
   * Its plan and its subjects end on the day of the change; what it used before is still billed.
   */
  readonly archived?: true;
  /** Whatever you want to find again here. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * The revision this replaces, 0 to create: refused when there is another. Left out, whatever
   * there is.
   */
  readonly revision?: number;
}

/** A document of the books about who pays. */
export interface CustomerDocument {
  readonly id: string;
  /** `statement`: a month that was closed without an invoice. */
  readonly kind: 'invoice' | 'statement' | 'credit-note' | 'void' | 'payment' | 'application' | 'refund' | 'reversal' | 'breakage' | 'write-off' | 'reminder' | 'pause';
  readonly currency: string;
  /** The day on which it counts, in the seller’s time zone. */
  readonly date: string;
  readonly recordedAt: Instant;
  /** By how much more the payer owes with it; below zero where it is less. */
  readonly receivable: string;
  /** By how much more is carried to a later invoice; below zero where it is invoiced. */
  readonly carry: string;
  readonly number?: string;
  /** Of what closes a month, or opens it again. */
  readonly period?: Month;
  /**
   * Of a statement, why there is no invoice: `below-minimum`, `credit-carried`, `nothing-to-charge`
   * or `within-interval`. Of others, what a person said.
   */
  readonly reason?: string;
  /** Of a statement within an interval: the month whose invoice has what it comes to. */
  readonly invoicedWith?: Month;
  /** The id of the invoice that it is about. */
  readonly invoice?: string;
  readonly invoiceNumber?: string;
  /** The id of the payment that it is about. */
  readonly payment?: string;
  /** Of a breakage: what of a wallet has ended. */
  readonly grant?: string;
  readonly rail?: string;
  readonly reference?: string;
  /** Of a reminder: which one it is, from 1. */
  readonly level?: number;
  /** Of a reminder: those before it that were never made. */
  readonly skipped?: readonly number[];
  /** Of a reminder: what was due. */
  readonly due?: string;
  readonly daysOverdue?: number;
  /** Of a pause: nobody is reminded before this day. */
  readonly until?: string;
}

/** A page of documents. One may be short before the last. */
export interface CustomerDocumentList {
  readonly documents: readonly CustomerDocument[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** What a change of a customer would do; nothing is changed. */
export interface CustomerDryRun {
  readonly dryRun: true;
  readonly outcome: 'created' | 'replaced' | 'kept';
  /** As it would be. */
  readonly customer: Customer;
  /**
   * Of what was taken, but may not be meant: a coupon of charges or fees that no plan of the
   * customer has.
   */
  readonly warnings?: readonly {
    readonly param: string;
    readonly detail: string;
  }[];
  /** Subjects that it would pay for, from when until when, and does not pay for now. */
  readonly comes: readonly {
    readonly subject: string;
    readonly from?: Instant;
    readonly until?: Instant;
  }[];
  /** Subjects that it would not pay for any more from then on. */
  readonly goes: readonly {
    readonly subject: string;
    readonly from?: Instant;
    readonly until?: Instant;
  }[];
  /**
   * Every month that a sweep could still bill something of, and the one that goes on, oldest first:
   * the latest twelve.
   */
  readonly months: readonly DryRunMonth[];
  /** So many months before those are not shown. */
  readonly olderMonths?: number;
}

/** What a customer was, the latest first. */
export interface CustomerHistory {
  readonly changes: readonly {
    readonly customer: Customer;
    /** When it was put. */
    readonly at?: Instant;
    /** The id of the API key that put it. */
    readonly by?: string;
    /** The day from which it counts. */
    readonly from?: string;
  }[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** A page of the customers, by key. */
export interface CustomerList {
  readonly customers: readonly Customer[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface DryRunMonth {
  readonly period: Month;
  /** Where it is closed: then only usage that comes late counts. */
  readonly closedBy?: {
    readonly id: string;
    readonly number?: string;
  };
  /** Whether `after` is another than `before`. */
  readonly changes: boolean;
  /**
   * Of an open month, where its plans change for days that have begun: from then on. What was
   * charged there before it was used keeps its price, and the invoice goes by the new one.
   */
  readonly repricesFrom?: Instant;
  /** Left out where it is not billed. */
  readonly before?: MonthTerms;
  /** Left out where it is not billed. */
  readonly after?: MonthTerms;
}

export interface InvoicePreview {
  readonly type: 'invoice';
  readonly id: string;
  readonly customer: PayerKey;
  readonly seller: Party;
  readonly buyer: Party;
  /** Of its PDF; English where left out. */
  readonly language?: 'en' | 'de' | 'fr';
  /**
   * What the customer finds its invoices by: a cost centre, or the routing id of an authority
   * (Leitweg-ID).
   */
  readonly buyerReference?: string;
  /** The number of the customer’s order. */
  readonly purchaseOrder?: string;
  /**
   * The rules that UBL keeps: `en16931`, the core; `peppol-bis-3` (unverified: its official rules
   * were never run on what is made here); `xrechnung-3`. What lacks sets a month aside
   * (`missing-on-invoice`).
   */
  readonly ublProfile?: 'en16931' | 'peppol-bis-3' | 'xrechnung-3';
  /**
   * Of documents as CSV: `comma`, where left out, or `semicolon`, by which decimals have a comma,
   * as spreadsheets in most of Europe read them.
   */
  readonly csvSeparator?: 'comma' | 'semicolon';
  /** On its PDF. */
  readonly logo?: string;
  readonly currency: string;
  readonly period: InvoicePeriod;
  readonly lines: readonly InvoiceLine[];
  /** In major units, with the currency’s minor digits. */
  readonly subtotal: string;
  readonly taxes: readonly InvoiceTax[];
  /**
   * The taxes in the currency of the seller’s country, where it is billed in another: one unit is
   * `rate` of it, from `rateFrom` on.
   */
  readonly nationalTax?: {
    readonly currency: string;
    readonly rate: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly rateFrom: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
  };
  /** In major units, with the currency’s minor digits. */
  readonly total: string;
  /** What the seller puts on every document. */
  readonly notes: readonly string[];
  /** Null while a draft. */
  readonly number: string | null;
  /** Null while a draft. */
  readonly series: string | null;
  readonly status: 'draft' | 'issued' | 'paid' | 'credited' | 'uncollectible' | 'void';
  /** Null while a draft. */
  readonly issuedAt: Instant | null;
  /** In the seller’s time zone; null while a draft. */
  readonly issueDate: string | null;
  /**
   * What of `total` the payer’s unapplied money paid when it was issued; left out where nothing.
   */
  readonly prepaid?: string;
  /** `total` less `prepaid`, where that is. */
  readonly payable?: string;
  /** What the payer’s wallet paid of it; left out where nothing. */
  readonly wallet?: {
    /** Of what was bought: a part of `prepaid`. */
    readonly bought: string;
    /**
     * Of what was given, without tax: lines of the kind `given` and their adjustments take it off.
     */
    readonly given: string;
  };
  /**
   * Where the customer is invoiced by intervals: the months before the last that are in what is
   * carried in, each with the id of its statement and what that carried on.
   */
  readonly carriedFrom?: readonly {
    readonly id: string;
    readonly period: Month;
    /** In major units, to the nano. */
    readonly exactAmount: string;
  }[];
  /** The end of `dueDate`; null while a draft. */
  readonly dueAt: Instant | null;
  /** The last day to pay; null while a draft. */
  readonly dueDate: string | null;
  readonly paymentTermsDays: number;
  readonly paymentInstructions?: string;
  /** The seller’s own page at which it is paid; only where something is to pay. */
  readonly paymentLink?: string;
  readonly commitment?: DocumentCommitment;
  /** In major units, to the nano. */
  readonly carriedIn: string;
  /** In major units, to the nano. */
  readonly carriedOut: string;
  /** Why a run would set the month aside. */
  readonly obstacle?: Obstacle;
  /** There is more to come: a meter of it is being backfilled. */
  readonly partial?: true;
  /**
   * Where the month is closed: the document that closed it. Nothing closes it again; what came
   * since is in a later invoice.
   */
  readonly closedBy?: {
    readonly id: string;
    readonly number?: string;
  };
  /** What was used and would be in no invoice; left out where there is nothing. */
  readonly unbilled?: readonly UnbilledUsage[];
  /**
   * What the payer has paid that is for no invoice yet, and how much of this one it would pay; left
   * out where there is none.
   */
  readonly unapplied?: {
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    /** In major units, with the currency’s minor digits. */
    readonly covers: string;
  };
}

/** That a creditor may take what is due from an account. */
export interface Mandate {
  /** The creditor’s own word for it. */
  readonly reference: string;
  readonly customer: PayerKey;
  /**
   * `blocked`: money came back for a reason that stays, until it is put with what has changed.
   * `lapsed`: unused for 36 months.
   */
  readonly status: 'active' | 'blocked' | 'revoked' | 'lapsed' | 'erased';
  /** `CORE`: of anybody. `B2B`: of companies, whose banks know the mandate. */
  readonly scheme: 'CORE' | 'B2B';
  readonly name?: string;
  /** Without spaces. */
  readonly iban?: string;
  /** Of the bank; the IBAN says it too. */
  readonly bic?: string;
  /** A local date, `YYYY-MM-DD`. */
  readonly signedAt?: string;
  /** The day of the latest collection by it. */
  readonly usedOn?: string;
  /** Why it is blocked: a code of ISO 20022. */
  readonly reason?: string;
  /** How often the account or its owner was changed. */
  readonly changes: number;
}

export interface MandateBody {
  /** Whose account it is. */
  readonly name: string;
  /** Without spaces. */
  readonly iban: string;
  /** Of the bank; the IBAN says it too. */
  readonly bic?: string;
  /** The day of the signature. */
  readonly signedAt: string;
  /** `CORE`: of anybody. `B2B`: of companies, whose banks know the mandate. */
  readonly scheme?: 'CORE' | 'B2B';
}

export interface MandateList {
  readonly mandates: readonly Mandate[];
}

export interface MonthTerms {
  readonly start: Instant;
  /** Exclusive. */
  readonly end: Instant;
  readonly timezone: string;
  /** The versions of plans that price it, each with its part of the month. */
  readonly plans: readonly {
    readonly plan: PlanKey;
    readonly effectiveFrom: string;
    readonly start: Instant;
    readonly end: Instant;
  }[];
  readonly currency?: string;
  /**
   * What its charges come to by what is used so far, without tax and what is carried: up to 24
   * places.
   */
  readonly ratedAmount?: string;
  /** Of an open month: what a preview of it shows, tax and all else with it. */
  readonly total?: string;
  /** Why a run would set the month aside. */
  readonly obstacle?: Obstacle;
  /** Why nothing prices the month. */
  readonly unpriced?: string;
}

export interface Obstacle {
  readonly code: string;
  readonly detail: string;
}

export type Preview = InvoicePreview | StatementPreview;

export interface PutCustomer {
  readonly key: CustomerKey;
  readonly name: string;
  readonly subjects: readonly string[];
  readonly timezone: string;
  /** Where it was changed: all it has had, each with the day from which it counts. */
  readonly timezones?: readonly {
    readonly timezone: string;
    readonly from: string;
  }[];
  /**
   * Where its billing day was changed: all it has had, each with the month from which it counts.
   */
  readonly billingDays?: readonly {
    readonly day: number;
    readonly from: string;
  }[];
  /**
   * Subjects that it has not had always, or does not have any more: from when until when it pays
   * for them.
   */
  readonly tenures?: readonly {
    readonly subject: string;
    readonly from?: Instant;
    readonly until?: Instant;
  }[];
  readonly email?: string;
  readonly plan?: readonly ({
    /** The key of a plan; null for none any more. */
    readonly plan: PlanKey | null;
    /** The day from which it counts. */
    readonly from: string;
  })[];
  /**
   * The day of the month on which its billing periods begin, often that on which it joined; the
   * first where left out. One that is changed counts from the first period that has not begun.
   */
  readonly billingDay?: number;
  /**
   * Where it is not invoiced every month. What is charged in advance is charged for all of the next
   * interval.
   */
  readonly invoiceInterval?: {
    /**
     * How often it is invoiced. Months are closed as ever: those before the last of an interval by
     * a statement, which carries what they come to.
     */
    readonly every: 'quarter' | 'half-year' | 'year';
    /** A month with which an interval begins; January where left out. */
    readonly from?: Month;
  };
  /**
   * What is taken off its months, coupon by coupon in this order. What counted in a closed month
   * can be changed no more.
   */
  readonly coupons?: readonly Coupon[];
  /**
   * What it commits to over terms of several months, in the currency of its plans, ascending by
   * month. A term keeps the month it began with once a month of it is closed.
   */
  readonly commitments?: readonly Commitment[];
  /** That of its plans, which are refused in any other. */
  readonly currency?: string;
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
  /**
   * What the customer finds its invoices by: a cost centre, or the routing id of an authority
   * (Leitweg-ID).
   */
  readonly buyerReference?: string;
  /** The number of the customer’s order. */
  readonly purchaseOrder?: string;
  /**
   * The rules that UBL keeps: `en16931`, the core; `peppol-bis-3` (unverified: its official rules
   * were never run on what is made here); `xrechnung-3`. What lacks sets a month aside
   * (`missing-on-invoice`).
   */
  readonly ublProfile?: 'en16931' | 'peppol-bis-3' | 'xrechnung-3';
  /** How it is taxed, by tax code, where not as the billing settings say. */
  readonly taxes?: Readonly<Record<string, TaxTreatment>>;
  /** Of its documents as PDF, where not as the billing settings say. */
  readonly language?: 'en' | 'de' | 'fr';
  /** Days from issue until an invoice is due, where not as the billing settings say. */
  readonly paymentTermsDays?: number;
  /**
   * What becomes of money that it has paid and no invoice has used, where not as the billing
   * settings say: `use` by the next invoice, or `keep`.
   */
  readonly unappliedMoney?: 'use' | 'keep';
  /** True: it is reminded of nothing, whatever is due. False where left out. */
  readonly holdReminders?: boolean;
  /**
   * Its plan and its subjects end on the day of the change; what it used before is still billed.
   */
  readonly archived?: true;
  readonly metadata: Readonly<Record<string, string>>;
  readonly revision: number;
  /**
   * Of what was taken, but may not be meant: a coupon of charges or fees that no plan of the
   * customer has.
   */
  readonly warnings?: readonly {
    readonly param: string;
    readonly detail: string;
  }[];
}

/** What payees have, the platform, and what nobody has a share in: they add up to `amount`. */
export interface SharedMonth {
  readonly customer: string;
  readonly period: Month;
  readonly currency: string;
  /** What shares are of, and what nobody has a share in. */
  readonly amount: string;
  readonly payees: readonly {
    readonly payee: string;
    /** Exact, to 24 places, in major units and without tax. */
    readonly amount: string;
    /** Whether there is such a payee. */
    readonly known: boolean;
  }[];
  /** What shares leave to you. */
  readonly platform: string;
  /** What no share is of. */
  readonly unshared: string;
  readonly lines: readonly {
    readonly share: ShareKey;
    readonly effectiveFrom: string;
    readonly meter: MeterKey;
    /** Of the dimension: what was used. */
    readonly value: string;
    readonly quantity: string;
    /** Exact, to 24 places, in major units and without tax. */
    readonly amount: string;
  }[];
}

export interface StatementPreview {
  readonly type: 'statement';
  readonly id: string;
  readonly customer: PayerKey;
  readonly seller: Party;
  readonly buyer: Party;
  /** Of its PDF; English where left out. */
  readonly language?: 'en' | 'de' | 'fr';
  /**
   * What the customer finds its invoices by: a cost centre, or the routing id of an authority
   * (Leitweg-ID).
   */
  readonly buyerReference?: string;
  /** The number of the customer’s order. */
  readonly purchaseOrder?: string;
  /**
   * The rules that UBL keeps: `en16931`, the core; `peppol-bis-3` (unverified: its official rules
   * were never run on what is made here); `xrechnung-3`. What lacks sets a month aside
   * (`missing-on-invoice`).
   */
  readonly ublProfile?: 'en16931' | 'peppol-bis-3' | 'xrechnung-3';
  /**
   * Of documents as CSV: `comma`, where left out, or `semicolon`, by which decimals have a comma,
   * as spreadsheets in most of Europe read them.
   */
  readonly csvSeparator?: 'comma' | 'semicolon';
  /** On its PDF. */
  readonly logo?: string;
  readonly currency: string;
  readonly period: InvoicePeriod;
  readonly lines: readonly InvoiceLine[];
  /** In major units, with the currency’s minor digits. */
  readonly subtotal: string;
  readonly taxes: readonly InvoiceTax[];
  /**
   * The taxes in the currency of the seller’s country, where it is billed in another: one unit is
   * `rate` of it, from `rateFrom` on.
   */
  readonly nationalTax?: {
    readonly currency: string;
    readonly rate: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly rateFrom: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
  };
  /** In major units, with the currency’s minor digits. */
  readonly total: string;
  /** What the seller puts on every document. */
  readonly notes: readonly string[];
  readonly number: null;
  readonly series: null;
  readonly status: 'closed';
  /** Null while a draft. */
  readonly issuedAt: Instant | null;
  /** In the seller’s time zone; null while a draft. */
  readonly issueDate: string | null;
  readonly reason: 'below-minimum' | 'credit-carried' | 'nothing-to-charge' | 'within-interval';
  /** In major units, to the nano. */
  readonly minimumCharge: string;
  /**
   * Where the customer is invoiced by intervals: the month whose invoice has what this one comes
   * to.
   */
  readonly invoicedWith?: Month;
  readonly commitment?: DocumentCommitment;
  /** In major units, to the nano. */
  readonly carriedIn: string;
  /** In major units, to the nano. */
  readonly carriedOut: string;
  /** Why a run would set the month aside. */
  readonly obstacle?: Obstacle;
  /** There is more to come: a meter of it is being backfilled. */
  readonly partial?: true;
  /**
   * Where the month is closed: the document that closed it. Nothing closes it again; what came
   * since is in a later invoice.
   */
  readonly closedBy?: {
    readonly id: string;
    readonly number?: string;
  };
  /** What was used and would be in no invoice; left out where there is nothing. */
  readonly unbilled?: readonly UnbilledUsage[];
  /**
   * What the payer has paid that is for no invoice yet, and how much of this one it would pay; left
   * out where there is none.
   */
  readonly unapplied?: {
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    /** In major units, with the currency’s minor digits. */
    readonly covers: string;
  };
}

/** Who used it, as events say it. */
export type Subject = string;

/** The operations of customers. */
export interface CustomersOperations {
  /** List the customers. */
  readonly listCustomers: {
    readonly method: 'GET';
    readonly path: '/v1/customers';
    readonly query: {
      /** Customers on a page at most; 100 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: CustomerList;
  };
  /** One customer. */
  readonly getCustomer: {
    readonly method: 'GET';
    readonly path: '/v1/customers/{key}';
    readonly answer: Customer;
  };
  /** Create or replace a customer and the subjects it pays for. */
  readonly putCustomer: {
    readonly method: 'PUT';
    readonly path: '/v1/customers/{key}';
    readonly query: {
      /**
       * The day from which the change counts, by the time zone that the customer had. Left out:
       * today, and of a plan without days the first of this month. Nothing of a closed month can be
       * changed.
       */
      readonly from?: string | undefined;
      /**
       * With `true`, the answer is what the change would do to each month, and nothing is changed.
       * It is refused as the change would be.
       */
      readonly dryRun?: 'true' | 'false' | undefined;
    };
    readonly body: CustomerBody;
    readonly answer: PutCustomer | CustomerDryRun | PutCustomer;
  };
  /** What one customer was, and which key changed it when. */
  readonly listCustomerHistory: {
    readonly method: 'GET';
    readonly path: '/v1/customers/{key}/history';
    readonly query: {
      /** Customers on a page at most; 100 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: CustomerHistory;
  };
  /** Who has which share in what a customer used in a month, as of now. */
  readonly getSharedMonth: {
    readonly method: 'GET';
    readonly path: '/v1/customers/{key}/shares';
    readonly query: {
      readonly period: Month;
    };
    readonly answer: SharedMonth;
  };
  /** What a customer’s invoice of a month would be now, line by line. */
  readonly previewInvoice: {
    readonly method: 'GET';
    readonly path: '/v1/customers/{key}/preview';
    readonly query: {
      /** The current month of the customer where left out. */
      readonly period?: Month | undefined;
    };
    readonly answer: Preview;
  };
  /** A statement of account of a customer as PDF: what it owes, and why. */
  readonly readStatement: {
    readonly method: 'GET';
    readonly path: '/v1/customers/{key}/statement';
    readonly query: {
      /** The first day that counts, in the seller’s time zone; of a month, its first. */
      readonly from: string;
      /** The last day that counts; of a month, its last. */
      readonly to: string;
    };
    readonly answer: unknown;
  };
  /** What the books have of a customer: invoices, statements of months without one, payments. */
  readonly listCustomerDocuments: {
    readonly method: 'GET';
    readonly path: '/v1/customers/{key}/documents';
    readonly query: {
      /** All kinds where left out. */
      readonly kind?: 'invoice' | 'statement' | 'credit-note' | 'void' | 'payment' | 'application' | 'refund' | 'reversal' | 'breakage' | 'write-off' | 'reminder' | 'pause' | undefined;
      /** Documents on a page at most; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: CustomerDocumentList;
  };
  /** The mandates of a customer. */
  readonly listMandates: {
    readonly method: 'GET';
    readonly path: '/v1/customers/{key}/mandates';
    readonly answer: MandateList;
  };
  /** Keep a mandate that a customer has signed, or what has changed of it. */
  readonly putMandate: {
    readonly method: 'PUT';
    readonly path: '/v1/customers/{key}/mandates/{reference}';
    readonly body: MandateBody;
    readonly answer: Mandate;
  };
  /** Collect no more by a mandate. */
  readonly revokeMandate: {
    readonly method: 'POST';
    readonly path: '/v1/customers/{key}/mandates/{reference}/revoke';
    readonly answer: Mandate;
  };
}
