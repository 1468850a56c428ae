import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decimal, decimalFromInteger, decimalOf } from '../../core/kernel/decimal.ts';
import { exactOf, exactText, exactZero, sumOfExact } from '../../core/kernel/exact-amount.ts';
import { exactFromNanos, linesInNanos, nanosOf, nanosText } from '../../core/kernel/money.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { merged, type Tally } from '../../core/metering/tally.ts';
import type { Charge } from '../../core/pricing/charge.ts';
import { rate } from '../../core/pricing/rate.ts';
import {
  amountOf,
  anAmount,
  aPercentage,
  aPrice,
  aQuantity,
  aRisingCharge,
  chargeFrom,
  one,
  someEvents,
  text,
  tiersWith,
} from './pricing-charges.ts';

const units = (count: bigint) => decimalFromInteger(count);
const twoTiers = [
  { upTo: '15', unitPrice: '10' },
  { upTo: null, unitPrice: '5' },
];

describe('rating', () => {
  it('is made of its steps, and of what the limits add and take off', () => {
    fc.assert(
      fc.property(aRisingCharge, aQuantity, (charge, quantity) => {
        const rating = rate(charge, { kind: 'quantity', quantity });

        expect(sumOfExact(rating.steps.map(({ amount }) => amount))).toBe(rating.usageAmount);
        expect(rating.amount).toBe(
          rating.usageAmount + rating.minimumTopUp - rating.maximumDiscount,
        );
        expect(rating.amount).toBeGreaterThanOrEqual((charge.minimum ?? 0n) * one);
        if (charge.maximum !== undefined) {
          expect(rating.amount).toBeLessThanOrEqual(charge.maximum * one);
        }
      }),
    );
  });

  it('never costs less for more, but under a volume price', () => {
    fc.assert(
      fc.property(aRisingCharge, aQuantity, aQuantity, (charge, quantity, more) => {
        const least = amountOf(charge, quantity);

        expect(amountOf(charge, decimalOf(quantity + more))).toBeGreaterThanOrEqual(least);
      }),
    );

    const volume = chargeFrom({ model: 'volume', tiers: twoTiers });
    expect([15n, 16n].map((count) => exactText(amountOf(volume, units(count))))).toEqual([
      '150',
      '80',
    ]);
  });

  it('adds up over parts of the usage where each unit has one price', () => {
    const wires = fc.oneof(
      fc.record({ model: fc.constant('per_unit'), unitPrice: text(aPrice) }),
      fc.record({ model: fc.constant('dynamic'), multiplier: text(aPrice) }),
      fc.record({ model: fc.constant('percentage'), ratePercent: aPercentage }),
    );
    fc.assert(
      fc.property(wires, aQuantity, aQuantity, (wire, a, b) => {
        const charge = chargeFrom(wire);

        const parts = amountOf(charge, a) + amountOf(charge, b);

        expect(amountOf(charge, decimalOf(a + b))).toBe(parts);
      }),
    );

    const packages = chargeFrom({ model: 'package', packageSize: '1000', packagePrice: '10' });
    expect(exactText(amountOf(packages, units(2700n)))).toBe('30');
    expect(exactText(exactOf(2n * amountOf(packages, units(1350n))))).toBe('40');
  });

  it('is the same with one tier, with one unit a package, and without either', () => {
    fc.assert(
      fc.property(text(aPrice), fc.bigInt({ min: 0n, max: 10n ** 9n }), (unitPrice, count) => {
        const perUnit = amountOf(chargeFrom({ model: 'per_unit', unitPrice }), units(count));

        const tiers = [{ upTo: null, unitPrice }];
        for (const wire of [
          { model: 'graduated', tiers },
          { model: 'volume', tiers },
          { model: 'package', packageSize: '1', packagePrice: unitPrice },
        ]) {
          expect(amountOf(chargeFrom(wire), units(count))).toBe(perUnit);
        }
      }),
    );

    const perUnit = chargeFrom({ model: 'per_unit', unitPrice: '0.00000001' });
    expect(exactText(amountOf(perUnit, units(123_456_789n)))).toBe('1.23456789');
  });

  it('by volume costs no more than graduated where prices fall, and no less where they rise', () => {
    const tiers = tiersWith({ unitPrice: text(aPrice) });
    fc.assert(
      fc.property(tiers, aQuantity, (wire, quantity) => {
        const byPrice = (direction: bigint) => {
          const prices = wire
            .map((tier) => BigInt(Math.round(Number(priceOf(tier)) * 1e6)))
            .sort((a, b) => (a < b ? -1 : 1) * Number(direction))
            .map((micros) => `${micros}`);
          const sorted = wire.map((tier, index) => ({ ...tier, unitPrice: prices[index] }));
          return ['volume', 'graduated'].map((model) =>
            amountOf(chargeFrom({ model, tiers: sorted }), quantity),
          );
        };

        const [fallingVolume = 0n, fallingGraduated = 0n] = byPrice(-1n);
        const [risingVolume = 0n, risingGraduated = 0n] = byPrice(1n);
        expect(fallingVolume).toBeLessThanOrEqual(fallingGraduated);
        expect(risingVolume).toBeGreaterThanOrEqual(risingGraduated);
      }),
    );

    const [volume, graduated] = ['volume', 'graduated'].map((model) =>
      exactText(amountOf(chargeFrom({ model, tiers: twoTiers }), units(20n))),
    );
    expect([volume, graduated]).toEqual(['100', '175']);
  });

  it('graduated is what its units cost one by one', () => {
    const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 4 });
    fc.assert(
      fc.property(bounds, fc.integer({ min: 0, max: 80 }), (ends, count) => {
        const tiers = [...ends.sort((a, b) => a - b), null].map((end, index) => ({
          upTo: end === null ? null : String(end),
          unitPrice: String(7 - index),
          flatFee: String(index),
        }));
        const tierOfUnit = (unit: number): number =>
          tiers.findIndex(({ upTo }) => upTo === null || unit <= Number(upTo));
        const reached = Array.from({ length: count }, (_, index) => tierOfUnit(index + 1));
        const expected =
          reached.reduce((sum, tier) => sum + 7 - tier, 0) +
          [...new Set(reached)].reduce((sum, tier) => sum + tier, 0);

        const amount = amountOf(chargeFrom({ model: 'graduated', tiers }), units(BigInt(count)));

        expect(exactText(amount)).toBe(String(expected));
      }),
    );

    const tiers = [
      { upTo: '10', unitPrice: '7' },
      { upTo: null, unitPrice: '6', flatFee: '1' },
    ];
    expect(exactText(amountOf(chargeFrom({ model: 'graduated', tiers }), units(12n)))).toBe('83');
  });

  it('is the same however usage was cut and in whichever order it was merged', () => {
    const parts = fc.array(aQuantity, { minLength: 1, maxLength: 8 });
    const shuffled = parts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(aRisingCharge, shuffled, (charge, [list, other]) => {
        const total = decimalOf(list.reduce<bigint>((sum, part) => sum + part, 0n));
        const tallies = other.map((sum): Tally => ({ kind: 'sum', sum }));
        const whole = tallies.reduce(merged);

        const quantity = whole.kind === 'sum' ? whole.sum : decimalOf(-1n);
        expect(amountOf(charge, quantity)).toBe(amountOf(charge, total));
      }),
    );
  });

  it('of each event is the same in whichever order events came', () => {
    const charges = fc
      .record({
        ratePercent: aPercentage,
        fixedPerEvent: text(anAmount),
        freeEvents: fc.integer({ min: 0, max: 12 }),
        freeAmount: text(anAmount),
        minimumPerEvent: text(anAmount),
      })
      .map((wire) => chargeFrom({ model: 'percentage', ...wire }));
    const orders = someEvents.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    );
    fc.assert(
      fc.property(charges, orders, (charge, [events, others]) => {
        const amount = rate(charge, { kind: 'each-event', events }).amount;

        expect(rate(charge, { kind: 'each-event', events: others }).amount).toBe(amount);
      }),
    );
  });

  it('of each event is that of their sum and count where nothing looks at an event alone', () => {
    fc.assert(
      fc.property(
        aPercentage,
        text(anAmount.filter((amount) => amount > 0n)),
        someEvents,
        (ratePercent, fixedPerEvent, events) => {
          const wire = { model: 'percentage', ratePercent, fixedPerEvent, countMeter: 'events' };
          const quantity = decimalOf(events.reduce<bigint>((sum, { value }) => sum + value, 0n));
          const count = BigInt(events.length);

          const together = rate(chargeFrom(wire), { kind: 'events', quantity, count });
          const apart = rate(chargeFrom({ ...wire, freeEvents: 0 }), {
            kind: 'each-event',
            events,
          });

          expect(apart.amount).toBe(together.amount);
        },
      ),
    );

    const wire = { model: 'percentage', ratePercent: '1', fixedPerEvent: '5' };
    const free = chargeFrom({ ...wire, freeAmount: '15' });
    const events = [4n, 4n, 4n, 4n, 10n].map((value, index) => ({
      at: { occurredAt: timestampOf(index), identity: '' },
      value: units(value),
    }));
    expect(exactText(rate(free, { kind: 'each-event', events }).amount)).toBe('10.11');
  });

  it('bills, run by run, what all usage comes to, though more of it may cost less', () => {
    const volume = tiersWith({ unitPrice: text(aPrice) }).map((tiers) =>
      chargeFrom({ model: 'volume', tiers }),
    );
    const charges = fc.oneof(aRisingCharge, volume);
    const arrivals = fc.array(aQuantity, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(charges, arrivals, (charge, arrived) => {
        const snapshots = arrived.map((_, run) =>
          decimalOf(arrived.slice(0, run + 1).reduce<bigint>((sum, part) => sum + part, 0n)),
        );

        const { lines, residue } = billed(charge, snapshots);

        const whole = amountOf(charge, snapshots.at(-1) ?? decimalOf(0n));
        const sum = nanosOf(lines.reduce<bigint>((total, line) => total + line, 0n));
        expect(exactFromNanos(sum) + residue).toBe(whole);
      }),
    );

    const volumeOfTwo = chargeFrom({ model: 'volume', tiers: twoTiers });
    const { lines } = billed(volumeOfTwo, [15n, 16n, 16n].map(units));
    expect(lines.map(nanosText)).toEqual(['150', '-70', '0']);
  });
});

/** One document after the other, each with what all usage so far comes to, less what was billed before. */
function billed(charge: Charge, snapshots: readonly Decimal[]) {
  let before = exactZero;
  let residue = exactZero;
  const lines = snapshots.map((quantity) => {
    const now = amountOf(charge, quantity);
    const document = linesInNanos([exactOf(now - before)], residue);
    before = now;
    ({ residue } = document);
    return document.lines[0] ?? nanosOf(0n);
  });
  return { lines, residue };
}

const priceOf = (tier: object): string =>
  'unitPrice' in tier && typeof tier.unitPrice === 'string' ? tier.unitPrice : '0';
