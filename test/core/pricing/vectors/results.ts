import type { Currency } from '../../../../core/kernel/currency.ts';
import {
  type Decimal,
  decimalFrom,
  decimalOf,
  decimalText,
} from '../../../../core/kernel/decimal.ts';
import {
  type ExactAmount,
  exactOf,
  exactText,
  exactZero,
} from '../../../../core/kernel/exact-amount.ts';
import {
  decimalFromNanos,
  exactFromNanos,
  linesInNanos,
  type Nanos,
  type RoundedTogether,
  roundedTogether,
} from '../../../../core/kernel/money.ts';
import type { Charge } from '../../../../core/pricing/charge.ts';
import { rate } from '../../../../core/pricing/rate.ts';
import { isMap, type Json } from './examples.ts';

/** Every number in one spelling, so that 2.00 is 2. */
export function plain(value: Json): Json {
  if (typeof value === 'string' || typeof value === 'number') {
    const decimal = decimalFrom(String(value));
    return decimal === undefined ? value : decimalText(decimal);
  }
  if (Array.isArray(value)) return (value as readonly Json[]).map(plain);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

export const amountOf = (charge: Charge, quantity: Decimal): ExactAmount =>
  rate(charge, { kind: 'quantity', quantity }).amount;

export const minus = (a: ExactAmount, b: ExactAmount): ExactAmount => exactOf(a - b);

/** As an invoice of one line would say it, where the example names a currency. */
export const asCharged = (amount: ExactAmount, currency: Json | undefined): string =>
  typeof currency === 'string'
    ? exactText(exactFromNanos(invoiced([amount], currency as Currency).total))
    : exactText(amount);

/** The lines of one invoice. */
export const invoiced = (
  amounts: readonly ExactAmount[],
  currency: Currency = 'USD',
): RoundedTogether => roundedTogether(linesInNanos(amounts, exactZero).lines, currency);

export const nanosPlain = (amount: Nanos): string => decimalText(decimalFromNanos(amount));

export const sumOf = (values: readonly Decimal[]): Decimal =>
  decimalOf(values.reduce<bigint>((sum, value) => sum + value, 0n));
