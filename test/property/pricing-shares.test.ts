import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Currency } from '../../core/kernel/currency.ts';
import {
  type ExactAmount,
  exactOf,
  exactText,
  exactZero,
  sumOfExact,
} from '../../core/kernel/exact-amount.ts';
import { largestRemainder } from '../../core/kernel/largest-remainder.ts';
import { localCalendar } from '../../core/kernel/local-calendar.ts';
import {
  exactFromNanos,
  linesInNanos,
  nanosFrom,
  nanosOf,
  nanosPerMinorUnit,
  nanosText,
  roundedTogether,
} from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { localStart, type TimeZone, timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { feesOf } from '../../core/pricing/fees.ts';
import type { Plan } from '../../core/pricing/plan.ts';
import { planFrom } from '../../core/pricing/plan-from.ts';
import { prorated } from '../../core/pricing/share.ts';
import { stretchesOf } from '../../core/pricing/stretches.ts';

const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

describe('largest remainder', () => {
  const totals = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), {
    minLength: 1,
    maxLength: 12,
  });

  it('adds up, is less than a unit off, and gives nothing to a weight of zero', () => {
    fc.assert(
      fc.property(totals, weights, (amount, list) => {
        const shares = largestRemainder(amount, list);

        expect(total(shares)).toBe(amount);
        const sum = total(list);
        for (const [index, share] of sum === 0n ? [] : shares.entries()) {
          const weight = list[index] ?? 0n;
          expect(distance(share * sum, amount * weight)).toBeLessThan(sum);
          if (weight === 0n) expect(share).toBe(0n);
        }
      }),
    );

    expect(largestRemainder(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  });

  it('of a negative total is that of its opposite', () => {
    fc.assert(
      fc.property(totals, weights, (amount, list) => {
        expect(largestRemainder(-amount, list)).toEqual(
          largestRemainder(amount, list).map((share) => -share),
        );
      }),
    );

    expect(largestRemainder(-100n, [1n, 2n])).toEqual([-33n, -67n]);
  });
});

/** Exact amounts of either sign, from less than a nano to thousands. */
const someAmounts: fc.Arbitrary<ExactAmount[]> = fc.array(
  fc
    .tuple(
      fc.bigInt({ min: -(10n ** 27n), max: 10n ** 28n }),
      fc.constantFrom(1n, 10n ** 9n, 10n ** 14n),
    )
    .map(([value, divisor]) => exactOf(value / divisor)),
  { maxLength: 8 },
);
const currencies: fc.Arbitrary<Currency> = fc.constantFrom('USD', 'JPY', 'KWD', 'HUF');

describe('rounding', () => {
  it('loses nothing over 24 months: what was used is what was invoiced and what is carried', () => {
    const months = fc.array(someAmounts, { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(months, currencies, (amounts, currency) => {
        let [invoiced, carried, residue] = [0n, nanosOf(0n), exactZero];
        for (const month of amounts) {
          const lines = linesInNanos(month, residue);
          const document = roundedTogether([...lines.lines, carried], currency);
          expect(total(document.amounts)).toBe(document.total);
          expect(document.total % nanosPerMinorUnit(currency)).toBe(0n);
          ({ residue } = lines);
          carried = document.residue;
          invoiced += document.total;
        }

        const used = sumOfExact(amounts.flat());
        const accounted = exactFromNanos(nanosOf(invoiced + carried)) + residue;
        expect(accounted).toBe(used);
        expect(distance(carried, 0n) * 2n).toBeLessThanOrEqual(nanosPerMinorUnit(currency));
      }),
      { numRuns: 50 },
    );

    const penny = nanosFrom('0.004') ?? nanosOf(0n);
    const first = roundedTogether([penny], 'USD');
    const second = roundedTogether([penny, first.residue], 'USD');
    expect([first.total, second.total, second.residue].map((n) => nanosText(nanosOf(n)))).toEqual([
      '0',
      '0.01',
      '-0.002',
    ]);
  });

  it('moves no line by a whole unit', () => {
    fc.assert(
      fc.property(someAmounts, currencies, (amounts, currency) => {
        const { lines } = linesInNanos(amounts, exactZero);
        const rounded = roundedTogether(lines, currency).amounts;

        for (const [index, amount] of amounts.entries()) {
          const [nanos = 0n, cents = 0n] = [lines[index], rounded[index]];
          expect(distance(exactFromNanos(nanosOf(nanos)), amount)).toBeLessThan(10n ** 15n);
          expect(distance(cents, nanos)).toBeLessThan(nanosPerMinorUnit(currency));
        }
      }),
    );

    const lines = [1n, 2n, 3n].map((third) => nanosOf(third * 333_333_333n));
    expect(roundedTogether(lines, 'USD').amounts.map(nanosText)).toEqual(['0.33', '0.67', '1']);
  });
});

describe('a month in parts', () => {
  const fee = { key: 'base', amount: '29.99', description: 'Base fee' };
  const zones: readonly TimeZone[] = Intl.supportedValuesOf('timeZone').map((name) =>
    timeZoneFrom(name, 'timezone'),
  );

  const planFor = (days: readonly string[]): Plan => {
    const versions = days.map((effectiveFrom) => ({
      effectiveFrom,
      currency: 'EUR',
      charges: [],
      fixedFees: [fee],
    }));
    const plan = planFrom({ versions });
    if (plan instanceof Rejection) throw plan;
    return plan;
  };

  const date = (month: number, day: number): string =>
    `${1980 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

  /** Months of 1980 to 2037, with days in them on which another version begins. */
  const months = fc.tuple(
    fc.integer({ min: 0, max: 58 * 12 - 2 }),
    fc.uniqueArray(fc.integer({ min: 2, max: 28 }), { maxLength: 4 }),
  );

  it('makes up the whole, in every zone, wherever versions begin', () => {
    for (const timeZone of zones) {
      fc.assert(
        fc.property(months, ([month, days]) => {
          const starts = [1, ...days.sort((a, b) => a - b)].map((day) => date(month, day));
          const [start, end] = [date(month, 1), date(month + 1, 1)].map((day) =>
            localStart(day, timeZone),
          );
          const period = { start: start ?? timestampOf(0), end: end ?? timestampOf(0) };

          const stretches = stretchesOf(planFor(starts), {
            within: period,
            month: period,
            calendar: localCalendar(timeZone),
          });

          let [time, day] = [period.start, 0];
          for (const stretch of stretches) {
            expect([stretch.period.start, stretch.share.from]).toEqual([time, day]);
            time = stretch.period.end;
            day = stretch.share.to;
          }
          expect([time, day]).toEqual([period.end, stretches[0]?.share.of]);
          const fees = feesOf(stretches).map(({ amount }) => amount);
          expect(exactText(sumOfExact(fees))).toBe('29.99');
        }),
        { numRuns: 2 },
      );
    }
  });

  it('makes up the whole of any amount, cut anywhere', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.array(fc.integer({ min: 0, max: 31 }), { maxLength: 5 }),
        (value, cuts) => {
          const days = [0, ...cuts.sort((a, b) => a - b), 31];
          const parts = days
            .slice(1)
            .map((to, index) => prorated(value, { from: days[index] ?? 0, to, of: 31 }));

          expect(total(parts)).toBe(value);
        },
      ),
    );

    const thirds = [0, 1, 2].map((from) => prorated(100n, { from, to: from + 1, of: 3 }));
    expect(thirds).toEqual([33n, 34n, 33n]);
  });
});
