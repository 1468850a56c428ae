import type { CreditedLine } from '../books/document.ts';
import { currencyText, type Nanos, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import {
  type IssuedInvoice,
  refusePartOfMinorUnit,
  writtenNanos,
} from '../payments/issued-invoice.ts';
import type { CreditRequest } from './credit-request.ts';

/**
 * The lines of an invoice a request credits, each once, with amounts that are left to be credited.
 * @throws Rejection `invoice.line-unknown`, `invoice.amount-invalid`, `invoice.credit-too-large`
 */
export function linesToCredit(
  { lines }: Pick<CreditRequest, 'lines'>,
  issued: IssuedInvoice,
): CreditedLine[] {
  const left = leftToCredit(issued);
  const chosen = lines === undefined ? allOf(left) : checkedLines(lines, left, issued);
  const sum = chosen.reduce((total, { amount }) => total + amount, 0n);
  // Of an invoice with negative lines, too: what its lines give back was never owed.
  if (0n < sum && sum <= total(left)) return chosen;
  throw new Rejection(
    'invoice.credit-too-large',
    `credit more than zero and no more than is left: of ${issued.document.number}, ${currencyText(nanosOf(total(left)), issued.document.currency)} without tax, got ${currencyText(nanosOf(sum), issued.document.currency)}`,
    { param: '/lines' },
  );
}

const total = (left: ReadonlyMap<string, Nanos>): bigint =>
  [...left.values()].reduce((sum, amount) => sum + amount, 0n);

/** Whether nothing of the invoice is left to credit: once that is so, it stays so. */
export const isAllCredited = (issued: IssuedInvoice): boolean =>
  allOf(leftToCredit(issued)).length === 0;

function leftToCredit({ content, state }: IssuedInvoice): ReadonlyMap<string, Nanos> {
  const credited = new Map(state.creditedLines.map(({ line, amount }) => [line, amount]));
  return new Map(
    content.lines.map(({ id, amount }) => [
      id,
      nanosOf(writtenNanos(amount) - (credited.get(id) ?? 0n)),
    ]),
  );
}

const allOf = (left: ReadonlyMap<string, Nanos>): CreditedLine[] =>
  [...left].filter(([, amount]) => amount !== 0n).map(([line, amount]) => ({ line, amount }));

function checkedLines(
  lines: readonly CreditedLine[],
  left: ReadonlyMap<string, Nanos>,
  { document: { number, currency } }: IssuedInvoice,
): CreditedLine[] {
  const remaining = new Map(left);
  for (const [index, { line, amount }] of lines.entries()) {
    const param = `/lines/${index}`;
    const most = remaining.get(line);
    if (most === undefined) {
      throw new Rejection(
        'invoice.line-unknown',
        `name each line of ${number} at most once, got ${JSON.stringify(line.slice(0, 40))}`,
        { param: `${param}/line` },
      );
    }
    remaining.delete(line);
    refusePartOfMinorUnit(amount, currency, `${param}/amount`);
    if (amount === 0n || amount > 0n !== most > 0n || magnitude(amount) > magnitude(most)) {
      throw new Rejection(
        'invoice.credit-too-large',
        `credit at most ${currencyText(most, currency)} of line ${line} of ${number}, and not zero, got ${currencyText(amount, currency)}`,
        { param: `${param}/amount` },
      );
    }
  }
  return [...lines];
}

const magnitude = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
