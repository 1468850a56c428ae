import { byteOrderMark, type Cell, csvText } from '../kernel/csv.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
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
  readonly columns: readonly ReportColumn[];
  /** Those of which there are rows here, all tables on the first page. */
  readonly tables: readonly ReportTable[];
  /** Of columns that are summed; and of what is in another currency than the table, which one that is. */
  readonly totals: ReadonlyMap<Currency, ReportRow>;
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
  return {
    columns,
    tables: page,
    totals,
    next: before > offset + limit ? offset + limit : undefined,
  };
}

function totalsOf(columns: readonly ReportColumn[], { rows }: ReportTable): ReportRow {
  const summed = columns.filter(
    ({ name, isSummed }) =>
      isSummed === true || (isSummed === 'if any' && rows.some((row) => row[name] !== undefined)),
  );
  return Object.fromEntries(
    summed.flatMap(({ name, currencyIn }) => {
      if (currencyIn === undefined) return [[name, sumIn(rows, name)]];
      // Nothing is added up across currencies.
      const currencies = new Set(rows.flatMap((row) => row[currencyIn] ?? []));
      const [own] = currencies;
      return currencies.size === 1
        ? [
            [name, sumIn(rows, name)],
            [currencyIn, own],
          ]
        : [];
    }),
  );
}

/** The tables of a page as the interface answers them. */
export const tablesAnswer = ({ columns, tables, totals }: ReportPage) =>
  tables.map(({ currency, rows, agreements }) => ({
    currency,
    rows: rows.map((row) => textsOf(columns, row, currency)),
    totals: textsOf(columns, totals.get(currency) ?? {}, currency),
    balances: agreements.flatMap((agreement) => balanceAnswer(agreement, currency)),
  }));

function textsOf(
  columns: readonly ReportColumn[],
  row: ReportRow,
  currency: Currency,
): Record<string, string> {
  const cells = columns.flatMap((column): [string, string][] => {
    const text = textIn(column, row, currency);
    return text === undefined ? [] : [[column.name, text]];
  });
  return Object.fromEntries(cells);
}

/** What a row has in a column, in the digits of the currency that it is in. */
function textIn(
  { name, currencyIn }: ReportColumn,
  row: ReportRow,
  currency: Currency,
): string | undefined {
  const cell = row[name];
  const own = currencyIn === undefined ? undefined : row[currencyIn];
  const other = typeof own === 'string' ? currencyFrom(own) : undefined;
  return cell === undefined ? undefined : textOf(cell, other ?? currency);
}

const textOf = (cell: string | bigint, currency: Currency): string =>
  typeof cell === 'string' ? cell : amountText(nanosOf(cell), currency);

function balanceAnswer({ account, of, kinds, posted, column }: Agreement, currency: Currency) {
  if (column === undefined) return [];
  const amount = textOf(posted, currency);
  return [{ account, of, amount, ...(kinds === undefined ? {} : { kinds }), column }];
}

/**
 * The rows of a page as CSV, each with its currency in front; titles on the first page alone. With a separator it is
 * for spreadsheets, and begins with a byte order mark.
 */
export function reportCsv(
  { columns, tables }: ReportPage,
  {
    offset,
    separator,
  }: { readonly offset: number; readonly separator?: 'comma' | 'semicolon' | undefined },
): string {
  const titles = ['currency', ...columns.map(({ name }) => name)].map((text) => ({ text }));
  const lines = tables.flatMap(({ currency, rows }) =>
    rows.map((row) => [{ text: currency }, ...columns.map((one) => cellOf(one, row, currency))]),
  );
  if (offset > 0) return csvText(lines, separator);
  return `${separator === undefined ? '' : byteOrderMark}${csvText([titles, ...lines], separator)}`;
}

function cellOf(column: ReportColumn, row: ReportRow, currency: Currency): Cell {
  const text = textIn(column, row, currency);
  if (text === undefined) return undefined;
  return column.holds === 'amount' || column.holds === 'percent' ? { number: text } : { text };
}
