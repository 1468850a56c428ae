import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { customerCalendar } from '../../catalog/customer-after.ts';
import { agreedTaxes } from '../../invoicing/agreed-taxes.ts';
import type { BillingPeriod } from '../../invoicing/billing-period.ts';
import type { ClosingRequest } from '../../invoicing/closing-request.ts';
import { withGiven } from '../../invoicing/given-charges.ts';
import { withPasses } from '../../invoicing/pass-charges.ts';
import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import type { Reckoning } from '../../invoicing/reckoning.ts';
import type { CustomerTerms } from '../../invoicing/terms.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { invariant } from '../../kernel/invariant.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { stretchesOf } from '../../pricing/stretches.ts';
import type { PrepareClosings, RatingPorts, WalletUse } from '../ports.ts';
import { agreedPrices, agreedStretches, agreedTerms } from './agreed-terms.ts';
import { askedMonths } from './asked-months.ts';
import { carriedMonths } from './carried-months.ts';
import { chargedBefore, isPaidByUse, isUnused, termsFor, versionFor } from './closing-terms.ts';
import { committedTerms } from './committed-terms.ts';
import type { CustomerMonth, CustomerMonths } from './customer-months.ts';
import { customerTaxes } from './customer-terms.ts';
import { lessCoupons } from './less-coupons.ts';
import { agreedCoupons, type CutMonth, cutByCoupons, keptCoupons } from './month-coupons.ts';
import { cutIntoStretches, ratedUsageOf, readMonths, usedWithinOf } from './month-usage.ts';
import { planParts } from './plan-parts.ts';
import { mixed, type PreparedClosing, unpriced } from './prepared-closing.ts';
import { type PricingPorts, type RatingRun, ratingRun, type TalliedMonth } from './rating-run.ts';
import { rulesBeforeKept } from './rules.ts';
import { countedMonths, type SignedClosedMonth, signedMonths } from './signed-months.ts';
import type { TalliedMonths } from './tallied-months.ts';
import { taxesWhenCharged } from './taxes-when-charged.ts';
import { walletsAsked } from './wallets-asked.ts';

const CUSTOMERS_AT_ONCE = 16;

/** As `PrepareClosings` says: reads, and writes nothing. */
export const prepareClosings: PrepareClosings = async (ports, tenant, asked) => {
  const run = await ratingRun(ports, tenant);
  const cut = await signedMonths(run, await cutMonthsOf(run, asked));
  await readMonths(
    run,
    cut.flatMap(({ current, earlier }) => [current, ...earlier.filter(isUnsettled)]),
  );
  const wallet = await walletsAsked(run);
  return inParallel(CUSTOMERS_AT_ONCE, cut, async (one) => prepare(one, run, await wallet(one)));
};

const isUnsettled = ({ isSettled = false }: SignedClosedMonth): boolean => !isSettled;

/** A customer's month made ready, with what it goes by. */
export interface PreparedMonth {
  readonly month: CustomerMonth & { readonly stretches: readonly PlanStretch[] };
  readonly prepared: PreparedClosing;
}

/**
 * Months of one customer, each made ready as if it was the next to be closed; what was used is read once for all.
 * @throws Rejection as `PrepareClosings`
 */
export async function prepareMonths(
  ports: RatingPorts,
  tenant: string,
  { customer, months }: { readonly customer: string; readonly months: readonly Month[] },
): Promise<readonly PreparedMonth[]> {
  const run = await ratingRun(ports, tenant);
  const cut = await inParallel(1, months, (month) =>
    cutMonthsOf(run, { customers: [customer], month }),
  );
  const all = cut.flat();
  await readMonths(
    run,
    all.flatMap(({ current, earlier }) => [current, ...earlier]),
  );
  const wallet = await walletsAsked(run);
  return inParallel(1, all, async (one) => ({
    month: one.current,
    prepared: await prepare(one, run, await wallet(one)),
  }));
}

async function cutMonthsOf(
  run: RatingRun,
  asked: Parameters<PrepareClosings>[2],
): Promise<readonly TalliedMonths[]> {
  const months = await askedMonths(run, asked, run.ports.monthsReachedBack);
  return inParallel(CUSTOMERS_AT_ONCE, months, (one) => cutMonths(one, run));
}

async function cutMonths(
  { customer, current, earlier, ahead, hasBought, inBooks }: CustomerMonths,
  run: RatingRun,
): Promise<TalliedMonths> {
  return {
    customer,
    current: await cutMonth(customer, current, run),
    earlier: await inParallel(1, earlier, async (month) => ({
      ...(await cutMonth(customer, month, run)),
      version: month.version,
      signs: month.signs,
    })),
    ahead: await inParallel(1, ahead, async (period) => ({
      period,
      ...(await cutIn(customer, period, run)),
    })),
    hasBought,
    inBooks,
  };
}

/** A month of a customer, cut where what it is rated by changes; its usage is still to be read. */
export async function cutMonth(
  customer: Customer,
  month: CustomerMonth,
  run: RatingRun<PricingPorts>,
): Promise<TalliedMonth> {
  const { agreed, period } = month;
  // Whether there is any usage at all decides on these.
  const wanted = isPaidByUse(customer, period.month) ? 'any' : 'charged';
  if (agreed !== undefined) {
    const stretches = await agreedStretches(agreed, run.plans);
    const asAgreed = { stretches, coupons: agreedCoupons(agreed) };
    const cut = cutIntoStretches(month, asAgreed, run.meters, wanted);
    return { ...cut, taxes: agreedTaxes(agreed) };
  }
  const then = await asClosed(customer, month, run);
  const asNow =
    month.rules <= rulesBeforeKept
      ? { stretches: await stretchesIn(then, period, run), coupons: [] }
      : await cutIn(then, period, run);
  const cut = cutIntoStretches(month, asNow, run.meters, wanted);
  return then === customer ? cut : { ...cut, taxes: customerTaxes(then, run.billing) };
}

/** Of a month that was closed before its terms were kept: the customer as it was when records began to be. */
async function asClosed(
  customer: Customer,
  { rules }: CustomerMonth,
  { ports, tenant }: RatingRun<PricingPorts>,
): Promise<Customer> {
  if (rules !== rulesBeforeKept) return customer;
  return (await ports.customers.oldestPast(tenant, customer.key))?.customer ?? customer;
}

/** What of a month has a price, and what is taken off it. */
const cutIn = async (
  customer: Customer,
  period: BillingPeriod,
  run: RatingRun<PricingPorts>,
): Promise<CutMonth> => cutByCoupons(customer, period, await stretchesIn(customer, period, run));

/** The stretches of a month in which anything has a price. */
async function stretchesIn(
  customer: Customer,
  period: BillingPeriod,
  { plans, billing: { defaultPlan } }: RatingRun<PricingPorts>,
): Promise<PlanStretch[]> {
  const { plan = [] } = customer;
  const calendar = customerCalendar(customer);
  const parts = await inParallel(
    1,
    planParts(plan, { period, calendar, defaultPlan }),
    async ({ plan: key, within }) => {
      const found = await plans.get(key);
      invariant(
        found !== undefined,
        `a plan that is given to a customer stays, and ${key} is gone`,
      );
      return stretchesOf(found, { within, month: period, calendar }).map((stretch) => ({
        plan: key,
        stretch,
      }));
    },
  );
  return parts.flat().filter(({ stretch: { version } }) => version !== undefined);
}

async function prepare(
  cut: TalliedMonths,
  run: RatingRun,
  wallet: WalletUse | undefined,
): Promise<PreparedClosing> {
  const { customer, current, earlier, inBooks } = cut;
  const version = versionFor(cut);
  if (version === undefined) return unpriced(customer, current.period);
  const { currency } = version;
  const other = current.stretches.find(({ stretch }) => stretch.version?.currency !== currency);
  if (other !== undefined) return mixed(customer, current.period, [currency, other]);
  const inCurrency = ({ stretch }: PlanStretch): boolean => stretch.version?.currency === currency;
  const adjustable = earlier.filter((month) => month.stretches.every(inCurrency));
  const ahead = chargedBefore(cut, inCurrency);
  const isIdle = isUnused(customer, current);
  const used = wallet?.currency === currency ? wallet : undefined;
  const reckonedWith = async (month: TalliedMonth): Promise<Reckoning> => {
    // All of a closed month may have been taken out since: what was billed of it is given back.
    const { charges, ...others } = isUnused(customer, month)
      ? unused(month)
      : await reckon(month, run);
    const own = month.period.month;
    const passed = withPasses(charges, used?.passes.get(own) ?? []);
    return { ...others, charges: withGiven(passed, used?.given.get(own) ?? []) };
  };
  const reckoned = isIdle ? unused(current) : await reckonedWith(current);
  const terms = termsFor(cut, run, version);
  const before = earlier.find(({ period }) => laterMonth(period.month) === current.period.month);
  const taxesCharged =
    inBooks === undefined
      ? undefined
      : await taxesWhenCharged(run.ports.books, run.tenant, { inBooks, ...reckoned });
  const isOwn = subjectOfKey(customer.key) !== undefined;
  return {
    status: 'ready',
    customer: customer.key,
    request: {
      terms,
      policy: run.billing.policy,
      current: reckoned,
      earlier: await inParallel(1, adjustable.filter(isUnsettled), reckonedWith),
      settled: adjustable
        .filter((month) => !isUnsettled(month))
        .map(({ period: { month }, version: block }) => ({ month, version: block })),
      advance: ahead.map(({ period, charges }) => ({ period, charges })),
      overrides: [],
      ...(wallet === undefined ? {} : { wallet }),
      ...(await besideMonths(cut, run, { terms, adjustable })),
      ...definedOnly({ taxesBefore: taxesCharged ?? before?.taxes }),
      ...(isIdle ? { isIdle } : {}),
      agreed: agreedTerms(current.period, {
        rules: current.rules,
        stretches: current.stretches,
        charges: [...reckoned.charges, ...ahead.flatMap(({ charges }) => charges)],
        taxes: terms.taxes,
        own: isOwn ? current.usedBy.map(({ period }) => period) : undefined,
        // An idle month was not rated.
        counted: countedMonths(isIdle ? adjustable : [current, ...adjustable]),
        coupons: keptCoupons(current.coupons),
        couponsAhead: keptCoupons(ahead.flatMap(({ coupons }) => coupons)),
        prices: await agreedPrices(
          [current, ...ahead].flatMap(({ stretches }) => stretches),
          run.plans,
        ),
      }),
    },
  };
}

/** What goes beyond the months that are rated: terms that they are in, and an interval that one of them ends. */
async function besideMonths(
  { customer, current }: TalliedMonths,
  { ports, tenant, billing }: RatingRun,
  {
    terms,
    adjustable,
  }: { readonly terms: CustomerTerms; readonly adjustable: readonly SignedClosedMonth[] },
): Promise<Pick<ClosingRequest, 'commitments' | 'carried'>> {
  const commitments = committedTerms(customer, [current, ...adjustable], billing);
  const carried = await carriedMonths(ports.books, tenant, {
    ...{ customer, month: current.period.month },
    isWithin: terms.invoicedWith !== undefined,
  });
  return {
    ...(commitments.length === 0 ? {} : { commitments }),
    ...definedOnly({ carried }),
  };
}

/** A month with what it is charged for, once its usage is read. */
export const reckon = async (month: TalliedMonth, run: RatingRun): Promise<Reckoning> => ({
  ...unused(month),
  charges: lessCoupons(await ratedUsageOf(month, run), month, usedWithinOf(month, run)),
});

/** A month that nothing is charged for. */
const unused = ({ period, taxes }: TalliedMonth): Reckoning => ({
  ...{ period, charges: [] },
  ...(taxes === undefined ? {} : { taxes }),
});
