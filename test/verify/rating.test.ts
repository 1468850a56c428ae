import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalOf } from '../../core/kernel/decimal.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { type ChargeUsage, usageKindOf } from '../../core/pricing/charge-usage.ts';
import { rate } from '../../core/pricing/rate.ts';
import { rateLevel } from '../../core/pricing/rate-level.ts';
import type { Json } from '../../verify/src/json.ts';
import { EXACT_PLACES, PLACES, type Share, textOf, unitsOf } from '../../verify/src/numbers.ts';
import { rated, ratedLevel } from '../../verify/src/rating.ts';
import { chargeFrom } from '../../verify/src/terms.ts';
import {
  anAmount,
  aPercentage,
  aPrice,
  aQuantity,
  aRisingWire,
  chargeFrom as coreCharge,
  text,
  tiersWith,
} from '../property/pricing-charges.ts';

const aShare = fc
  .tuple(
    fc.integer({ min: 0, max: 31 }),
    fc.integer({ min: 0, max: 31 }),
    fc.integer({ min: 28, max: 31 }),
  )
  .map(([a, b, of]) => ({ from: Math.min(a, b, of), to: Math.min(Math.max(a, b), of), of }));

const flatFee = text(anAmount);
const aVolume = fc.record({
  model: fc.constant('volume'),
  tiers: fc.oneof(
    tiersWith({ unitPrice: text(aPrice), flatFee }),
    tiersWith({ unitPrice: text(aPrice), packageSize: fc.constantFrom('0.7', '10') }),
  ),
  included: text(aQuantity),
});

/** Values as events have them: refunds are below zero. */
const someValues = fc.array(
  fc.tuple(anAmount, fc.constantFrom(1n, 1n, 1n, -1n)).map(([value, sign]) => value * sign),
  { maxLength: 12 },
);

const aPercentageWire = fc.record(
  {
    model: fc.constant('percentage'),
    ratePercent: aPercentage,
    fixedPerEvent: text(anAmount),
    countMeter: fc.constant('events'),
    freeEvents: fc.integer({ min: 0, max: 12 }),
    freeAmount: text(anAmount),
    minimumPerEvent: fc.constantFrom('0', '0.5', '3'),
    maximumPerEvent: fc.constantFrom('3', '12.5'),
  },
  { requiredKeys: ['model', 'ratePercent', 'countMeter'] },
);

/** An example of docs/pricing.md. */
interface Documented {
  readonly charge: object;
  readonly usage: {
    readonly quantity?: string;
    readonly count?: number;
    readonly events?: readonly string[];
  };
  readonly share?: Share;
  readonly amount: string;
}

const meterly = (wire: object): Json => ({ meter: 'meter', ...wire }) as Json;

/** What both come to, as text: the second is what bills are made by. */
function both(wire: object, values: readonly bigint[], share: Share) {
  const charge = coreCharge(wire);
  const quantity = values.reduce((sum, value) => sum + value, 0n);
  const kind = usageKindOf(charge.price);
  const usage: ChargeUsage =
    kind === 'quantity'
      ? { kind, quantity: decimalOf(quantity) }
      : kind === 'events'
        ? { kind, quantity: decimalOf(quantity), count: BigInt(values.length) }
        : {
            kind,
            events: values.map((value, index) => ({
              at: { occurredAt: timestampOf(index), identity: '' },
              value: decimalOf(value),
            })),
          };
  const { usageAmount, minimumTopUp, maximumDiscount } = rate(charge, usage, share);
  const ours = rated(
    chargeFrom(meterly(wire)),
    { quantity, count: BigInt(values.length), values },
    share,
  );
  return [
    { usage: ours?.usage, minimum: ours?.minimum },
    { usage: usageAmount - maximumDiscount, minimum: minimumTopUp },
  ] as const;
}

describe('The second rating', () => {
  const documented = [
    ...readFileSync(new URL('../../docs/pricing.md', import.meta.url), 'utf8').matchAll(
      /```json\n(\{"charge"[\s\S]+?)```/g,
    ),
  ].flatMap(([, block = '']) =>
    block
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Documented),
  );

  it.each(documented)('comes to what docs/pricing.md says: $charge.model, $amount', (example) => {
    const { charge, usage, share, amount } = example;
    const values = (usage.events ?? []).map((one) => unitsOf(one, PLACES) ?? -1n);
    const quantity = unitsOf(usage.quantity ?? '0', PLACES) ?? -1n;
    const found = rated(
      chargeFrom(meterly(charge)),
      { quantity, values, ...(usage.count === undefined ? {} : { count: BigInt(usage.count) }) },
      share,
    );

    expect(textOf((found?.usage ?? 0n) + (found?.minimum ?? 0n), EXACT_PLACES)).toBe(amount);
  });

  it('is what bills are made by, to the last place, of every model, limit and part of a month', () => {
    const wires = fc.oneof(aRisingWire, aRisingWire, aVolume, aPercentageWire);
    const quantities = fc.oneof(
      aQuantity.map((one) => [one as bigint]),
      someValues,
    );
    let compared = 0;
    fc.assert(
      fc.property(wires, quantities, aShare, (wire, values, share) => {
        const [ours, theirs] = both(wire, values, share);

        expect(ours).toEqual(theirs);
        compared += 1;
      }),
      { numRuns: 1_000 },
    );
    expect(compared).toBe(1_000);
  });

  it('rates a part of a level as its share of the whole month, as bills do', () => {
    fc.assert(
      fc.property(
        fc.oneof(aRisingWire, aVolume),
        aQuantity,
        aQuantity,
        aShare,
        (wire, quantity, level, share) => {
          const core = rateLevel(coreCharge(wire), { quantity, level }, share);
          const ours = ratedLevel(chargeFrom(meterly(wire)), { quantity, level }, share);

          expect(ours).toEqual({
            usage: core.usageAmount - core.maximumDiscount,
            minimum: core.minimumTopUp,
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
