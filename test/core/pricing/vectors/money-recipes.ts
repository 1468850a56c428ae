import { calendarDaysBetween } from '../../../../core/kernel/calendar-days.ts';
import { type Currency, currencyFrom } from '../../../../core/kernel/currency.ts';
import { type Decimal, decimalOf } from '../../../../core/kernel/decimal.ts';
import {
  type ExactAmount,
  exactFrom,
  exactOf,
  exactZero,
  percentOf,
} from '../../../../core/kernel/exact-amount.ts';
import { largestRemainder } from '../../../../core/kernel/largest-remainder.ts';
import {
  currencyText,
  decimalFromNanos,
  type Nanos,
  nanosFrom,
  nanosOf,
  nanosPerMinorUnit,
} from '../../../../core/kernel/money.ts';
import { timeZoneFrom } from '../../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../../core/kernel/timestamp.ts';
import { commitmentTopUp } from '../../../../core/pricing/commitment.ts';
import { prorated } from '../../../../core/pricing/share.ts';
import { decimalIn, type Json, listIn, mapIn, textIn } from './examples.ts';
import { fromCents, majorFromCents, toCents } from './our-charges.ts';
import type { Recipe } from './recipe.ts';
import { invoiced, nanosPlain, sumOf } from './results.ts';

const exactIn = (value: Json | undefined): ExactAmount => exactFrom(textIn(value)) ?? exactZero;
const instant = (text: Json | undefined) => timestampFrom(textIn(text)) ?? timestampOf(Number.NaN);
const days = (value: Json | undefined): number => Number(textIn(value));

const calendarDays: Recipe = ({ properties, units_or_events: usage }) => {
  const { from, to } = mapIn(usage);
  const zone = timeZoneFrom(textIn(properties['timezone']), 'timezone');
  return String(calendarDaysBetween(instant(from), instant(to), zone));
};

const lineRounding: Recipe = ({ properties, units_or_events: usage }) => {
  const currency = textIn(properties['currency']) as Currency;
  return nanosPlain(invoiced(listIn(mapIn(usage)['lines']).map(exactIn), currency).total);
};

const rounding: Recipe = ({ properties, units_or_events: amount }) => {
  const currency = currencyFrom(textIn(properties['currency']));
  return currency === undefined
    ? undefined
    : nanosPlain(invoiced([exactIn(amount)], currency).total);
};

const dayOf = (date: Json | undefined): number => days(textIn(date).slice(8));

/** The old fee has been billed for the whole month; from the change on it is taken back, and the new one is due. */
const prorationChange: Recipe = ({ properties, units_or_events: usage }) => {
  const of = dayOf(properties['period_to_inclusive']);
  const share = { from: dayOf(properties['change_on']) - 1, to: of, of };
  const { old_amount: before, new_amount: after } = mapIn(usage);
  const { amounts, total } = invoiced([
    exactOf(-prorated(exactIn(before), share)),
    exactOf(prorated(exactIn(after), share)),
  ]);
  const [credit = total, charge = total] = amounts;
  return { credit: nanosPlain(credit), charge: nanosPlain(charge), net: nanosPlain(total) };
};

const prorationFlat: Recipe = ({ properties, units_or_events: usage }) => {
  const amount = exactIn(fromCents(properties['amount_cents']));
  const of = days(properties['days_in_period']);
  const due = exactOf(prorated(amount, { from: 0, to: days(mapIn(usage)['days_used']), of }));
  return toCents(decimalFromNanos(invoiced([due], 'EUR').total));
};

const spendingMinimum: Recipe = ({ properties, units_or_events: usage }) => {
  const topUp = commitmentTopUp(
    {
      effectiveFrom: '2024-01-01',
      currency: 'EUR',
      minimumCharge: nanosOf(0n),
      charges: [],
      fixedFees: [],
      minimumCommitment: majorFromCents(properties['min_amount_cents']),
    },
    exactIn(fromCents(mapIn(usage)['used_amount_cents'])),
    { from: 0, to: days(properties['days']), of: days(properties['days_in_period']) },
  );
  return toCents(decimalFromNanos(invoiced([topUp], 'EUR').total));
};

const taxOn = (base: Decimal, percent: Json | undefined, currency: Currency): Nanos =>
  invoiced([percentOf(base, decimalIn(percent))], currency).total;

const cents = (amount: Nanos): string => toCents(decimalFromNanos(amount));

const creditNote: Recipe = ({ properties }) => {
  const of = days(properties['days_in_period']);
  const unused = { from: of - days(properties['days_left']), to: of, of };
  const amount = exactIn(fromCents(properties['amount_cents']));
  const net = invoiced([exactOf(prorated(amount, unused))], 'EUR').total;
  const tax = taxOn(decimalFromNanos(net), properties['tax_percent'], 'EUR');
  return { net: cents(net), tax: cents(tax), total: cents(nanosOf(net + tax)) };
};

const tax: Recipe = ({ properties, units_or_events: usage }) => {
  if (properties['taxes'] !== undefined) return taxesByCode(mapIn(properties['taxes']), usage);
  const currency = textIn(properties['currency']) as Currency;
  return nanosPlain(taxOn(decimalIn(usage), properties['rate_percent'], currency));
};

/** Each tax once, on all that it is due on. */
function taxesByCode(rates: Readonly<Record<string, Json>>, usage: Json): Json {
  const fees = listIn(mapIn(usage)['fees']).map(mapIn);
  const taxes = Object.entries(rates).map(([code, rate]) => {
    const taxed = fees.filter((fee) => listIn(fee['taxes']).includes(code));
    const base = sumOf(taxed.map((fee) => majorFromCents(fee['cents'])));
    return [code, taxOn(base, rate, 'EUR')] as const;
  });
  const total = taxes.reduce<bigint>((sum, [, amount]) => sum + amount, 0n);
  return {
    tax_total_cents: cents(nanosOf(total)),
    ...Object.fromEntries(taxes.map(([code, amount]) => [code, cents(amount)])),
  };
}

const taxWithCoupon: Recipe = ({ properties, units_or_events: usage }) => {
  const fees = listIn(mapIn(usage)['fees']).map((fee) => majorFromCents(mapIn(fee)['cents']));
  const base = decimalOf(sumOf(fees) - majorFromCents(properties['coupon_share_cents']));
  return cents(taxOn(base, properties['tax_percent'], 'EUR'));
};

const allocation: Recipe = ({ properties, units_or_events: usage }) => {
  const currency = textIn(properties['currency']) as Currency;
  const unit = nanosPerMinorUnit(currency);
  const total = (nanosFrom(textIn(mapIn(usage)['amount'])) ?? 0n) / unit;
  const shares = largestRemainder(total, listIn(properties['weights']).map(decimalIn));
  return { shares: shares.map((share) => currencyText(nanosOf(share * unit), currency)) };
};

/** No more than there is to take it from. */
const couponAllocation: Recipe = ({ properties, units_or_events: usage }) => {
  const fees = listIn(mapIn(usage)['fees_cents']).map((fee) => BigInt(textIn(fee)));
  const sum = fees.reduce((total, fee) => total + fee, 0n);
  const coupon = BigInt(textIn(properties['coupon_cents']));
  const shares = largestRemainder(coupon < sum ? coupon : sum, fees);
  return { shares_cents: shares.map(String) };
};

export const moneyRecipes: Readonly<Record<string, Recipe>> = {
  calendar_days_between: calendarDays,
  coupon_allocation: couponAllocation,
  credit_note_proration: creditNote,
  largest_remainder_allocation: allocation,
  line_rounding: lineRounding,
  proration_change: prorationChange,
  proration_flat: prorationFlat,
  rounding,
  spending_minimum: spendingMinimum,
  tax,
  tax_with_coupon: taxWithCoupon,
};
