import { billedCustomer } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { LoadedPlans } from '../../catalog/load-plans.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { BillingPeriod } from '../../invoicing/billing-period.ts';
import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import type { Reckoning } from '../../invoicing/reckoning.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Meter } from '../../metering/meter.ts';
import type { PlanVersion } from '../../pricing/plan.ts';
import { stretchesOf } from '../../pricing/stretches.ts';
import type { PrepareClosings, RatingPorts } from '../ports.ts';
import { agreedStretches, agreedTaxes, agreedTerms } from './agreed-terms.ts';
import { type CustomerMonth, type CustomerMonths, customerMonths } from './customer-months.ts';
import { customerTerms } from './customer-terms.ts';
import { planParts } from './plan-parts.ts';
import type { PreparedClosing } from './prepared-closing.ts';
import { chargedInAdvance, ratedMonth, type TalliedStretch } from './rate-stretches.ts';
import { type MeteredValue, readEventValues } from './read-events.ts';
import { readTallies } from './read-tallies.ts';
import { partsWithin } from './subject-periods.ts';
import { UsageTallies } from './usage-tallies.ts';

const CUSTOMERS_AT_ONCE = 16;

/** What is the same for all customers of a run. */
interface Run {
  readonly ports: RatingPorts;
  readonly tenant: string;
  readonly billing: TenantBilling;
  readonly meters: ReadonlyMap<string, Meter>;
  readonly plans: LoadedPlans;
}

/** A month cut into stretches, with the tallies of each once they are read. */
interface TalliedMonth extends CustomerMonth {
  readonly stretches: readonly TalliedStretch[];
}

interface TalliedMonths {
  readonly customer: Customer;
  readonly current: TalliedMonth;
  readonly earlier: readonly TalliedMonth[];
  readonly next: { readonly period: BillingPeriod; readonly stretches: readonly PlanStretch[] };
}

/** As `PrepareClosings` says: reads, and writes nothing. */
export const prepareClosings: PrepareClosings = async (ports, tenant, asked) => {
  const { cut, run } = await cutMonthsOf(ports, tenant, asked);
  await readTallies(ports.totals, tenant, cut.flatMap(windowsOf));
  return inParallel(CUSTOMERS_AT_ONCE, cut, (one) => prepare(one, run));
};

/** A payer's month as it is closed or would be, without what was used of it. */
export interface PricedMonth extends CustomerMonth {
  readonly customer: Customer;
  readonly stretches: readonly PlanStretch[];
  /** Reads what was used, and rates it as of now. */
  readonly charges: () => Promise<Reckoning['charges']>;
}

/**
 * Whose usage payers' months have, and what prices it when: what closing them goes by.
 * @throws Rejection as `PrepareClosings`
 */
export async function pricedMonths(
  ports: RatingPorts,
  tenant: string,
  asked: Parameters<PrepareClosings>[2],
): Promise<readonly PricedMonth[]> {
  const { cut, run } = await cutMonthsOf(ports, tenant, asked);
  return cut.map(({ customer, current }) => ({
    ...current,
    customer,
    charges: async () => {
      await readTallies(ports.totals, tenant, usageWindowsOf(current));
      return (await reckon(current, run)).charges;
    },
  }));
}

async function cutMonthsOf(
  ports: RatingPorts,
  tenant: string,
  asked: Parameters<PrepareClosings>[2],
): Promise<{ readonly cut: readonly TalliedMonths[]; readonly run: Run }> {
  const billing = await tenantBillingOf(ports.settings, tenant);
  const { meters } = await ports.catalogs.latest(tenant, 'strong');
  const run: Run = {
    ports,
    tenant,
    billing,
    meters: new Map(meters.map((meter) => [meter.key, meter])),
    plans: new LoadedPlans(ports.plans, tenant),
  };
  const customers = await inParallel(CUSTOMERS_AT_ONCE, asked.customers, (key) =>
    billedCustomer(ports.customers, tenant, { key, billing }),
  );
  const months = await customerMonths(ports.books, tenant, {
    customers,
    month: asked.month,
    canSubjectsPay: billing.defaultPlan !== undefined,
    monthsReachedBack: ports.monthsReachedBack,
  });
  const cut = await inParallel(CUSTOMERS_AT_ONCE, months, (one) => cutMonths(one, run));
  return { cut, run };
}

async function cutMonths(
  { customer, current, earlier, next }: CustomerMonths,
  run: Run,
): Promise<TalliedMonths> {
  return {
    customer,
    current: await cutMonth(customer, current, run),
    earlier: await inParallel(1, earlier, (month) => cutMonth(customer, month, run)),
    next: { period: next, stretches: await stretchesIn(customer, next, run) },
  };
}

async function cutMonth(customer: Customer, month: CustomerMonth, run: Run): Promise<TalliedMonth> {
  const stretches =
    month.agreed === undefined
      ? await stretchesIn(customer, month.period, run)
      : await agreedStretches(month.agreed, run.plans);
  return {
    ...month,
    stretches: stretches.map((stretch) => ({ ...stretch, tallies: new UsageTallies() })),
  };
}

/** The stretches of a month in which anything has a price. */
async function stretchesIn(
  { plan = [] }: Customer,
  period: BillingPeriod,
  { plans, billing: { defaultPlan } }: Run,
): Promise<PlanStretch[]> {
  const { timeZone } = period;
  const parts = await inParallel(
    1,
    planParts(plan, { period, timeZone, defaultPlan }),
    async ({ plan: key, within }) => {
      const found = await plans.get(key);
      invariant(
        found !== undefined,
        `a plan that is given to a customer stays, and ${key} is gone`,
      );
      return stretchesOf(found, { within, month: period, timeZone }).map((stretch) => ({
        plan: key,
        stretch,
      }));
    },
  );
  return parts.flat().filter(({ stretch: { version } }) => version !== undefined);
}

const windowsOf = ({ current, earlier }: TalliedMonths) =>
  [current, ...earlier].flatMap(usageWindowsOf);

const usageWindowsOf = ({ usedBy, stretches }: TalliedMonth) =>
  stretches.flatMap(({ stretch: { period }, tallies }) =>
    partsWithin(usedBy, period).map((part) => ({ ...part, into: tallies })),
  );

async function prepare(cut: TalliedMonths, run: Run): Promise<PreparedClosing> {
  const { customer, current, earlier, next } = cut;
  const version = versionFor(cut);
  if (version === undefined) return unpriced(customer, current.period);
  const { currency } = version;
  const other = current.stretches.find(({ stretch }) => stretch.version?.currency !== currency);
  if (other !== undefined) return mixed(customer, current.period, [currency, other]);
  const inCurrency = ({ stretch }: PlanStretch): boolean => stretch.version?.currency === currency;
  const adjustable = earlier.filter(({ stretches }) => stretches.every(inCurrency));
  const ahead = chargedInAdvance(next.stretches.filter(inCurrency));
  const reckoned = await reckon(current, run);
  const terms = termsFor(cut, run, version);
  return {
    status: 'ready',
    customer: customer.key,
    request: {
      terms,
      policy: run.billing.policy,
      current: reckoned,
      earlier: await inParallel(1, adjustable, (month) => reckon(month, run)),
      advance: ahead.length === 0 ? [] : [{ period: next.period, charges: ahead }],
      overrides: [],
      agreed: agreedTerms(current.period, {
        rules: current.rules,
        stretches: current.stretches,
        charges: reckoned.charges,
        taxes: terms.taxes,
      }),
    },
  };
}

/** A month that is billed again is taxed as it was. */
function termsFor({ customer, current }: TalliedMonths, run: Run, version: PlanVersion) {
  const terms = customerTerms(customer, run.billing, version);
  if (current.agreed === undefined) return terms;
  return { ...terms, taxes: new Map([...terms.taxes, ...agreedTaxes(current.agreed)]) };
}

/**
 * The version whose currency and minimum charge count: the last of the month, or else of those before, or the next
 * one's first.
 */
const versionFor = ({ current, earlier, next }: TalliedMonths): PlanVersion | undefined =>
  [
    ...next.stretches.toReversed(),
    ...earlier.flatMap(({ stretches }) => stretches),
    ...current.stretches,
  ].at(-1)?.stretch.version;

const unpriced = ({ key }: Customer, { month }: BillingPeriod): PreparedClosing => ({
  status: 'unpriced',
  customer: key,
  detail: `give the customer a plan that is in force in ${month}, or name a default plan in the billing settings: nothing prices what it uses`,
});

const mixed = (
  { key }: Customer,
  { month }: BillingPeriod,
  [currency, { plan, stretch }]: readonly [string, PlanStretch],
): PreparedClosing => ({
  status: 'unpriced',
  customer: key,
  detail: `give the customer plans of one currency in ${month}, got ${plan} in ${stretch.version?.currency ?? ''} and another in ${currency}`,
});

async function reckon(
  { period, usedBy, stretches }: TalliedMonth,
  { ports, tenant, meters }: Run,
): Promise<Reckoning> {
  const read = new Map<string, Promise<readonly MeteredValue[]>>();
  const eventsOf = (
    { stretch, tallies }: TalliedStretch,
    meter: Meter,
  ): Promise<readonly MeteredValue[]> => {
    const place = JSON.stringify([stretch.period.start, meter.key]);
    const reading =
      read.get(place) ??
      readEventValues(ports, {
        tenant,
        meter,
        usedBy: partsWithin(usedBy, stretch.period),
        hours: tallies.hoursOf(meter.key),
      });
    read.set(place, reading);
    return reading;
  };
  return { period, charges: await ratedMonth(stretches, { meters, eventsOf }) };
}
