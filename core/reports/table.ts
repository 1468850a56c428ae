import type { Kind } from '../books/kinds/document-kind.ts';
import type { Currency } from '../kernel/currency.ts';
import type { CountedDocument } from './counted.ts';
import type { Measure, PostedSums } from './posted-sums.ts';

/** What a column of a report is called, and what its cells hold: amounts in nanos, all else as text. */
export interface ReportColumn {
  readonly name: string;
  readonly holds: 'text' | 'day' | 'month' | 'amount' | 'percent';
  /** Whether amounts of all rows make a sum that means something; `if any`: it is said where a row has one. */
  readonly isSummed?: true | 'if any';
  /** The column that names the currency of these amounts, where it is not that of the table. */
  readonly currencyIn?: string;
}

/** Cells by the names of columns. */
export type ReportRow = Readonly<Record<string, string | bigint | undefined>>;

/** What a report says, and what is posted, of the same. */
export interface Agreement {
  readonly account: string;
  readonly of: Measure;
  readonly kinds?: readonly Kind[];
  /** As the account has it, in nanos. */
  readonly posted: bigint;
  readonly reported: bigint;
  /** The column it is compared with, where that is said in the answer; single payers are compared in silence. */
  readonly column?: string;
}

/** What a report has of one currency, before it is known to add up. */
export interface ReportTable {
  readonly currency: Currency;
  readonly rows: readonly ReportRow[];
  readonly agreements: readonly Agreement[];
}

/** A report while documents are read, all of them, in the order of the books. */
export interface ReportFold {
  readonly columns: readonly ReportColumn[];
  add(counted: CountedDocument): void;
  tables(posted: PostedSums): readonly ReportTable[];
}

/** What there is of each currency, made when it is first asked for. */
export class ByCurrency<Value> {
  readonly #values = new Map<Currency, Value>();
  readonly #make: () => Value;

  constructor(make: () => Value) {
    this.#make = make;
  }

  at(currency: Currency): Value {
    const value = this.#values.get(currency) ?? this.#make();
    this.#values.set(currency, value);
    return value;
  }

  /** By the codes of currencies. */
  entries(): readonly (readonly [Currency, Value])[] {
    return [...this.#values].sort(byName);
  }
}

/** The order of texts by their code units: of days and months that of time. */
export function textOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The order of what stands under names. */
export const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  textOrder(a, b);

export const sumIn = (rows: readonly ReportRow[], column: string): bigint =>
  rows.reduce((sum, row) => {
    const cell = row[column];
    return typeof cell === 'bigint' ? sum + cell : sum;
  }, 0n);
