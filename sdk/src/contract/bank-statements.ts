// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  PayerKey,
  PayoutOutcomeBody,
  SepaOutcomeBody,
} from './shared.ts';

/** Of a CSV file whose titles are not known: of each, the title of its column, or of several. */
export interface BankColumns {
  readonly date?: string | readonly string[];
  readonly amount?: string | readonly string[];
  /** Where money in and out have a column each, instead of `amount`. */
  readonly credit?: string | readonly string[];
  readonly debit?: string | readonly string[];
  readonly valueDate?: string | readonly string[];
  /** `S` or `H`, `debit` or `credit`, … */
  readonly direction?: string | readonly string[];
  readonly currency?: string | readonly string[];
  /** Of who paid, or was paid. */
  readonly name?: string | readonly string[];
  /** Of who paid, or was paid. */
  readonly account?: string | readonly string[];
  readonly text?: string | readonly string[];
  readonly endToEnd?: string | readonly string[];
  readonly mandate?: string | readonly string[];
  /** The bank’s own word for the entry, never the same for two. */
  readonly reference?: string | readonly string[];
  /** What was instructed, where a return comes with charges. */
  readonly instructed?: string | readonly string[];
  /** Words that say what a return is. */
  readonly kind?: string | readonly string[];
  /** Words that say what is pending. */
  readonly state?: string | readonly string[];
  /** The account that the table is of. */
  readonly own?: string | readonly string[];
}

export interface BankEntries {
  readonly statements: readonly BankStatement[];
  readonly entries: readonly BankEntry[];
}

export interface BankEntry {
  /** Its place in the file, over all statements. */
  readonly place: number;
  readonly line: number;
  readonly account: string;
  readonly statement?: string;
  readonly state: 'booked' | 'pending' | 'information' | 'unknown';
  /** Below zero for money out. */
  readonly amount: string;
  readonly currency: string;
  /** What was instructed, where charges make the entry more or less. */
  readonly instructedAmount?: string;
  readonly isReversal: boolean;
  /** A day or an instant, as the bank says it. */
  readonly bookedOn?: string;
  /** A day or an instant, as the bank says it. */
  readonly valueOn?: string;
  /** Who paid, or was paid. */
  readonly name?: string;
  readonly counterAccount?: string;
  readonly text: string;
  /** Of creditors, and of documents. */
  readonly references: readonly string[];
  readonly endToEndId?: string;
  readonly mandateId?: string;
  readonly returnReason?: string;
  /** The bank’s own word for it. */
  readonly entryReference?: string;
  /** What it is booked as: then nothing is proposed. */
  readonly recorded?: {
    readonly id: string;
    readonly customer: PayerKey;
  };
  /**
   * The direct debit, the payout, or all of a file of them, that it has told of: then nothing is
   * proposed.
   */
  readonly told?: string;
  readonly proposal?: BankEntryProposal;
  readonly topUp?: BankEntryTopUp;
  readonly payment?: BankEntryPayment;
  readonly reversal?: BankEntryReversal;
  /** Of direct debits: the body of `POST /v1/rails/sepa/outcomes` that confirms it. */
  readonly outcome?: SepaOutcomeBody;
  /** Of payouts: the body of `POST /v1/payouts/outcomes` that confirms it. */
  readonly payouts?: PayoutOutcomeBody;
}

/** The body of `POST /v1/payments` that books it. */
export interface BankEntryPayment {
  /** Left out where nobody is proposed: say it. */
  readonly customer?: PayerKey;
  readonly currency: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
  readonly rail: 'bank';
  readonly reference: string;
  readonly bankEntry: string;
  /** A day or an instant, as the bank says it. */
  readonly receivedAt?: string;
  readonly apply: readonly {
    readonly invoice: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
  }[] | 'oldest';
}

export interface BankEntryProposal {
  /**
   * `exact`: its numbers name the invoices, and it is all that is due of them. `likely`: the
   * numbers and another amount, or a name and an amount. `none`: a person has to say.
   */
  readonly sureness: 'exact' | 'likely' | 'none';
  readonly matched: readonly ('number' | 'reference' | 'amount' | 'name')[];
  /** In words. */
  readonly why: string;
  readonly customer?: PayerKey;
  readonly invoices: readonly {
    readonly id: string;
    readonly number: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
  }[];
  /** What of a payment is for no invoice yet. */
  readonly unapplied?: string;
  /** Of money taken back: the payment. */
  readonly reverses?: string;
  /** Of money out: the refund that it is. */
  readonly refund?: string;
  /**
   * A payment that is booked in this amount, five days at most before or after: it may be this very
   * money.
   */
  readonly mayBe?: string;
  /** Who it may be from; not sure enough. */
  readonly candidates: readonly PayerKey[];
}

/** The body of `POST /v1/payments/{id}/reversals` that books it, and in `payment` of which. */
export interface BankEntryReversal {
  readonly payment: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
  readonly reason: 'returned';
  readonly reference: string;
  readonly bankEntry: string;
  /** A day or an instant, as the bank says it. */
  readonly reversedAt?: string;
}

/**
 * Of money for a wallet: the body of `POST /v1/payers/{payer}/wallet/top-ups` that books it, and in
 * `payer` of whom.
 */
export interface BankEntryTopUp {
  readonly payer: PayerKey;
  readonly currency: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
  readonly rail: 'bank';
  readonly reference: string;
  /** A day or an instant, as the bank says it. */
  readonly receivedAt?: string;
}

export interface BankFile {
  /** A camt.053 or CSV file as the bank made it, in base64. */
  readonly file: string;
  /** Of a CSV file that does not say of which account it is. */
  readonly account?: string;
  /** Of a CSV file that does not say it. */
  readonly currency?: string;
  /** Whether the day or the month comes first, where a CSV file has 03/02/2026. */
  readonly days?: 'dmy' | 'mdy';
  readonly columns?: BankColumns;
  /**
   * Who is said to have paid entries. Then `mayBe` looks at what those have paid, too; nothing else
   * of a proposal changes.
   */
  readonly payers?: readonly {
    /** Its `place`. */
    readonly entry: number;
    readonly customer: PayerKey;
  }[];
}

export interface BankStatement {
  /** The bank’s own word for it; not of CSV. */
  readonly id?: string;
  /** An IBAN, or what the bank calls it. */
  readonly account: string;
  readonly owner?: string;
  readonly createdAt?: string;
  /** As they are said: nothing is concluded from them. */
  readonly balances: readonly {
    readonly kind: string;
    readonly currency: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    /** A day or an instant, as the bank says it. */
    readonly at?: string;
  }[];
}

/** The operations of bank statements. */
export interface BankStatementsOperations {
  /** Read a bank’s file, and say what its entries would be booked as. */
  readonly readBankStatement: {
    readonly method: 'POST';
    readonly path: '/v1/bank-statements';
    readonly body: BankFile;
    readonly answer: BankEntries;
  };
}
