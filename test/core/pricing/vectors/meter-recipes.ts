import {
  type Decimal,
  decimalFromInteger,
  decimalOf,
  decimalText,
  dividedHalfAwayFromZero,
} from '../../../../core/kernel/decimal.ts';
import { exactText } from '../../../../core/kernel/exact-amount.ts';
import { type Rounding, towardPositive } from '../../../../core/kernel/rounding.ts';
import {
  millisecondsPer,
  type Period,
  type Timestamp,
  timestampFrom,
  timestampOf,
} from '../../../../core/kernel/timestamp.ts';
import { merged, numericTally, quantityOf, type Tally } from '../../../../core/metering/tally.ts';
import { decimalIn, type Json, listIn, mapIn, textIn } from './examples.ts';
import { chargeFromWire } from './our-charges.ts';
import type { Recipe } from './recipe.ts';
import { amountOf, asCharged } from './results.ts';

const oneEach = chargeFromWire({ model: 'per_unit', unitPrice: '1' });
const nothing = decimalOf(0n);

/** Merged the other way round, too: the order must not matter. */
const tallied = (tallies: readonly Tally[]): Tally | undefined =>
  tallies.reduceRight<Tally | undefined>(
    (sum, tally) => (sum === undefined ? tally : merged(sum, tally)),
    undefined,
  );

/** A month of the given days, from an arbitrary midnight. */
const monthOf = (days: number): Period => ({
  start: timestampOf(0),
  end: timestampOf(days * millisecondsPer.day),
});

interface Level {
  readonly at: Timestamp;
  readonly value: Decimal;
}

function meanLevel(levels: readonly Level[], period: Period): Decimal {
  const tally = tallied(
    levels.map(({ at, value }, index) =>
      numericTally('weighted_sum', value, { occurredAt: at, identity: String(index) }),
    ),
  );
  return tally === undefined ? nothing : quantityOf(tally, period);
}

const toFivePlaces = (value: Decimal, rounding: Rounding = dividedHalfAwayFromZero): string =>
  decimalText(decimalOf(rounding(value, 10n ** 7n) * 10n ** 7n));

const instant = (text: Json | undefined): Timestamp =>
  timestampFrom(textIn(text)) ?? timestampOf(Number.NaN);

const levelsIn = (events: Json | undefined): Level[] =>
  listIn(events)
    .map(mapIn)
    .map(({ t, v }) => ({ at: instant(t), value: decimalIn(v) }));

/** The level a period begins with is what earlier periods left. */
const weightedSum: Recipe = ({ properties, units_or_events: usage }) => {
  const period = {
    start: instant(properties['period_from']),
    end: instant(properties['period_to_exclusive']),
  };
  const initial = { at: period.start, value: decimalIn(properties['initial_value']) };
  return toFivePlaces(meanLevel([initial, ...levelsIn(mapIn(usage)['events'])], period));
};

const weightedSumPriced: Recipe = ({ properties, units_or_events: usage }) => {
  const [, year, month, days] =
    /^(\d{4})-(\d{2}) \((\d+) days\)$/.exec(textIn(properties['period'])) ?? [];
  const start = instant(`${year}-${month}-01T00:00:00Z`);
  const period = {
    start,
    end: timestampOf(start + Number.parseInt(days ?? '', 10) * millisecondsPer.day),
  };
  const initial = { at: start, value: decimalIn(properties['initial_value']) };
  const quantity = meanLevel([initial, ...levelsIn(mapIn(usage)['events'])], period);
  return asCharged(amountOf(oneEach, quantity), properties['currency']);
};

/** What is there for a part of the period is a level that rises when it comes and falls when it goes. */
const proratedSum: Recipe = ({ properties, units_or_events: usage }) => {
  const month = monthOf(Number(textIn(properties['days_in_period'])));
  const { persisted, added } = mapIn(usage);
  const levels = [
    ...listIn(persisted).map((value) => ({ at: month.start, value: decimalIn(value) })),
    ...listIn(added)
      .map(mapIn)
      .map(({ v, days_left: days }) => ({
        at: timestampOf(month.end - Number(textIn(days)) * millisecondsPer.day),
        value: decimalIn(v),
      })),
  ];
  return toFivePlaces(meanLevel(levels, month), towardPositive);
};

const proratedUniqueCount: Recipe = ({ properties, units_or_events: usage }) => {
  const month = monthOf(Number(textIn(properties['days_in_period'])));
  const levels = listIn(usage)
    .map(mapIn)
    .flatMap(({ v, days_active: days }) => {
      const value = decimalIn(v);
      const end = timestampOf(month.start + Number(textIn(days)) * millisecondsPer.day);
      return [
        { at: month.start, value },
        { at: end, value: decimalOf(-value) },
      ];
    });
  return toFivePlaces(meanLevel(levels, month), towardPositive);
};

/** What is charged for at a price of one: less than nothing is nothing. */
const chargeable = (quantity: Decimal): string => exactText(amountOf(oneEach, quantity));

const numeric =
  (aggregation: 'latest' | 'max', events: string): Recipe =>
  ({ units_or_events: usage }) => {
    const tally = tallied(
      listIn(mapIn(usage)[events]).map((value, index) =>
        numericTally(aggregation, decimalIn(value), {
          occurredAt: timestampOf(index),
          identity: String(index),
        }),
      ),
    );
    return chargeable(tally === undefined ? nothing : quantityOf(tally, monthOf(1)));
  };

/** Each period counts its own events; a count that remembers earlier ones is not offered. */
const uniqueCount: Recipe = ({ properties, units_or_events: usage }) => {
  if (properties['recurring'] === true) return undefined;
  const ids = listIn(mapIn(usage)['events'])
    .map(mapIn)
    .filter(({ t }) => t === 'in period')
    .map(({ id }) => textIn(id));
  const tally = tallied(ids.map((id) => ({ kind: 'unique_count', members: new Set([id]) })));
  return chargeable(tally === undefined ? decimalFromInteger(0n) : quantityOf(tally, monthOf(1)));
};

export const meterRecipes: Readonly<Record<string, Recipe>> = {
  latest: numeric('latest', 'events_in_time_order'),
  max: numeric('max', 'events'),
  prorated_sum: proratedSum,
  prorated_unique_count: proratedUniqueCount,
  unique_count: uniqueCount,
  weighted_sum: weightedSum,
  weighted_sum_standard: weightedSumPriced,
};
