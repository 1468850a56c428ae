import { billedCustomer } from '../../catalog/billed-customer.ts';
import { planOf } from '../../catalog/load-plans.ts';
import type { PlanVersionBody } from '../../contract/catalog/plan-shapes.ts';
import type { InvoiceLine } from '../../contract/invoices/invoice.ts';
import { chargeFromFee } from '../../invoicing/rated-charges.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Month } from '../../kernel/month.ts';
import type { Period } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import { windowsOf } from '../../metering/query/windows.ts';
import { longestWindow } from '../../metering/rolling/rolling-window.ts';
import type { Charge } from '../../pricing/charge.ts';
import { feesOf } from '../../pricing/fees.ts';
import type { PlanVersion } from '../../pricing/plan.ts';
import type { RatingPorts } from '../ports.ts';
import { customerMonths } from '../rating/customer-months.ts';
import { windowsAsked } from '../rating/month-quantity.ts';
import { partsOfWindows, ratedUsageOf, readMonths } from '../rating/month-usage.ts';
import type { WindowOfDay } from '../rating/month-windows.ts';
import { cutMonth } from '../rating/prepare-closings.ts';
import { type RatingRun, ratingRun, type TalliedMonth } from '../rating/rating-run.ts';
import { meterOf } from '../rating/rating-sources.ts';
import { partsWithin, type SubjectPeriod } from '../rating/subject-periods.ts';
import { chargeTest, type DimensionTest } from '../rating/usage-tallies.ts';
import { type ExplainedLevel, hasOneQuantity, LevelRows } from './levels.ts';
import { isOfCoupon, isOfGiven, isOfTerm } from './line-amounts.ts';
import type { ExplainedStretch } from './stretch.ts';
import { ExplainedTallies, type TallyPlace } from './tallies.ts';

/** What of a plan priced a line. */
export interface LinePrice {
  readonly plan: string;
  readonly version: PlanVersion;
  /** The version as it was sent. */
  readonly body: PlanVersionBody;
  readonly kind: RatedCharge['kind'];
  /** Undefined for fees, and for what makes up a commitment. */
  readonly charge: Charge | undefined;
}

/** What was used under a charge, and what that comes to now. */
export interface LineUsage {
  readonly meter: Meter;
  readonly isWanted: DimensionTest;
  /** By which values are read. */
  readonly rules: number;
  readonly usedBy: readonly SubjectPeriod[];
  readonly tallies: ExplainedTallies;
  readonly level: ExplainedLevel;
  /** Where the month has a trailing window for each day: what each comes to. */
  readonly windows: readonly WindowOfDay[];
  /** Every charge of the version over the stretch, as of now. */
  readonly rated: readonly RatedCharge[];
}

/** The plan version a line was priced by; undefined for what has no price: carried, rounded, credited, taken back. */
export async function linePrice(
  { plans }: RatingPorts,
  tenant: string,
  line: InvoiceLine,
): Promise<LinePrice | undefined> {
  const { plan, charge } = line;
  if (plan === undefined || charge === undefined) return undefined;
  if (isOfGiven(line) || isOfCoupon(line) || isOfTerm(line)) return undefined;
  const record = await plans.get(tenant, plan.key);
  invariant(record !== undefined, `a plan that was billed stays, and ${plan.key} is gone`);
  const isInForce = (one: { readonly effectiveFrom: string }): boolean =>
    one.effectiveFrom === plan.effectiveFrom;
  const version = planOf(record).versions.find(isInForce);
  const body = record.body.versions.find(isInForce);
  invariant(
    version !== undefined && body !== undefined,
    `a version that was billed stays, and that of ${plan.effectiveFrom} is gone`,
  );
  const kind = ratedKindOf(line, version);
  return {
    plan: plan.key,
    version,
    body,
    kind,
    charge: kind === 'fee' ? undefined : version.charges.find(({ key }) => key === charge),
  };
}

/** What an adjustment adjusts is not on it; a fee and a charge may have the same key. */
function ratedKindOf(line: InvoiceLine, { fixedFees }: PlanVersion): RatedCharge['kind'] {
  const { kind, meter, charge, description } = line;
  if (kind === 'usage' || kind === 'fee' || kind === 'minimum') return kind;
  if (meter !== undefined) return 'usage';
  const fee = fixedFees.find(({ key }) => key === charge);
  return fee !== undefined && description.endsWith(fee.description) ? 'fee' : 'minimum';
}

/** The fee of a stretch, as it is billed; undefined where it is charged with an earlier stretch. */
export const ratedFee = (
  { plan, version }: LinePrice,
  { period, share }: ExplainedStretch,
  key: string | undefined,
): RatedCharge | undefined =>
  feesOf([{ period, version, share }])
    .map((fee) => chargeFromFee(plan, fee))
    .find(({ charge }) => charge === key);

/**
 * Reads what the customer used in the stretch and rates it again; `page` says which tallies are to be kept one by one.
 */
export async function lineUsage(
  ports: RatingPorts,
  tenant: string,
  asked: {
    readonly customer: string;
    readonly price: LinePrice;
    readonly charge: Charge;
    readonly stretch: ExplainedStretch;
    readonly page: {
      readonly unit: 'day' | 'hour' | undefined;
      readonly after: TallyPlace | undefined;
      readonly limit: number;
    };
  },
): Promise<LineUsage> {
  const { price, charge, stretch, page } = asked;
  const { period, timeZone } = stretch;
  const run = await ratingRun(ports, tenant);
  const meter = meterOf(charge.meter, run.meters);
  const isWanted = chargeTest(charge, meter, price.version.charges);
  const month = await readMonth(run, asked.customer, stretch.month);
  const { shown, parts } = usageShown(month, meter, period);
  const { unit, after, limit } = page;
  const windows = windowsOf(shown, unit, timeZone);
  const rows = new LevelRows(month, { meter, period, parts });
  const { quantityOf } = rows;
  const question = { meter: meter.key, isWanted, windows, after, limit, quantityOf };
  const tallies = new ExplainedTallies(question);
  await readMonths(
    run,
    [month],
    parts.flatMap((part) => [
      { ...part, rules: month.rules, into: tallies },
      { ...part, rules: month.rules, into: rows.sinkOf(part.period, isWanted) },
    ]),
  );
  const all = await ratedUsageOf(month, run, meter);
  const rated = all.filter(
    ({ plan, stretch: own }) =>
      plan.key === price.plan &&
      plan.effectiveFrom === price.version.effectiveFrom &&
      (own ?? month.period).start === period.start,
  );
  return {
    meter,
    isWanted,
    rules: month.rules,
    usedBy: parts,
    tallies,
    rated,
    level: rows.level(isWanted),
    windows: month.windows.ofDays(meter, windowsAsked(month.stretches, meter, isWanted)),
  };
}

/** Of a level that has one quantity a month, every part has its share: of that, all is behind it. */
function usageShown(
  month: TalliedMonth,
  meter: Meter,
  period: Period,
): { readonly shown: Period; readonly parts: readonly SubjectPeriod[] } {
  if (!hasOneQuantity(month, meter))
    return { shown: period, parts: partsWithin(month.usedBy, period) };
  const { windows } = month;
  return meter.window === undefined
    ? { shown: month.period, parts: partsWithin(month.usedBy, month.period) }
    : { shown: windows.reads ?? month.period, parts: partsOfWindows(month) };
}

/** A month of the customer, as closing it would have it now; nothing of it is read yet. */
async function readMonth(run: RatingRun, key: string, month: Month): Promise<TalliedMonth> {
  const { ports, tenant, billing, meters } = run;
  const customer = await billedCustomer(ports.customers, tenant, { key, billing });
  const [months] = await customerMonths(ports.books, tenant, {
    customers: [customer],
    month,
    billing,
    monthsReachedBack: ports.monthsReachedBack,
    windowDays: longestWindow(meters.values()),
  });
  invariant(months !== undefined, 'one customer is asked for');
  return cutMonth(customer, months.current, run);
}
