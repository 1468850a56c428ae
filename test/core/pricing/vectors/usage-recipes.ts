import type { Currency } from '../../../../core/kernel/currency.ts';
import { decimalOf, decimalText } from '../../../../core/kernel/decimal.ts';
import {
  type ExactAmount,
  exactFromDecimal,
  exactOf,
  exactText,
  exactZero,
  sumOfExact,
} from '../../../../core/kernel/exact-amount.ts';
import { exactFromNanos } from '../../../../core/kernel/money.ts';
import { type Charge, isChargedBy } from '../../../../core/pricing/charge.ts';
import type { PriceModel } from '../../../../core/pricing/price.ts';
import { rate } from '../../../../core/pricing/rate.ts';
import {
  decimalIn,
  type Example,
  type Json,
  type JsonMap,
  listIn,
  mapIn,
  textIn,
} from './examples.ts';
import {
  chargeFromWire,
  chargeOf,
  fromCents,
  tiersOfBlocks,
  tiersOfFirstUnits,
  tiersOfSeats,
  toCents,
} from './our-charges.ts';
import { percentage } from './percentage-recipe.ts';
import type { Recipe } from './recipe.ts';
import { amountOf, asCharged, invoiced, minus, sumOf } from './results.ts';

/** One charge over one quantity; of a period billed in parts, what the last part adds. */
function onQuantity(charge: Charge, { properties, units_or_events: units }: Example): Json {
  const before = decimalIn(properties['pre_usage'] ?? properties['usage_pre'] ?? '0');
  const billed = properties['pre_billed'] ?? properties['already_billed'];
  const already =
    billed !== undefined
      ? exactFromDecimal(decimalIn(billed))
      : before === 0n
        ? exactZero
        : amountOf(charge, before);
  const now = amountOf(charge, sumOf([before, decimalIn(units)]));
  return asCharged(minus(now, already), properties['currency']);
}

const priced =
  (model: PriceModel): Recipe =>
  (example) =>
    onQuantity(chargeOf(example, model), example);

const blocks =
  (model: PriceModel): Recipe =>
  (example) =>
    onQuantity(
      chargeFromWire({ model, tiers: tiersOfBlocks(example.properties['blocks']) }),
      example,
    );

/** Every unit type is a meter with a charge of its own. */
const blocksByUnit =
  (model: PriceModel): Recipe =>
  ({ properties, units_or_events: usage }) =>
    exactText(
      sumOfExact(
        Object.entries(mapIn(properties['blocks_by_unit'])).map(([unit, list]) =>
          amountOf(
            chargeFromWire({ model, tiers: tiersOfBlocks(list) }),
            decimalIn(mapIn(usage)[unit]),
          ),
        ),
      ),
    );

const meteroidTiers =
  (model: PriceModel): Recipe =>
  (example) => {
    const cap = mapIn(listIn(example.properties['tiers'])[0])['flat_cap'];
    const tiers = tiersOfFirstUnits(example.properties['tiers']);
    // With one tier, its cap is the charge's.
    const maximum: JsonMap = cap === undefined ? {} : { maximum: cap };
    return onQuantity(chargeFromWire({ model, tiers, ...maximum }), example);
  };

/** Snapshots of one period's usage, billed one after the other; the minimum counts when the period ends. */
const deltas =
  (model: PriceModel): Recipe =>
  (example) => {
    const charge = chargeOf(example, model);
    const { currency } = example.properties;
    let billed = exactZero;
    let carried = exactZero;
    const lines = listIn(mapIn(example.units_or_events)['cumulative_snapshots']).map((snapshot) => {
      const [units = '', final] = textIn(snapshot).split('(');
      const rating = rate(charge, { kind: 'quantity', quantity: decimalIn(units) });
      const now = final === undefined ? rating.usageAmount : rating.amount;
      const line = exactOf(now - billed + carried);
      billed = now;
      if (typeof currency !== 'string') return exactText(line);
      const { total, residue } = invoiced([line], currency as Currency);
      carried = exactFromNanos(residue);
      return exactText(exactFromNanos(total));
    });
    return { deltas: lines };
  };

/** Kinds of usage of the charge's meter, told apart by a dimension; each filtered charge has its own tiers. */
function byGroup(
  charges: readonly Charge[],
  usage: Readonly<Record<string, Json>>,
): readonly ExactAmount[] {
  return charges.map((charge) => {
    const own = Object.entries(usage).filter(([group]) => isChargedBy(charge, { group }, charges));
    return amountOf(charge, sumOf(own.map(([, units]) => decimalIn(units))));
  });
}

const perGroup =
  (model: PriceModel): Recipe =>
  (example) => {
    const groups = listIn(mapIn(example.units_or_events)['groups']);
    const usage = Object.fromEntries(groups.map((units, group) => [String(group), units]));
    const charges = Object.keys(usage).map((group) =>
      chargeOf(example, model, { filter: { group: [group] } }),
    );
    return exactText(sumOfExact(byGroup(charges, usage)));
  };

const standardFilters: Recipe = ({ properties, units_or_events: usage }) => {
  const filtered = listIn(properties['filters']).map(mapIn);
  const model = 'per_unit';
  const charges = [
    ...filtered.map(({ cloud, amount }) =>
      chargeFromWire({ model, unitPrice: amount ?? null, filter: { group: [cloud ?? null] } }),
    ),
    chargeFromWire({ model, unitPrice: properties['default_amount'] ?? null, filter: 'rest' }),
  ];
  const amounts = byGroup(charges, mapIn(usage));
  const [aws = exactZero, gcp = exactZero] = amounts;
  return { aws: exactText(aws), gcp: exactText(gcp), total: exactText(sumOfExact(amounts)) };
};

const standardGrouped: Recipe = (example) => {
  const { group, units } = mapIn(example.units_or_events);
  const cloud = mapIn(group)['cloud'] ?? null;
  const charge = chargeOf(example, 'per_unit', { filter: { group: [cloud] } });
  const [amount = exactZero] = byGroup([charge], { [textIn(cloud)]: units ?? null });
  return exactText(amount);
};

/** Lago has events carry cents, and counts units beside them. */
const lagoDynamic: Recipe = ({ properties, units_or_events: usage }) => {
  const sum = fromCents(mapIn(usage)['sum_precise_total_amount_cents']);
  return asCharged(
    amountOf(chargeFromWire({ model: 'dynamic' }), decimalIn(sum)),
    properties['currency'],
  );
};

const dynamic: Recipe = (example) =>
  example.system === 'lago' ? lagoDynamic(example) : priced('dynamic')(example);

const dynamicGrouped: Recipe = ({ units_or_events: usage }) => {
  const groups = mapIn(mapIn(usage)['groups']);
  const charge = chargeFromWire({ model: 'dynamic' });
  const exact = Object.values(groups).map((cents) => amountOf(charge, decimalIn(fromCents(cents))));
  const { amounts, total } = invoiced(exact, 'EUR');
  return {
    ...Object.fromEntries(
      Object.keys(groups).map((name, index) => [
        name,
        exactText(exactFromNanos(amounts[index] ?? total)),
      ]),
    ),
    total: exactText(exactFromNanos(total)),
  };
};

const packageCount: Recipe = (example) => {
  const charge = chargeOf(example, 'package', { packagePrice: '1' });
  const { steps } = rate(charge, {
    kind: 'quantity',
    quantity: decimalIn(example.units_or_events),
  });
  return decimalText(steps[0]?.quantity ?? decimalOf(0n));
};

/** A price for a converted unit is one for a package. */
const converted: Recipe = ({ properties, ...example }) => {
  const { divide_by: size, amount, rounding, ...others } = properties;
  if (size === undefined) return priced('per_unit')({ ...example, properties });
  const charge = chargeFromWire({
    model: 'package',
    packagePrice: amount ?? null,
    packageSize: size,
    rounding: rounding === 'ceil' ? 'up' : 'down',
  });
  return onQuantity(charge, { ...example, properties: others });
};

/** Tiers of converted units are tiers of as many packages. */
const graduatedConverted: Recipe = ({ properties, ...example }) => {
  const size = decimalIn(properties['divide_by']);
  const tiers = listIn(properties['tiers'])
    .map(mapIn)
    .map(({ up_to: upTo, unit }) => ({
      upTo: upTo === null ? null : decimalText(decimalOf((decimalIn(upTo) * size) / 10n ** 12n)),
      unitPrice: unit ?? null,
      packageSize: decimalText(size),
    }));
  return onQuantity(chargeFromWire({ model: 'graduated', tiers }), { ...example, properties: {} });
};

/** Cents, rounded to whole ones. */
const inCents = (charge: Charge, { units_or_events: units }: Example): Json =>
  toCents(decimalIn(asCharged(amountOf(charge, decimalIn(units)), 'USD')));

const seatVolume: Recipe = (example) =>
  inCents(
    chargeFromWire({ model: 'volume', tiers: tiersOfSeats(example.properties['tiers']) }),
    example,
  );

const unitCapped: Recipe = (example) => {
  const { unit_amount_cents: unit, cap_cents: cap } = example.properties;
  const maximum: JsonMap = cap === null ? {} : { maximum: fromCents(cap) };
  return inCents(
    chargeFromWire({ model: 'per_unit', unitPrice: fromCents(unit), ...maximum }),
    example,
  );
};

const forSystem =
  (system: Example['system'], special: Recipe, otherwise: Recipe): Recipe =>
  (example) =>
    example.system === system ? special(example) : otherwise(example);

export const usageRecipes: Readonly<Record<string, Recipe>> = {
  all_tiers: blocks('graduated'),
  all_tiers_delta: blocks('graduated'),
  all_tiers_multi_unit: blocksByUnit('graduated'),
  delta_dynamic: deltas('dynamic'),
  delta_package: deltas('package'),
  delta_unit: deltas('per_unit'),
  delta_volume: deltas('volume'),
  dynamic,
  dynamic_grouped: dynamicGrouped,
  dynamic_rounded: dynamic,
  flat: priced('per_unit'),
  graduated: forSystem('meteroid', meteroidTiers('graduated'), priced('graduated')),
  graduated_percentage: priced('graduated_percentage'),
  graduated_with_conversion: graduatedConverted,
  package: priced('package'),
  package_count: packageCount,
  per_group_graduated: perGroup('graduated'),
  per_group_volume: perGroup('volume'),
  percentage,
  percentage_min_max: percentage,
  seat_volume: seatVolume,
  standard: priced('per_unit'),
  standard_filters: standardFilters,
  standard_grouped: standardGrouped,
  top_tier: blocks('volume'),
  top_tier_multi_unit: blocksByUnit('volume'),
  unit: priced('per_unit'),
  unit_capped: unitCapped,
  unit_with_conversion: converted,
  volume: forSystem('meteroid', meteroidTiers('volume'), priced('volume')),
};
