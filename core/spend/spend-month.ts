import { chargeRuns, type Run } from '../billing/rating/charge-runs.ts';
import { pricedAlike, writtenAlike } from '../billing/rating/charges-alike.ts';
import type { CustomerMonth } from '../billing/rating/customer-months.ts';
import { rulesBeforeKept, rulesByText } from '../billing/rating/rules.ts';
import { chargeTest, type DimensionTest } from '../billing/rating/usage-tallies.ts';
import { metersOf } from '../billing/unbilled/priced-meters.ts';
import { standardTaxCode, type TaxTreatment } from '../catalog/tax-treatment.ts';
import type { BillingPeriod } from '../invoicing/billing-period.ts';
import type { PlanStretch } from '../invoicing/rated-charges.ts';
import type { Currency } from '../kernel/currency.ts';
import { decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
import { isLevel, type Meter } from '../metering/meter.ts';
import type { Charge } from '../pricing/charge.ts';
import { usageKindOf } from '../pricing/charge-usage.ts';
import { countsThrough, isOff, type MonthCoupon } from '../pricing/coupon.ts';
import { type DomainTerms, domainKey } from './domain.ts';
import { isGateable } from './most.ts';

/** A usage line that a month's invoice will have. */
export interface SpendLine {
  readonly terms: DomainTerms;
  readonly meter: Meter;
  readonly taxCode: string;
  /** Undefined where nobody has said it. */
  readonly treatment: TaxTreatment | undefined;
  readonly currency: Currency;
  /** Over which time. */
  readonly period: Period;
  /** For which of the meter's usage. */
  readonly isWanted: DimensionTest;
  /** Whether its price is known before anything is used. */
  readonly isGateable: boolean;
  /** Whether the month's invoice is still to be made. */
  readonly isOpen: boolean;
}

/** A month of a payer, with what prices it: what a closing of it goes by. */
export class SpendMonth {
  readonly period: BillingPeriod;
  readonly usedBy: CustomerMonth['usedBy'];
  readonly rules: number;
  readonly stretches: readonly PlanStretch[];
  readonly lines: readonly SpendLine[];
  readonly #meters: ReadonlyMap<string, Meter>;

  constructor(
    given: CustomerMonth & {
      readonly stretches: readonly PlanStretch[];
      readonly coupons: readonly MonthCoupon[];
      readonly meters: ReadonlyMap<string, Meter>;
      readonly taxes: ReadonlyMap<string, TaxTreatment>;
      readonly isOpen: boolean;
    },
  ) {
    const { period, usedBy, rules, stretches, meters } = given;
    this.period = period;
    this.usedBy = usedBy;
    this.rules = rules;
    this.stretches = stretches;
    this.#meters = meters;
    // Of months that were closed so long ago, nothing is held any more.
    this.lines = rules <= rulesBeforeKept ? [] : linesOf(given);
  }

  /** What is in force at an instant; undefined where nothing has a price. */
  stretchAt(at: Timestamp): PlanStretch | undefined {
    return this.stretches.find(({ stretch: { period } }) => contains(period, at));
  }

  /** The lines for usage of a meter at an instant. */
  linesAt(at: Timestamp, meter: string, dimensions: readonly (string | null)[]): SpendLine[] {
    return this.lines.filter(
      (line) => line.meter.key === meter && contains(line.period, at) && line.isWanted(dimensions),
    );
  }

  /** Whether anything is charged by what a meter reads then. */
  isPriced(at: Timestamp, meter: Meter, dimensions: readonly (string | null)[]): boolean {
    const charges = this.stretchAt(at)?.stretch.version?.charges ?? [];
    return charges.some(
      (charge) =>
        countedBy(charge).includes(meter.key) && chargeTest(charge, meter, charges)(dimensions),
    );
  }

  /** The meters that anything is charged by then. */
  pricedMeters(at: Timestamp): readonly Meter[] {
    const charges = this.stretchAt(at)?.stretch.version?.charges ?? [];
    return [...new Set(charges.flatMap(countedBy))].flatMap((key) => this.#meters.get(key) ?? []);
  }
}

export const contains = ({ start, end }: Period, at: Timestamp): boolean => start <= at && at < end;

/** Events that a price does not count cost nothing by being counted. */
const countedBy = (charge: Charge): readonly string[] =>
  usageKindOf(charge.price) === 'quantity' ? [charge.meter] : metersOf(charge);

function linesOf({
  period: { month },
  rules,
  stretches,
  coupons,
  meters,
  taxes,
  isOpen,
}: ConstructorParameters<typeof SpendMonth>[0]): SpendLine[] {
  const alike = rules <= rulesByText ? writtenAlike : pricedAlike;
  return chargeRuns(stretches, alike).flatMap((run) => {
    const meter = meters.get(run.of.meter);
    return meter === undefined ? [] : [lineOf(run, { month, coupons, meter, taxes, isOpen })];
  });
}

function lineOf(
  { of: charge, plan, stretch: { period, version, share } }: Run<Charge, PlanStretch>,
  {
    month,
    coupons,
    meter,
    taxes,
    isOpen,
  }: {
    readonly month: BillingPeriod['month'];
    readonly coupons: readonly MonthCoupon[];
    readonly meter: Meter;
    readonly taxes: ReadonlyMap<string, TaxTreatment>;
    readonly isOpen: boolean;
  },
): SpendLine {
  const taxCode = charge.taxCode ?? standardTaxCode;
  const treatment = taxes.get(taxCode);
  // The rest is taken off when the month is closed. Of no use is it known which part of an amount is its own, nor by
  // how much its day's part of the month will be less, where a coupon counts on some of its days.
  const percentOff = coupons.flatMap((coupon) =>
    coupon.off.of === 'percent' &&
    countsThrough(coupon, period) &&
    isOff(coupon, { of: 'charge', key: charge.key })
      ? [coupon.off.percent]
      : [],
  );
  const key = domainKey({ month, plan, charge: charge.key, start: period.start });
  return {
    // Nothing more is held where it is not known; what is held already waits for it as the invoice does.
    terms: {
      ...{ key, charge, share, taxRate: treatment?.rate ?? decimalOf(0n) },
      ...(percentOff.length === 0 ? {} : { percentOff }),
      ...(meter.aggregation === 'count' ? { grain: decimalFromInteger(1n) } : {}),
    },
    ...{ meter, taxCode, treatment, currency: version.currency, period },
    isWanted: chargeTest(charge, meter, version.charges),
    isGateable: !isLevel(meter) && isGateable(charge.price),
    isOpen,
  };
}
