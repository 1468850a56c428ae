import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import {
  type BankEntryState,
  type BankStatement,
  bankEntriesMax,
  type ReadEntry,
} from './bank-statement.ts';
import { boundedTexts } from './bounded-texts.ts';
import { type CsvTable, cellOf, cellsOf } from './csv-cells.ts';
import {
  type CsvColumnName,
  type CsvColumns,
  columnsNamed,
  knownColumns,
  type NamedColumns,
} from './csv-columns.ts';
import { type CsvMoney, instructedIn, moneyIn, moneyWriting } from './csv-money.ts';
import { type CsvRow, csvRows } from './csv-table.ts';
import { type DayOrder, dayIn, dayOrderOf } from './csv-values.ts';
import { withRowCauses } from './entry-cause.ts';
import { bankStatementInvalid, tooManyEntries } from './invalid.ts';

/** What a caller says of a table that does not say it itself. */
export interface CsvReading {
  /** The account that it is of. */
  readonly account?: string | undefined;
  /** Where its titles are not known. */
  readonly columns?: NamedColumns | undefined;
  readonly currency?: string | undefined;
  readonly days?: DayOrder | undefined;
}

/** How the values of a table are written. */
interface Writing {
  readonly days: DayOrder | undefined;
  readonly money: CsvMoney;
}

const SEPARATORS = [';', ',', '\t'] as const;
/** Banks put their name, the account and the period above the titles. */
const TITLES_WITHIN = 40;
const HEAD_LENGTH = 20_000;

/** The statement in a table. @throws Rejection `bank-statement.invalid` with the line, and what was wrong there */
export function readCsvStatement(text: string, reading: CsvReading): BankStatement {
  const table = tableIn(text, reading);
  const account = accountOf(table, reading);
  const { rows, columns } = table;
  const writing: Writing = {
    days: reading.days ?? dayOrderOf(rows.map((row) => cellOf(row, columns, 'date'))),
    money: moneyWriting(table, reading.currency),
  };
  const entries = rows.map((row) => entryFrom(row, columns, writing));
  return {
    account,
    balances: [],
    entries: withRowCauses(entries, account),
  };
}

function tableIn(text: string, { columns }: CsvReading): CsvTable {
  const read =
    columns === undefined
      ? knownColumns
      : (cells: readonly string[]) => columnsNamed(cells, columns);
  const known = titlesIn(text, read);
  if (known === undefined) {
    throw bankStatementInvalid(
      'it is no XML, and no line of it has titles of a day and an amount that are known: say which titles they have',
      { param: '/columns' },
    );
  }
  const { columns: found, separator, before } = known;
  const table = text
    .split(/(?<=\n)|(?<=\r)(?!\n)/)
    .slice(before.length)
    .join('');
  const [titles, ...rows] = csvRows(table, { separator, line: before.length + 1 });
  invariant(titles !== undefined, 'the titles are not empty');
  return withoutFooter({ titles, columns: found, before, rows });
}

interface KnownTitles {
  readonly columns: CsvColumns;
  readonly separator: string;
  /** The lines above. */
  readonly before: readonly string[];
}

/** Line by line, as what stands above the titles is no part of the table, and need not be written as one. */
function titlesIn(
  text: string,
  read: (cells: readonly string[]) => CsvColumns | undefined,
): KnownTitles | undefined {
  const lines = text.slice(0, HEAD_LENGTH).split(/\r\n|\r|\n/, TITLES_WITHIN);
  for (const [index, line] of lines.entries()) {
    for (const separator of SEPARATORS) {
      const columns = read(line.split(separator).map(withoutQuotes));
      if (columns !== undefined) return { columns, separator, before: lines.slice(0, index) };
    }
  }
  return undefined;
}

const withoutQuotes = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1');

/** Below the last entry some banks put a balance, with words where the day would be. */
function withoutFooter(table: CsvTable): CsvTable {
  const { rows, columns } = table;
  const last = rows.findLastIndex((row) => /\d/.test(cellOf(row, columns, 'date')));
  const kept = rows.slice(0, last + 1);
  const tooMany = kept[bankEntriesMax];
  if (tooMany !== undefined) throw tooManyEntries(tooMany.line);
  return { ...table, rows: kept };
}

const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;

function accountOf(table: CsvTable, { account }: CsvReading): string {
  if (account !== undefined) return account.replaceAll(/\s/g, '');
  const found = accountsIn(table);
  const [only] = found;
  if (only !== undefined && found.size === 1) return only;
  const why =
    found.size === 0 ? 'it does not say of which account it is' : 'it is of several accounts';
  throw bankStatementInvalid(`${why}: name the account`, { param: '/account' });
}

/** Those that a column names; where there is none, those above the titles. */
function accountsIn({ rows, columns, before }: CsvTable): ReadonlySet<string> {
  const texts = columns.has('own')
    ? rows.map((row) => cellOf(row, columns, 'own'))
    : before.flatMap(ibansIn);
  return new Set(texts.map((text) => text.replaceAll(/\s/g, '')).filter((text) => text !== ''));
}

/** With the spaces between fours, as people read them. */
const ibansIn = (line: string): readonly string[] => line.match(IBAN) ?? [];

function entryFrom(row: CsvRow, columns: CsvColumns, writing: Writing): ReadEntry {
  const { line, cells } = row;
  const textAt = (name: CsvColumnName) => {
    const text = cellOf(row, columns, name);
    return text === '' ? undefined : text;
  };
  const { amount, currency } = moneyIn(row, columns, writing.money);
  const kind = textAt('kind') ?? '';
  return {
    line,
    state: stateIn(textAt('state')),
    amount,
    currency,
    isReversal: false,
    bookedOn: dayOf(row, columns, writing),
    counterparty: definedOnly({
      name: textAt('name'),
      account: textAt('account')?.replaceAll(/\s/g, ''),
    }),
    texts: boundedTexts(cellsOf(cells, columns, 'text')),
    references: [],
    ...definedOnly({
      valueOn: dayIn(textAt('valueDate') ?? '', writing.days),
      endToEndId: textAt('endToEnd'),
      mandateId: textAt('mandate'),
      entryReference: textAt('reference'),
      instructed: instructedIn(row, columns, writing.money),
      returnReason: returnReasonIn([kind, ...cellsOf(cells, columns, 'text')]),
    }),
  };
}

const RETURNED = /r(?:ü|ue)cklast|retoure|returned|chargeback/i;

/** The words that say so: those of its kind, or those that its text begins with. */
const returnReasonIn = ([kind = '', ...texts]: readonly string[]): string | undefined => {
  if (RETURNED.test(kind)) return kind;
  return texts.find((text) => text.search(RETURNED) === 0)?.slice(0, REASON_MAX);
};

const REASON_MAX = 80;

function dayOf(row: CsvRow, columns: CsvColumns, { days }: Writing): string {
  const written = cellOf(row, columns, 'date');
  const day = dayIn(written, days);
  if (day !== undefined) return day;
  const got = JSON.stringify(written.slice(0, 40));
  // A day of a month that both may be is told apart by the caller, never guessed.
  const isEither = days === undefined && dayIn(written, 'dmy') !== undefined;
  throw bankStatementInvalid(
    isEither
      ? `nothing in the file tells the day from the month in ${got}: say which comes first, dmy or mdy`
      : `the day cannot be read: got ${got}`,
    isEither ? { line: row.line, param: '/days' } : { line: row.line },
  );
}

const BOOKED = /gebucht|booked|completed|settled|posted|executed/i;
const PENDING = /vorgemerkt|pending|declined|reverted|failed|cancel/i;

function stateIn(said: string | undefined): BankEntryState {
  if (said === undefined) return 'booked';
  if (PENDING.test(said)) return 'pending';
  return BOOKED.test(said) ? 'booked' : 'unknown';
}
