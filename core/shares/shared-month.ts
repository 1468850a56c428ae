import type { RatingPorts } from '../billing/ports.ts';
import { askedMonths } from '../billing/rating/asked-months.ts';
import { lessCoupons } from '../billing/rating/less-coupons.ts';
import {
  cutIntoStretches,
  ratedRunsOf,
  ratedUsageOf,
  readMonths,
  usedWithinOf,
} from '../billing/rating/month-usage.ts';
import { cutMonth } from '../billing/rating/prepare-closings.ts';
import { type RatedRun, ratedFees } from '../billing/rating/rate-stretches.ts';
import { type RatingRun, ratingRun, type TalliedMonth } from '../billing/rating/rating-run.ts';
import { customerCalendar } from '../catalog/customer-after.ts';
import { couponsByCharge } from '../invoicing/coupon-charges.ts';
import { chargesFrom, type PlanStretch } from '../invoicing/rated-charges.ts';
import type { Currency } from '../kernel/currency.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import type { LocalCalendar } from '../kernel/local-calendar.ts';
import type { Month } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { shareOf } from '../pricing/share.ts';
import { loadShares } from './load-shares.ts';
import type { Shares } from './ports.ts';
import { whole } from './ratio.ts';
import type { Share } from './share.ts';
import { type Awaited, type SharedAmounts, SharedWorth } from './shared-worth.ts';

/** Who has which share in a payer's month: payees, the platform, and what no share is of, are all of it. */
export interface SharedMonth extends SharedAmounts {
  readonly currency: Currency;
  /** Where the payer is, ISO 3166; undefined where nobody said so. */
  readonly country: string | undefined;
}

const PAYERS_AT_ONCE = 16;

interface SharePorts {
  readonly rating: RatingPorts;
  readonly shares: Shares;
}

/**
 * What of a payer's month whom a share is due to, as of now, once it is invoiced and paid in full: a function of its
 * usage, what prices it, and the shares in force on each of its days. It asks what closing the month asks, so that what
 * is shared is what is billed.
 * @throws Rejection `customer.not-found`, `customer.unpriced`, `billing-settings.not-found`, `answer.too-large`
 */
export async function sharedMonth(
  ports: SharePorts,
  tenant: string,
  { customer, month }: { readonly customer: string; readonly month: Month },
): Promise<SharedMonth> {
  const payers = new Map([[customer, { invoiced: whole, paid: whole }]]);
  const shared = (await sharedMonths(ports, tenant, { month, payers })).get(customer);
  invariant(shared !== undefined, 'one customer is asked for, and one month is there');
  if (shared instanceof Rejection) throw shared;
  return shared;
}

/**
 * As `sharedMonth`, of many payers by their keys, each by how much is invoiced and paid; what was used is read
 * together. Of a payer whose month cannot be shared, the rejection.
 * @throws Rejection `billing-settings.not-found`
 */
export async function sharedMonths(
  { rating, shares }: SharePorts,
  tenant: string,
  { month, payers }: { readonly month: Month; readonly payers: ReadonlyMap<string, Awaited> },
): Promise<ReadonlyMap<string, SharedMonth | Rejection>> {
  const run = await ratingRun(rating, tenant);
  const known = await loadShares(shares, tenant);
  const outcomes = new Map<string, SharedMonth | Rejection>();
  const cut = await inParallel(PAYERS_AT_ONCE, payers.keys(), async (customer) => {
    const one = await unlessRejected(() => cutForShares(run, known, { customer, month }));
    if (one instanceof Rejection) outcomes.set(customer, one);
    return one;
  });
  const ready = cut.flatMap((one) => (one instanceof Rejection ? [] : [one]));
  await readMonths(
    run,
    ready.map((one) => one.month),
  );
  await inParallel(PAYERS_AT_ONCE, ready, async (one) => {
    const awaited = payers.get(one.customer.key);
    invariant(awaited !== undefined, 'whose month was asked for is among the payers');
    const worth = new SharedWorth(run, known, one.calendar);
    const shared = await unlessRejected(async () => {
      const off = await couponsOff(one, run);
      for (const rated of await ratedRunsOf(one.month, run)) worth.add(rated, off(rated));
      const { currency, customer } = one;
      return { currency, country: customer.address?.country, ...worth.shared(awaited) };
    });
    outcomes.set(one.customer.key, shared);
  });
  return outcomes;
}

async function unlessRejected<Value>(read: () => Promise<Value>): Promise<Value | Rejection> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

/** A payer's month cut where what prices it changes, and who has a share in it; its usage is still to be read. */
async function cutForShares(
  run: RatingRun,
  known: ReadonlyMap<string, Share>,
  asked: { readonly customer: string; readonly month: Month },
) {
  const [found] = await askedMonths(run, { customers: [asked.customer], month: asked.month }, 0);
  invariant(found !== undefined, 'one customer is asked for, and one month is there');
  const { customer, current } = found;
  const calendar = customerCalendar(customer);
  const cut = await cutMonth(customer, current, run);
  const currency = currencyOf(cut.stretches, asked.month);
  const stretches = cutAtVersions(cut, known, calendar);
  const { coupons } = cut;
  const month = { ...cut, ...cutIntoStretches(current, { stretches, coupons }, run.meters) };
  return { customer, calendar, currency, month, whole: cut };
}

/**
 * What coupons take off what was used, run by run: as when the month is closed, where versions of shares cut nothing.
 */
async function couponsOff(
  { month, whole }: { readonly month: TalliedMonth; readonly whole: TalliedMonth },
  run: RatingRun,
): Promise<(rated: RatedRun) => bigint> {
  if (month.coupons.length === 0) return () => 0n;
  const usage = (await ratedUsageOf(month, run)).filter(({ kind }) => kind !== 'fee');
  const all = [...usage, ...ratedFees(whole)];
  const off = couponsByCharge(lessCoupons(all, whole, usedWithinOf(month, run)));
  return ({ run: of, rating }) => {
    const [charge] = chargesFrom(of.of, rating, of);
    return off.get(charge?.key ?? '') ?? 0n;
  };
}

/** @throws Rejection `customer.unpriced` where nothing prices the month, or plans of several currencies do */
function currencyOf(stretches: readonly PlanStretch[], month: Month): Currency {
  const currencies = new Set(stretches.flatMap(({ stretch }) => stretch.version?.currency ?? []));
  const [currency] = currencies;
  if (currency !== undefined && currencies.size === 1) return currency;
  const detail =
    currency === undefined
      ? `ask for a month in which a plan of the customer, or the default plan, is in force: in ${month} none is, so that nothing has a price to share`
      : `give the customer plans of one currency in ${month}, got ${[...currencies].join(' and ')}`;
  throw new Rejection('customer.unpriced', detail, { param: 'key' });
}

/** Stretches cut again where a version of any share begins, so that on each of them the same are in force. */
function cutAtVersions(
  { stretches, period }: Pick<TalliedMonth, 'stretches' | 'period'>,
  shares: ReadonlyMap<string, Share>,
  calendar: LocalCalendar,
): PlanStretch[] {
  const days = [...shares.values()].flatMap(({ versions }) => versions);
  const starts = new Set(days.map(({ effectiveFrom }) => calendar.dayStart(effectiveFrom)));
  return stretches.flatMap(({ plan, stretch }) => {
    const { start, end } = stretch.period;
    const cuts = [...starts].filter((at) => at > start && at < end).sort((a, b) => a - b);
    return [start, ...cuts].map((from, place) => {
      const part = { start: from, end: cuts[place] ?? end };
      return {
        plan,
        stretch: { ...stretch, period: part, share: shareOf(part, period, calendar) },
      };
    });
  });
}
