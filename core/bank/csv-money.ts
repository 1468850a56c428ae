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
  { sign: usual, currency: usualCurrency }: CsvMoney,
): { readonly amount: Nanos; readonly currency: Currency } {
  const { line } = row;
  const { written, isDebit } = writtenIn(row, columns);
  const got = JSON.stringify(written.slice(0, 40));
  const parts = amountParts(written);
  if (parts === undefined) throw bankStatementInvalid(`the amount is none, got ${got}`, { line });
  const currency = currencyIn(row, columns, parts.beside ?? usualCurrency);
  const sign = decimalSignIn(parts.digits) ?? usual ?? likelySignIn(parts.digits, currency);
  if ((sign === undefined || sign === 'mixed') && /[.,]/.test(parts.digits)) {
    const detail = `nothing in the file tells thousands from a fraction in ${got}`;
    throw bankStatementInvalid(detail, { line });
  }
  const plain = plainDecimal(parts.digits, sign === ',' ? ',' : '.');
  if (plain === undefined) throw bankStatementInvalid(`the amount is none, got ${got}`, { line });
  const direction = directionIn(cellOf(row, columns, 'direction'));
  if (direction === 'in' && parts.isOut) {
    throw bankStatementInvalid(`${got} is below zero, and said to have come in`, { line });
  }
  const amount = bankAmount(plain, currency, line);
  const isOut = isDebit || direction === 'out' || parts.isOut;
  return { amount: isOut ? nanosOf(-amount) : amount, currency };
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
