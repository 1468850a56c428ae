import fc from 'fast-check';
import { type Decimal, decimalOf, decimalText } from '../../core/kernel/decimal.ts';
import type { ExactAmount } from '../../core/kernel/exact-amount.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { Charge } from '../../core/pricing/charge.ts';
import type { EventValue } from '../../core/pricing/charge-usage.ts';
import { planFrom } from '../../core/pricing/plan-from.ts';
import { rate } from '../../core/pricing/rate.ts';

export const one = 10n ** 12n;

/** From a billionth of a billionth of the range up to all of it, so that small places are not drowned. */
const decimalUpTo = (units: bigint): fc.Arbitrary<Decimal> =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: units }), fc.constantFrom(1n, 10n ** 6n, one))
    .map(([value, divisor]) => decimalOf(value / divisor));

export const aQuantity = decimalUpTo(10n ** 6n * one);
export const aPrice = decimalUpTo(100n * one);
export const anAmount = decimalUpTo(10n ** 4n * one);
/** At most 10 places. */
export const aPercentage = aPrice.map((price) => decimalText(decimalOf((price / 100n) * 100n)));

export const text = (decimal: fc.Arbitrary<Decimal>): fc.Arbitrary<string> =>
  decimal.map(decimalText);

/** Ascending bounds above zero, and the open end. */
const someBounds = fc.uniqueArray(decimalUpTo(10n ** 4n * one), { maxLength: 4 }).map((bounds) => [
  ...bounds
    .filter((bound) => bound > 0n)
    .sort((a, b) => (a < b ? -1 : 1))
    .map(decimalText),
  null,
]);

/** Tiers whose fields come from `fields`, one of each per tier. */
export const tiersWith = (fields: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<object[]> =>
  someBounds.chain((bounds) =>
    fc.tuple(...bounds.map((upTo) => fc.record(fields).map((some) => ({ upTo, ...some })))),
  );

/** @throws Rejection when a plan may not have this charge */
export function chargeFrom(wire: object): Charge {
  const charges = [{ meter: 'meter', ...wire }];
  const plan = planFrom({ versions: [{ effectiveFrom: '2020-01-01', currency: 'USD', charges }] });
  if (plan instanceof Rejection) throw plan;
  const [charge] = plan.versions[0]?.charges ?? [];
  if (charge === undefined) throw new TypeError('a plan of one charge lost it');
  return charge;
}

export const amountOf = (charge: Charge, quantity: Decimal): ExactAmount =>
  rate(charge, { kind: 'quantity', quantity }).amount;

export const someEvents: fc.Arbitrary<EventValue[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 20 }), anAmount), { maxLength: 12 })
  .map((events) =>
    events.map(([second, value], index) => ({
      at: { occurredAt: timestampOf(second * 1000), identity: `event ${index}` },
      value,
    })),
  );

const optional = (decimal: fc.Arbitrary<Decimal>): fc.Arbitrary<Decimal | undefined> =>
  fc.option(decimal, { nil: undefined });

const flatFee = text(anAmount);

/** As a plan has it: every model that is rated on a quantity alone, and that more usage never makes cheaper. */
export const aRisingWire: fc.Arbitrary<object> = fc
  .oneof(
    fc.record({
      model: fc.constant('per_unit'),
      unitPrice: text(aPrice),
      included: text(aQuantity),
    }),
    fc.record({
      model: fc.constant('graduated'),
      tiers: tiersWith({ unitPrice: text(aPrice), flatFee }),
      included: text(aQuantity),
    }),
    fc.record({
      model: fc.constant('graduated'),
      tiers: tiersWith({ unitPrice: text(aPrice), packageSize: fc.constantFrom('0.7', '10') }),
    }),
    fc.record({
      model: fc.constant('package'),
      packagePrice: text(aPrice),
      packageSize: fc.constantFrom('0.001', '7', '1000'),
      rounding: fc.constantFrom('up', 'down'),
      included: text(aQuantity),
    }),
    fc.record({
      model: fc.constant('graduated_percentage'),
      tiers: tiersWith({ ratePercent: aPercentage, flatFee }),
    }),
    fc.record({ model: fc.constant('dynamic'), multiplier: text(aPrice) }),
    fc.record({ model: fc.constant('percentage'), ratePercent: aPercentage }),
  )
  .chain((wire) =>
    fc
      .record({ minimum: optional(anAmount), above: optional(anAmount) })
      .map(({ minimum, above }) => ({
        ...wire,
        ...(minimum === undefined ? {} : { minimum: decimalText(minimum) }),
        ...(above === undefined
          ? {}
          : { maximum: decimalText(decimalOf(above + (minimum ?? 0n))) }),
      })),
  );

export const aRisingCharge: fc.Arbitrary<Charge> = aRisingWire.map(chargeFrom);
