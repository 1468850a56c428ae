import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { lastOfInterval } from '../../catalog/invoice-interval.ts';
import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import type { CustomerTerms } from '../../invoicing/terms.ts';
import { nanosOf } from '../../kernel/money.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import type { PlanVersion } from '../../pricing/plan.ts';
import { customerTerms } from './customer-terms.ts';
import { chargedAhead } from './less-coupons.ts';
import type { RatingRun, TalliedMonth } from './rating-run.ts';
import { hasEnded } from './reach.ts';
import type { MonthAhead, TalliedMonths } from './tallied-months.ts';

/** A month without a profile, or of before it was put: where nothing was used of it, it costs nothing. */
export const isPaidByUse = ({ key, since }: Customer, month: Month): boolean =>
  subjectOfKey(key) !== undefined || (since !== undefined && month < since);

/**
 * Whether such a month costs nothing, though levels go on in it and trailing windows reach back: also where what came
 * late of another month closed it. Known once its usage is read.
 */
export const isUnused = (
  customer: Customer,
  { period: { month }, stretches }: Pick<TalliedMonth, 'period' | 'stretches'>,
): boolean => isPaidByUse(customer, month) && stretches.every(({ tallies }) => tallies.isEmpty());

/**
 * A month that is billed again is taxed as it was. After the last there is no invoice for what it would carry, and
 * within an interval of invoices there is one for all of it.
 */
export function termsFor(
  { customer, current }: TalliedMonths,
  run: RatingRun,
  version: PriceTerms,
): CustomerTerms {
  const { month } = current.period;
  const terms = customerTerms(customer, run.billing, version);
  const taxes = new Map([...terms.taxes, ...(current.taxes ?? [])]);
  const isLast = hasEnded(customer, laterMonth(month), run.ports.monthsReachedBack);
  if (isLast) return { ...terms, taxes, minimumCharge: nanosOf(0n) };
  const { invoiceInterval } = customer;
  const last = invoiceInterval === undefined ? month : lastOfInterval(invoiceInterval, month);
  return { ...terms, taxes, ...(last === month ? {} : { invoicedWith: last }) };
}

type PriceTerms = Pick<PlanVersion, 'currency' | 'minimumCharge'>;

/**
 * The version whose currency and minimum charge count: the last of the month, or else of those before, or the next
 * one's first. Without any, a month that was charged before it is closed all the same, to take that back.
 */
export function versionFor({
  current,
  earlier,
  ahead,
  inBooks,
}: TalliedMonths): PriceTerms | undefined {
  const stretches = [
    ...(ahead[0]?.stretches ?? []).toReversed(),
    ...earlier.flatMap((month) => month.stretches),
    ...current.stretches,
  ];
  const version = stretches.at(-1)?.stretch.version;
  const deferredIn = inBooks?.deferred?.[0]?.currency;
  if (version !== undefined || deferredIn === undefined) return version;
  return { currency: deferredIn, minimumCharge: nanosOf(0n) };
}

/** The months of which something is charged before them, with that; where one is closed, and adjusted, all of it is. */
export const chargedBefore = (
  { customer, earlier, ahead }: TalliedMonths,
  inCurrency: (one: PlanStretch) => boolean,
): readonly (MonthAhead & { readonly charges: readonly RatedCharge[] })[] =>
  ahead.flatMap((month) => {
    const { month: own } = month.period;
    if (isPaidByUse(customer, own) || earlier.some(({ period }) => period.month === own)) return [];
    const stretches = month.stretches.filter(inCurrency);
    const charges = chargedAhead({ ...month, stretches });
    return charges.length === 0 ? [] : [{ ...month, stretches, charges }];
  });
