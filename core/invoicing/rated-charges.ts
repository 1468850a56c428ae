import { standardTaxCode } from '../catalog/tax-treatment.ts';
import { ownDescriptions } from '../contract/invoices/own-descriptions.ts';
import { type Decimal, decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { type ExactAmount, exactOf, exactProduct } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Period } from '../kernel/timestamp.ts';
import type { Charge } from '../pricing/charge.ts';
import type { RatedFee } from '../pricing/fees.ts';
import type { Rating } from '../pricing/rating.ts';
import type { Stretch } from '../pricing/stretches.ts';
import type { ChargeStep, RatedCharge } from './reckoning.ts';

/** A stretch of a month under one version of a plan. */
export interface PlanStretch {
  readonly plan: string;
  readonly stretch: Stretch;
}

/** A stretch, and the month that it is of: all of it where left out. */
interface StretchOfMonth extends PlanStretch {
  readonly month?: Period;
}

const ONE = decimalFromInteger(1n);

/** What `rate` says of a charge, as it is billed: its usage, and what brings it up to its minimum. */
export function chargesFrom(
  charge: Charge,
  rating: Rating,
  { plan, stretch, month }: StretchOfMonth,
): RatedCharge[] {
  const { quantity, minimumTopUp, usageAmount, maximumDiscount } = rating;
  const description = charge.description ?? charge.key;
  const facts = {
    ...placeOf({ plan, stretch, ...definedOnly({ month }) }),
    charge: charge.key,
    taxCode: charge.taxCode ?? standardTaxCode,
  };
  const exact = exactOf(usageAmount - maximumDiscount);
  const usage: RatedCharge = {
    ...facts,
    key: keyOf('usage', charge.key, { plan, stretch }),
    kind: 'usage',
    revenue: { of: 'meter', key: charge.meter },
    meter: charge.meter,
    description,
    quantity,
    exact,
    ...explanation(rating, exact),
    ...definedOnly({ unit: charge.unit }),
  };
  if (minimumTopUp === 0n) return [usage];
  const minimum: RatedCharge = {
    ...facts,
    key: keyOf('minimum', charge.key, { plan, stretch }),
    kind: 'minimum',
    revenue: { of: 'minimum', key: charge.key },
    description: ownDescriptions.upToMinimum(description),
    quantity: ONE,
    exact: minimumTopUp,
  };
  return [usage, minimum];
}

/** A unit price where one tells it all, otherwise the steps. */
function explanation(
  { steps, quantity, maximumDiscount }: Rating,
  exact: ExactAmount,
): { readonly unitPrice?: Decimal; readonly steps?: readonly ChargeStep[] } {
  const [only] = steps;
  const isPlain = steps.length === 1 && only?.of === 'units' && only.price !== undefined;
  if (isPlain && exactProduct(quantity, only.price) === exact) return { unitPrice: only.price };
  if (steps.length === 0 && maximumDiscount === 0n) return {};
  const discount: ChargeStep = {
    of: 'maximum',
    quantity: decimalOf(0n),
    amount: exactOf(-maximumDiscount),
  };
  return { steps: maximumDiscount === 0n ? steps : [...steps, discount] };
}

/** A fixed fee as it is billed. */
export const chargeFromFee = (
  plan: string,
  { fee, stretch, amount }: RatedFee,
  month?: Period,
): RatedCharge => ({
  ...placeOf({ plan, stretch, ...definedOnly({ month }) }),
  key: keyOf('fee', fee.key, { plan, stretch }),
  kind: 'fee',
  revenue: { of: 'fee', key: fee.key },
  charge: fee.key,
  description: fee.description,
  quantity: ONE,
  exact: amount,
  taxCode: fee.taxCode ?? standardTaxCode,
});

/**
 * What brings all charges of a stretch up to the plan's commitment, as it is billed; none where there is nothing to
 * add.
 */
export const chargesFromCommitment = (
  topUp: ExactAmount,
  { plan, stretch, month }: StretchOfMonth,
): RatedCharge[] =>
  topUp === 0n
    ? []
    : [
        {
          ...placeOf({ plan, stretch, ...definedOnly({ month }) }),
          key: keyOf('commitment', '', { plan, stretch }),
          kind: 'minimum',
          revenue: { of: 'minimum', key: 'commitment' },
          charge: 'commitment',
          description: ownDescriptions.commitment,
          quantity: ONE,
          exact: topUp,
          taxCode: standardTaxCode,
        },
      ];

function placeOf({ plan, stretch, month }: StretchOfMonth): Pick<RatedCharge, 'plan' | 'stretch'> {
  const { version, share, period } = stretch;
  invariant(version !== undefined, 'what is charged has a price');
  // Of a month that is longer, as its billing day was changed, a part has as many days as others have.
  const isAll = month === undefined || period.end >= month.end;
  const isWhole = share.from === 0 && share.to === share.of && isAll;
  return {
    plan: { key: plan, effectiveFrom: version.effectiveFrom },
    ...(isWhole ? {} : { stretch: period }),
  };
}

/**
 * The stretch is told by where it begins: months that are invoiced are cut where they were, as no change of plan may
 * reach back into them.
 */
const keyOf = (kind: string, key: string, { plan, stretch }: PlanStretch): string =>
  JSON.stringify([kind, plan, stretch.version?.effectiveFrom ?? '', key, stretch.period.start]);
