import type { Books } from '../books/books.ts';
import type { CustomerDocument } from '../books/document.ts';
import type { BooksLog } from '../books/ports.ts';
import { daysFrom } from '../kernel/calendar-days.ts';
import type { Currency } from '../kernel/currency.ts';
import { amountText, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { CustomerStatement } from './customer-statement.ts';
import { readFolds } from './make-report.ts';
import { OpenItems } from './open-items.ts';
import { type ReportQuestion, refuseUnknownPayer } from './question.ts';
import type { ReportRow } from './table.ts';

/** What a payer owes in one currency, as it is told: amounts are texts in major units. */
export interface PayerAccount {
  readonly currency: Currency;
  /** What was owed before the first day, less money that was unapplied. */
  readonly opening: string;
  readonly entries: readonly AccountEntry[];
  readonly closing: string;
  readonly open: readonly OpenItem[];
}

/** Of documents that do something to what is owed. */
type AccountEntryKind = Exclude<CustomerDocument['kind'], 'reminder' | 'pause'>;

/** What a document did to that. */
export interface AccountEntry {
  readonly day: string;
  readonly kind: AccountEntryKind;
  readonly number: string | undefined;
  readonly invoice: string | undefined;
  readonly reference: string | undefined;
  /** By how much more is owed; of money that is applied nothing. */
  readonly amount: string;
  /** By how much more is due of invoices. */
  readonly receivable: string;
  readonly balance: string;
}

/** What is due of an invoice; without a number, money that is applied to none, below zero. */
export interface OpenItem {
  readonly number: string | undefined;
  readonly date: string | undefined;
  readonly dueDate: string | undefined;
  /** Days since the due date at the end of the last day; zero or less where it can still be paid in time. */
  readonly overdueDays: number;
  readonly amount: string;
}

/**
 * What one payer owes, and why, by currency.
 * @throws Rejection `payment.payer-unknown`, `report.too-large`, `report.unbalanced`
 */
export async function payerAccounts(
  ports: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  question: ReportQuestion,
  { documentsMax, rowsMax }: { readonly documentsMax: number; readonly rowsMax: number },
): Promise<readonly PayerAccount[]> {
  const folds = [new CustomerStatement(question), new OpenItems(question)];
  const read = await readFolds(ports, tenant, question, {
    ...{ folds, documentsMax, through: undefined },
  });
  refuseUnknownPayer(question, read);
  const [statements = [], open = []] = read.tables;
  const rows = [...statements, ...open].reduce((sum, table) => sum + table.rows.length, 0);
  if (rows > rowsMax) {
    throw new Rejection(
      'report.too-large',
      `ask for fewer days, or for the report as CSV: a page has ${rowsMax} rows at most, got ${rows}`,
    );
  }
  return statements.map(({ currency, rows: moves }) => {
    const items = open.find((table) => table.currency === currency)?.rows ?? [];
    return {
      currency,
      opening: amountIn(moves[0], 'balance', currency),
      entries: moves.slice(1, -1).map((row) => entryOf(row, currency)),
      closing: amountIn(moves.at(-1), 'balance', currency),
      open: items.map((row) => itemOf(row, { currency, asOf: question.days.to })),
    };
  });
}

const amountIn = (row: ReportRow | undefined, name: string, currency: Currency): string =>
  amountText(nanosOf(nanosIn(row, name)), currency);

function nanosIn(row: ReportRow | undefined, name: string): bigint {
  const cell = row?.[name];
  return typeof cell === 'bigint' ? cell : 0n;
}

const textIn = (row: ReportRow, name: string): string | undefined => {
  const cell = row[name];
  return typeof cell === 'string' ? cell : undefined;
};

function entryOf(row: ReportRow, currency: Currency): AccountEntry {
  const amount = nanosIn(row, 'receivable') - nanosIn(row, 'unapplied');
  return {
    day: textIn(row, 'date') ?? '',
    kind: textIn(row, 'kind') as AccountEntryKind,
    number: textIn(row, 'number'),
    invoice: textIn(row, 'invoice'),
    reference: textIn(row, 'reference'),
    amount: amountText(nanosOf(amount), currency),
    receivable: amountIn(row, 'receivable', currency),
    balance: amountIn(row, 'balance', currency),
  };
}

function itemOf(
  row: ReportRow,
  { currency, asOf }: { readonly currency: Currency; readonly asOf: string },
): OpenItem {
  const dueDate = textIn(row, 'dueDate');
  const amount = nanosIn(row, 'due') - nanosIn(row, 'unapplied');
  return {
    number: textIn(row, 'number'),
    date: textIn(row, 'date'),
    dueDate,
    overdueDays: dueDate === undefined ? 0 : daysFrom(dueDate, asOf),
    amount: amountText(nanosOf(amount), currency),
  };
}
