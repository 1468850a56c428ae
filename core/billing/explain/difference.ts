import type { LineExplanationAnswer } from '../../contract/invoices/explanation-shapes.ts';
import { type Decimal, decimalOf, decimalText } from '../../kernel/decimal.ts';
import type { BilledBy } from './billed.ts';

type Difference = NonNullable<NonNullable<LineExplanationAnswer['usage']>['difference']>;

/**
 * How usage as of now differs from what had been billed `by` a document, that one last, and what has become of the
 * difference in `all` documents; undefined where it does not differ.
 */
export function explainedDifference(
  now: Decimal,
  {
    by,
    all,
    isFinal,
  }: {
    readonly by: readonly BilledBy[];
    readonly all: readonly BilledBy[];
    /** Whether no open month reaches back to this one any more. */
    readonly isFinal: boolean;
  },
): Difference | undefined {
  const known = sumOf(by);
  const since = all.slice(by.length);
  const billedSince = sumOf(since);
  const quantity = decimalOf(now - known);
  if (quantity === 0n && billedSince === 0n) return undefined;
  const open = decimalOf(quantity - billedSince);
  return {
    quantity: decimalText(quantity),
    billedSince: decimalText(billedSince),
    open: decimalText(open),
    detail: [
      quantity === 0n
        ? 'usage is what this document billed'
        : `usage is ${inWords(quantity)} than this document billed: events came late or were corrected, or subjects changed hands`,
      ...since.map(inShort),
      ...(open === 0n ? [] : [inNone(open, isFinal)]),
    ].join('; '),
  };
}

const inNone = (open: Decimal, isFinal: boolean): string =>
  isFinal
    ? `${decimalText(open)} is in no invoice and will be in none: no open month reaches back to it, see GET /v1/unbilled`
    : `${decimalText(open)} is in no invoice yet`;

const sumOf = (billed: readonly BilledBy[]): Decimal =>
  decimalOf(billed.reduce<bigint>((sum, { quantity }) => sum + quantity, 0n));

const inShort = ({ type, number, quantity }: BilledBy): string =>
  quantity < 0n
    ? `${number ?? `a ${type}`} took ${decimalText(decimalOf(-quantity))} back`
    : `${number ?? `a ${type}`} billed ${decimalText(quantity)} of it`;

const inWords = (quantity: Decimal): string =>
  quantity > 0n ? `${decimalText(quantity)} more` : `${decimalText(decimalOf(-quantity))} less`;
