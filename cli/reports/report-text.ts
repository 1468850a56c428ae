import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { itemsOf } from '../http/pages.ts';
import { grouped } from '../output/numbers.ts';
import { type Column, printable, table } from '../output/table.ts';

/** A report of several pages as one, without what says where the next page is. */
export async function joinedPages(pages: AsyncIterable<JsonObject>): Promise<JsonObject> {
  let whole: JsonObject = {};
  const tables = new Map<string, JsonObject>();
  for await (const { nextCursor: _, ...page } of pages) {
    whole = page;
    for (const one of itemsOf(page, 'tables')) {
      const currency = textAt(one, 'currency') ?? '';
      const before = itemsOf(tables.get(currency), 'rows');
      tables.set(currency, { ...one, rows: [...before, ...itemsOf(one, 'rows')] });
    }
  }
  return { ...whole, tables: [...tables.values()] };
}

/** Members that say what a report is about. */
const headNames = ['customer', 'from', 'to', 'asOf'] as const;

/** A report for a person: a table for each currency, what it comes to, and the accounts that it agrees with. */
export function reportText(report: JsonObject): string {
  const head = headNames.flatMap((name) => {
    const text = textAt(report, name);
    return text === undefined ? [] : [`${name === 'asOf' ? 'as of' : name} ${text}`];
  });
  const title = printable(`${textAt(report, 'report') ?? ''}: ${head.join(', ')}`);
  const tables = itemsOf(report, 'tables');
  if (tables.length === 0) return `${title}\nnothing\n`;
  const columns = itemsOf(report, 'columns').map((column) => ({
    name: textAt(column, 'name') ?? '',
    holds: textAt(column, 'holds') ?? '',
  }));
  return `${title}\n${tables.map((one) => tableText(one, columns)).join('')}`;
}

interface HeldColumn {
  readonly name: string;
  readonly holds: string;
}

function tableText(one: JsonObject, columns: readonly HeldColumn[]): string {
  const rows = itemsOf(one, 'rows');
  const currency = textAt(one, 'currency') ?? '';
  if (rows.length === 0) return `\n${currency}: nothing\n`;
  // A column that is empty all over says nothing.
  const shown = columns.filter(({ name }) => rows.some((row) => textAt(row, name) !== undefined));
  const heads = shown.map(
    ({ name, holds }): Column => ({
      title: name,
      align: holds === 'amount' || holds === 'percent' ? 'right' : 'left',
    }),
  );
  const totals = one['totals'];
  const isSummed = isJsonObject(totals) && Object.keys(totals).length > 0;
  const lines = (isSummed ? [...rows, totals] : rows).map((row, index) =>
    shown.map((column, place) =>
      place === 0 && index === rows.length ? 'total' : cellOf(row, column),
    ),
  );
  return `\n${currency}\n${table(heads, lines)}${balancesText(one, currency)}`;
}

function cellOf(row: unknown, { name, holds }: HeldColumn): string {
  const text = textAt(row, name) ?? '';
  return holds === 'amount' ? grouped(text) : text;
}

/** What the table was compared with, and agrees with. */
const balancesText = (one: JsonObject, currency: string): string =>
  listAt(one, 'balances')
    .map((balance) => {
      const of = textAt(balance, 'of') ?? '';
      const kinds = listAt(balance, 'kinds').join(', ');
      const by = kinds === '' ? '' : ` by ${kinds}`;
      const text = (name: string) => textAt(balance, name) ?? '';
      return `${printable(`${text('column')} agrees with the ${of} of ${text('account')}${by}`)}: ${grouped(text('amount'))} ${currency}\n`;
    })
    .join('');
