import type { Currency } from '../kernel/currency.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { bankAmount, bankCurrency } from './amounts.ts';
import { type CsvTable, cellOf } from './csv-cells.ts';
import { type CsvColumns, titleCurrency } from './csv-columns.ts';
import type { CsvRow } from './csv-table.ts';
import {
  amountParts,
  type DecimalSign,
  decimalSignIn,
  directionIn,
  likelySignIn,
  plainDecimal,
} from './csv-values.ts';
import { bankStatementInvalid } from './invalid.ts';

/** How the amounts of a table are written, where a line does not tell. */
export interface CsvMoney {
  /** Before a fraction; `mixed` where some lines have one, some the other. */
  readonly sign: DecimalSign | 'mixed' | undefined;
  readonly currency: string | undefined;
}

/** How all amounts of a table are written, by those that can be read in one way alone. */
export function moneyWriting(table: CsvTable, asked: string | undefined): CsvMoney {
  const { rows, columns, titles } = table;
  const title = [...(columns.get('amount') ?? []), ...(columns.get('credit') ?? [])]
    .map((index) => titleCurrency(titles.cells[index] ?? ''))
    .find((one) => one !== undefined && /^[A-Za-z]{3}$/.test(one));
  const found = new Set(rows.flatMap((row) => signsIn(row, columns)));
  const [sign] = found;
  return { sign: found.size > 1 ? 'mixed' : sign, currency: asked ?? title };
}

const signsIn = (row: CsvRow, columns: CsvColumns): readonly DecimalSign[] =>
  (['amount', 'credit', 'debit'] as const).flatMap((name) => {
    const sign = decimalSignIn(amountParts(cellOf(row, columns, name))?.digits ?? '');
    return sign === undefined ? [] : [sign];
  });

function currencyIn(row: CsvRow, columns: CsvColumns, otherwise: string | undefined): Currency {
  const said = cellOf(row, columns, 'currency');
  const code = said === '' ? otherwise : said;
  if (code !== undefined) return bankCurrency(code, row.line);
  throw bankStatementInvalid('no currency stands with the amount: name it', {
    line: row.line,
    param: '/currency',
  });
}

/** What a line moved: above zero for money in. @throws Rejection `bank-statement.invalid` */
export function moneyIn(
  row: CsvRow,
  columns: CsvColumns,
  money: CsvMoney,
): { readonly amount: Nanos; readonly currency: Currency } {
  const { written, isDebit } = writtenIn(row, columns);
  const { amount, currency, isOut } = moneyOf(written, { row, columns, money });
  const direction = directionIn(cellOf(row, columns, 'direction'));
  if (direction === 'in' && isOut) {
    const got = JSON.stringify(written.slice(0, 40));
    throw bankStatementInvalid(`${got} is below zero, and said to have come in`, row);
  }
  const goesOut = isDebit || direction === 'out' || isOut;
  return { amount: goesOut ? nanosOf(-amount) : amount, currency };
}

/** An amount as it is written in a line, and whether it says that it went out. */
function moneyOf(
  written: string,
  {
    row,
    columns,
    money,
  }: { readonly row: CsvRow; readonly columns: CsvColumns; readonly money: CsvMoney },
): { readonly amount: Nanos; readonly currency: Currency; readonly isOut: boolean } {
  const got = JSON.stringify(written.slice(0, 40));
  const parts = amountParts(written);
  if (parts === undefined) throw bankStatementInvalid(`the amount cannot be read: got ${got}`, row);
  const currency = currencyIn(row, columns, parts.beside ?? money.currency);
  const sign = decimalSignIn(parts.digits) ?? money.sign ?? likelySignIn(parts.digits, currency);
  if ((sign === undefined || sign === 'mixed') && /[.,]/.test(parts.digits)) {
    throw bankStatementInvalid(
      `nothing in the file tells thousands from a fraction in ${got}`,
      row,
    );
  }
  const plain = plainDecimal(parts.digits, sign === ',' ? ',' : '.');
  if (plain === undefined) throw bankStatementInvalid(`the amount cannot be read: got ${got}`, row);
  return { amount: bankAmount(plain, currency, row.line), currency, isOut: parts.isOut };
}

/** What was instructed, where charges make the line more or less; undefined where it is the same, or not said. */
export function instructedIn(row: CsvRow, columns: CsvColumns, money: CsvMoney): Nanos | undefined {
  const written = cellOf(row, columns, 'instructed');
  if (!/[1-9]/.test(written)) return undefined;
  const moved = moneyIn(row, columns, money);
  const { amount } = moneyOf(written, { row, columns, money });
  return amount === moved.amount || amount === -moved.amount ? undefined : amount;
}

/** The amount as it stands, and whether that is in a column of what went out. */
function writtenIn(
  row: CsvRow,
  columns: CsvColumns,
): { readonly written: string; readonly isDebit: boolean } {
  if (columns.has('amount')) return { written: cellOf(row, columns, 'amount'), isDebit: false };
  const credit = cellOf(row, columns, 'credit');
  // Some banks fill the other column with zeros.
  return /[1-9]/.test(credit)
    ? { written: credit, isDebit: false }
    : { written: cellOf(row, columns, 'debit'), isDebit: true };
}
