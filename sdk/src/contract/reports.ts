// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  PayerKey,
} from './shared.ts';

/** Nothing is answered that does not add up to the accounts. */
export interface Report {
  readonly report: 'aged-receivables' | 'revenue' | 'vat-summary' | 'invoice-register' | 'customer-statement' | 'deferred' | 'cash' | 'withheld-tax';
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly customer?: string;
  /** In the order in which people read them. */
  readonly columns: readonly ReportColumn[];
  /** One a currency. */
  readonly tables: readonly ReportTable[];
  /** How many documents were read for it. */
  readonly documents: number;
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** A sum of postings that the table was compared with, and agrees with. */
export interface ReportBalance {
  /** As the list of accounts has it; `customers:…` are the customers’ together. */
  readonly account: string;
  /** What it had before the first day, by how much it grew, what it has after the last. */
  readonly of: 'opening' | 'change' | 'balance';
  /** As the account has it: receivables positive, revenue and tax owed negative. */
  readonly amount: string;
  /** Where documents of these kinds alone are meant. */
  readonly kinds?: readonly string[];
  /** The column that comes to this, or to its negative. */
  readonly column: string;
}

export interface ReportColumn {
  readonly name: string;
  readonly holds: 'text' | 'day' | 'month' | 'amount' | 'percent';
  /** The column with the currency of its amounts, where it is not the table’s. */
  readonly currencyIn?: string;
}

/** What there is of one currency. */
export interface ReportTable {
  readonly currency: string;
  /** By the names of columns; what is empty is left out. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /**
   * Of columns that can be added up, of all rows, on each page; and in which currency they are,
   * where it is not the table’s.
   */
  readonly totals: Readonly<Record<string, string>>;
  readonly balances: readonly ReportBalance[];
}

/** The operations of reports. */
export interface ReportsOperations {
  /** What finance asks of the books, as JSON or CSV. */
  readonly readReport: {
    readonly method: 'GET';
    readonly path: '/v1/reports/{name}';
    readonly query: {
      /**
       * The first day that counts, `YYYY-MM-DD`, in the seller’s time zone; of a month, its first.
       * Not with `asOf`.
       */
      readonly from?: string | undefined;
      /** The last day that counts, itself included; of a month, its last. */
      readonly to?: string | undefined;
      /** Of what stands at the end of a day: that day; of a month, its last. */
      readonly asOf?: string | undefined;
      /** Whose statement; of other reports, nobody’s. */
      readonly customer?: PayerKey | undefined;
      /** `json` where left out. */
      readonly format?: 'json' | 'csv' | undefined;
      /**
       * Of CSV for spreadsheets, which then begins with a byte order mark: by `semicolon`, decimals
       * have a comma. Left out, it is for programs.
       */
      readonly separator?: 'comma' | 'semicolon' | undefined;
      /** Rows on a page at most; 1,000 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: Report;
  };
}
