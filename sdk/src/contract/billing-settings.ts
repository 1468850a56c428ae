// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Decimal,
  PlanKey,
  PostalAddress,
  TaxTreatment,
} from './shared.ts';

export interface BillingSettings {
  readonly seller: Seller;
  /** IANA; documents are dated by its calendar. UTC where left out. */
  readonly timezone?: string;
  /**
   * How numbers are written: `INV-{year}-` and `CN-{year}-`, of what you write in the name of
   * payees `SB-{year}-` and `SBC-{year}-`; 6 digits. Any of them may be left out.
   */
  readonly series?: {
    readonly invoice?: {
      /** What stands before the digits; `{year}` is that of issue. */
      readonly prefix: string;
      /** Digits of the number, at least. */
      readonly digits: number;
    };
    readonly creditNote?: {
      /** What stands before the digits; `{year}` is that of issue. */
      readonly prefix: string;
      /** Digits of the number, at least. */
      readonly digits: number;
    };
    readonly selfBilled?: {
      /** What stands before the digits; `{year}` is that of issue. */
      readonly prefix: string;
      /** Digits of the number, at least. */
      readonly digits: number;
    };
    readonly selfBilledCredit?: {
      /** What stands before the digits; `{year}` is that of issue. */
      readonly prefix: string;
      /** Digits of the number, at least. */
      readonly digits: number;
    };
  };
  /** Texts that stand on every invoice. */
  readonly notes?: readonly string[];
  /**
   * Of documents as PDF; `en` where left out. A customer can have another. Texts of your own stay
   * as you write them.
   */
  readonly language?: 'en' | 'de' | 'fr';
  /** How to pay, as it stands on invoices. */
  readonly paymentInstructions?: string;
  /**
   * Your own page at which an invoice is paid; `{number}` and `{id}` become those of the invoice.
   * On all that is issued from then on.
   */
  readonly paymentLink?: string;
  /** On PDFs of what is issued from then on: of `POST /v1/logos`. */
  readonly logo?: string;
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
  /**
   * By which tax is stated in the currency of the seller’s country too, where a seller of the EU
   * bills in another (Article 230). Of a day the latest counts, of 31 days at most.
   */
  readonly exchangeRates?: readonly {
    /** ISO 4217. */
    readonly currency: string;
    /** The day from which it counts. */
    readonly from: string;
    /** So many of the currency of the seller’s country are one of `currency`. */
    readonly rate: string;
  }[];
  /** Days from issue until an invoice is due; 14 where left out. A customer can have others. */
  readonly paymentTermsDays?: number;
  /**
   * What becomes of money that a payer has paid and no invoice has used: `use`, where left out, by
   * the next invoice; or `keep`, until somebody applies it, pays it back or moves it.
   */
  readonly unappliedMoney?: 'use' | 'keep';
  /**
   * What becomes of money in wallets that was bought and has ended: it stays owed (`never`, where
   * left out), or is earned two days later (`at-end`).
   */
  readonly breakage?: 'never' | 'at-end';
  /** From the end of a month until it is billed; 24 where left out. */
  readonly graceHours?: number;
  /**
   * Whether a person approves each draft before it is issued; where left out, only those of the
   * first month that is closed.
   */
  readonly approval?: boolean;
  /** A month that comes to nothing: closed without an invoice (the default), or not. */
  readonly zeroAmount?: 'close' | 'invoice';
  /**
   * An invoice of more than `timesLast` times the last one, and at least `floor`, is set aside for
   * a person: 10 and 1 where left out; null for never.
   */
  readonly bounds?: {
    /** So many times the last invoice. */
    readonly timesLast: number;
    /** Below it no invoice is set aside. */
    readonly floor: string;
  } | null;
  /**
   * When payees are told of a month by itself, once all that has changed of it is posted. Left out:
   * when you ask for it.
   */
  readonly payeeStatements?: {
    /** So many days after a month has ended, in your time zone. */
    readonly afterDays: number;
  };
  readonly reminders?: ReminderSettings;
  readonly viewRefunds?: ViewRefundSettings;
  readonly topUps?: TopUpSettings;
  /** By which chain who pays for one request may pay; by none where left out. */
  readonly chain?: ChainSettings;
  /** The plan of customers that name none, and of every subject that no customer pays for. */
  readonly defaultPlan?: PlanKey;
  /**
   * The day from which the default plan counts: where left out, the first of the month in which it
   * is put.
   */
  readonly defaultPlanFrom?: string;
  /**
   * What is withheld of what payees earn, by the country that they are taxed in: ISO 3166. Of
   * others nothing is.
   */
  readonly withholding?: Readonly<Record<string, Withholding>>;
  /**
   * By tax code, where a customer says nothing else; left out, `standard` is outside the scope of
   * tax.
   */
  readonly taxes?: Readonly<Record<string, TaxTreatment>>;
}

/** As they were sent; see `BillingSettings`. */
export interface BillingSettingsAnswer {
  readonly seller: Seller;
  /** IANA; documents are dated by its calendar. UTC where left out. */
  readonly timezone?: string;
  /**
   * How numbers are written: `INV-{year}-` and `CN-{year}-`, of what you write in the name of
   * payees `SB-{year}-` and `SBC-{year}-`; 6 digits. Any of them may be left out.
   */
  readonly series?: {
    readonly invoice?: {
      /** What stands before the digits; `{year}` is that of issue. */
      readonly prefix: string;
      /** Digits of the number, at least. */
      readonly digits: number;
    };
    readonly creditNote?: {
      /** What stands before the digits; `{year}` is that of issue. */
      readonly prefix: string;
      /** Digits of the number, at least. */
      readonly digits: number;
    };
    readonly selfBilled?: {
      /** What stands before the digits; `{year}` is that of issue. */
      readonly prefix: string;
      /** Digits of the number, at least. */
      readonly digits: number;
    };
    readonly selfBilledCredit?: {
      /** What stands before the digits; `{year}` is that of issue. */
      readonly prefix: string;
      /** Digits of the number, at least. */
      readonly digits: number;
    };
  };
  /** Texts that stand on every invoice. */
  readonly notes?: readonly string[];
  /**
   * Of documents as PDF; `en` where left out. A customer can have another. Texts of your own stay
   * as you write them.
   */
  readonly language?: 'en' | 'de' | 'fr';
  /** How to pay, as it stands on invoices. */
  readonly paymentInstructions?: string;
  /**
   * Your own page at which an invoice is paid; `{number}` and `{id}` become those of the invoice.
   * On all that is issued from then on.
   */
  readonly paymentLink?: string;
  /** On PDFs of what is issued from then on: of `POST /v1/logos`. */
  readonly logo?: string;
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
  /**
   * By which tax is stated in the currency of the seller’s country too, where a seller of the EU
   * bills in another (Article 230). Of a day the latest counts, of 31 days at most.
   */
  readonly exchangeRates?: readonly {
    /** ISO 4217. */
    readonly currency: string;
    /** The day from which it counts. */
    readonly from: string;
    /** So many of the currency of the seller’s country are one of `currency`. */
    readonly rate: string;
  }[];
  /** Days from issue until an invoice is due; 14 where left out. A customer can have others. */
  readonly paymentTermsDays?: number;
  /**
   * What becomes of money that a payer has paid and no invoice has used: `use`, where left out, by
   * the next invoice; or `keep`, until somebody applies it, pays it back or moves it.
   */
  readonly unappliedMoney?: 'use' | 'keep';
  /**
   * What becomes of money in wallets that was bought and has ended: it stays owed (`never`, where
   * left out), or is earned two days later (`at-end`).
   */
  readonly breakage?: 'never' | 'at-end';
  /** From the end of a month until it is billed; 24 where left out. */
  readonly graceHours?: number;
  /**
   * Whether a person approves each draft before it is issued; where left out, only those of the
   * first month that is closed.
   */
  readonly approval?: boolean;
  /** A month that comes to nothing: closed without an invoice (the default), or not. */
  readonly zeroAmount?: 'close' | 'invoice';
  /**
   * An invoice of more than `timesLast` times the last one, and at least `floor`, is set aside for
   * a person: 10 and 1 where left out; null for never.
   */
  readonly bounds?: {
    /** So many times the last invoice. */
    readonly timesLast: number;
    /** Below it no invoice is set aside. */
    readonly floor: string;
  } | null;
  /**
   * When payees are told of a month by itself, once all that has changed of it is posted. Left out:
   * when you ask for it.
   */
  readonly payeeStatements?: {
    /** So many days after a month has ended, in your time zone. */
    readonly afterDays: number;
  };
  readonly reminders?: ReminderSettings;
  readonly viewRefunds?: ViewRefundSettings;
  readonly topUps?: TopUpSettings;
  /** By which chain who pays for one request may pay; by none where left out. */
  readonly chain?: ChainSettings;
  /** The plan of customers that name none, and of every subject that no customer pays for. */
  readonly defaultPlan?: PlanKey;
  /**
   * The day from which the default plan counts: where left out, the first of the month in which it
   * is put.
   */
  readonly defaultPlanFrom?: string;
  /**
   * What is withheld of what payees earn, by the country that they are taxed in: ISO 3166. Of
   * others nothing is.
   */
  readonly withholding?: Readonly<Record<string, Withholding>>;
  /**
   * By tax code, where a customer says nothing else; left out, `standard` is outside the scope of
   * tax.
   */
  readonly taxes?: Readonly<Record<string, TaxTreatment>>;
  readonly revision: number;
}

export interface ChainSettings {
  /**
   * Of an x402 facilitator, which verifies and settles: `/verify`, `/settle` and `/supported` are
   * below it.
   */
  readonly facilitator: string;
  /** CAIP-2, of an EVM chain. */
  readonly network: string;
  /** The contract of a token with `transferWithAuthorization` (ERC-3009). */
  readonly asset: string;
  /** Of the token, as its EIP-712 domain says it. */
  readonly name: string;
  /** Of its EIP-712 domain. */
  readonly version: string;
  /** Of the token. */
  readonly decimals: number;
  /**
   * Which currency one whole token stands for: yours to say. Nothing is converted: it is offered
   * where the plan has this currency.
   */
  readonly currency: string;
  /** Where the money goes: an address of yours. */
  readonly payTo: string;
  /** How long a signed payment can be settled; 60 where left out. */
  readonly timeoutSeconds?: number;
  /**
   * No less is asked for at once. What is paid beyond the price stays in the wallet of who paid.
   */
  readonly least?: string;
  /**
   * JSON-RPC of a node of the chain, read where the facilitator does not say what became of a
   * payment.
   */
  readonly rpc?: string;
}

/** Of what is due and not paid, payers are reminded so. Left out: they are not. */
export interface ReminderSettings {
  /** In their order: each is made at most once of an invoice. */
  readonly steps: readonly ReminderStep[];
  /**
   * The hour of each day, in the time zone of the settings, in which reminders are made. Left out:
   * only when somebody asks.
   */
  readonly atHour?: number;
  /** By currency: nobody is reminded of an invoice of which less than this is due. */
  readonly minimumDue?: Readonly<Record<string, string>>;
}

export interface ReminderStep {
  /** Days after the due date on which it comes; more than the one before. */
  readonly afterDays: number;
  /** What you say with it: it stands in the letter, and is in the event. */
  readonly text?: string;
}

/** Whose name and address stand on invoices. */
export interface Seller {
  /** Who sells. */
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

/**
 * Payers may put money into their wallets over a connected rail; in the currency of the payer’s
 * plan. Left out: they may not.
 */
export interface TopUpSettings {
  /** No less is asked for at once. */
  readonly least: Decimal;
  /** No more is asked for at once. */
  readonly most: Decimal;
  /**
   * Whether a payer with a token for `refund` may have back, over the rail, what it bought and has
   * not spent; false where left out.
   */
  readonly refundable?: boolean;
  /** So many of one wallet are begun within a day; 10 where left out. */
  readonly perDay?: number;
}

/**
 * A payer that has a wallet may have back what a view cost, without asking why. Left out: it may
 * not.
 */
export interface ViewRefundSettings {
  /** So long after it was charged; a day at most. */
  readonly withinMinutes: number;
  /** So many of one payer on one of its days. */
  readonly perDay: number;
}

export interface Withholding {
  /** Percent of what a statement comes to without tax. */
  readonly rate: string;
  /** By currency: of a statement that comes to less than this without tax, nothing is withheld. */
  readonly from?: Readonly<Record<string, string>>;
  /** Why, as it stands on statements: the law or the treaty. */
  readonly reason: string;
}

/** The operations of billing settings. */
export interface BillingSettingsOperations {
  /** How the tenant bills. */
  readonly getBillingSettings: {
    readonly method: 'GET';
    readonly path: '/v1/billing-settings';
    readonly answer: BillingSettingsAnswer;
  };
  /** Set how the tenant bills: seller, taxes, numbers, terms, default plan. */
  readonly putBillingSettings: {
    readonly method: 'PUT';
    readonly path: '/v1/billing-settings';
    readonly body: BillingSettings;
    readonly answer: BillingSettingsAnswer;
  };
}
