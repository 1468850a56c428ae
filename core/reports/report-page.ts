import { type Cell, csvText } from '../kernel/csv.ts';
import type { Currency } from '../kernel/currency.ts';
import { amountText, nanosOf } from '../kernel/money.ts';
import type { Report } from './make-report.ts';
import {
  type Agreement,
  type ReportColumn,
  type ReportRow,
  type ReportTable,
  sumIn,
} from './table.ts';

/** Rows of a report past so many of it, its tables one after another. */
export interface ReportPage {
  /** Those of which there are rows here, all tables on the first page. */
  readonly tables: readonly ReportTable[];
  readonly totals: ReadonlyMap<Currency, Readonly<Record<string, bigint>>>;
  /** How many rows are before the next page; undefined where there is none. */
  readonly next: number | undefined;
}

export function reportPage(
  { columns, tables }: Pick<Report, 'columns' | 'tables'>,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): ReportPage {
  let before = 0;
  const page: ReportTable[] = [];
  for (const table of tables) {
    const first = Math.max(offset - before, 0);
    const rows = table.rows.slice(first, Math.max(offset + limit - before, 0));
    before += table.rows.length;
    if (rows.length > 0 || offset === 0) page.push({ ...table, rows });
  }
  const totals = new Map(tables.map((table) => [table.currency, totalsOf(columns, table)]));
  return { tables: page, totals, next: before > offset + limit ? offset + limit : undefined };
}

function totalsOf(columns: readonly ReportColumn[], { rows }: ReportTable): Record<string, bigint> {
  const summed = columns.filter(({ isSummed }) => isSummed === true);
  return Object.fromEntries(summed.map(({ name }) => [name, sumIn(rows, name)]));
}

/** The tables of a page as the interface answers them. */
export const tablesAnswer = ({ tables, totals }: ReportPage) =>
  tables.map(({ currency, rows, agreements }) => ({
    currency,
    rows: rows.map((row) => textsOf(row, currency)),
    totals: textsOf(totals.get(currency) ?? {}, currency),
    balances: agreements.flatMap((agreement) => balanceAnswer(agreement, currency)),
  }));

function textsOf(row: ReportRow, currency: Currency): Record<string, string> {
  const cells = Object.entries(row).flatMap(([name, cell]): [string, string][] =>
    cell === undefined ? [] : [[name, textOf(cell, currency)]],
  );
  return Object.fromEntries(cells);
}

const textOf = (cell: string | bigint, currency: Currency): string =>
  typeof cell === 'string' ? cell : amountText(nanosOf(cell), currency);

function balanceAnswer({ account, of, kinds, posted, column }: Agreement, currency: Currency) {
  if (column === undefined) return [];
  const amount = textOf(posted, currency);
  return [{ account, of, amount, ...(kinds === undefined ? {} : { kinds }), column }];
}

/** The rows of a page as CSV, each with its currency in front; titles on the first page alone. */
export function reportCsv(
  columns: readonly ReportColumn[],
  { tables }: ReportPage,
  offset: number,
): string {
  const titles = ['currency', ...columns.map(({ name }) => name)].map((text) => ({ text }));
  const lines = tables.flatMap(({ currency, rows }) =>
    rows.map((row) => [{ text: currency }, ...columns.map((one) => cellOf(one, row, currency))]),
  );
  return csvText(offset === 0 ? [titles, ...lines] : lines);
}

function cellOf({ name, holds }: ReportColumn, row: ReportRow, currency: Currency): Cell {
  const cell = row[name];
  if (cell === undefined) return undefined;
  const text = textOf(cell, currency);
  return holds === 'amount' || holds === 'percent' ? { number: text } : { text };
}
