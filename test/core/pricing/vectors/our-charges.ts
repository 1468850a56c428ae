import {
  type Decimal,
  decimalFrom,
  decimalOf,
  decimalText,
} from '../../../../core/kernel/decimal.ts';
import { Rejection } from '../../../../core/kernel/rejection.ts';
import type { Charge } from '../../../../core/pricing/charge.ts';
import { planFrom } from '../../../../core/pricing/plan-from.ts';
import type { PriceModel } from '../../../../core/pricing/price.ts';
import {
  decimalIn,
  type Example,
  isMap,
  type Json,
  type JsonMap,
  listIn,
  mapIn,
} from './examples.ts';

/** Their name → ours. */
const ourNames: Readonly<Record<Example['system'], Readonly<Record<string, string>>>> = {
  flexprice: {
    amount: 'unitPrice',
    up_to: 'upTo',
    unit: 'unitPrice',
    flat: 'flatFee',
    size: 'packageSize',
    round: 'rounding',
  },
  killbill: { price: 'unitPrice' },
  lago: {
    amount: 'unitPrice',
    ranges: 'tiers',
    to: 'upTo',
    per_unit: 'unitPrice',
    flat: 'flatFee',
    rate_percent: 'ratePercent',
    package_size: 'packageSize',
    free_units: 'included',
    fixed_amount: 'fixedPerEvent',
    free_units_per_events: 'freeEvents',
    free_units_per_total_aggregation: 'freeAmount',
    per_transaction_min: 'minimumPerEvent',
    per_transaction_max: 'maximumPerEvent',
  },
  meteroid: {
    amount: 'unitPrice',
    size: 'packageSize',
    rate: 'unitPrice',
    flat_fee: 'flatFee',
    flat_cap: 'maximum',
  },
  openmeter: {
    amount: 'unitPrice',
    up_to: 'upTo',
    unit: 'unitPrice',
    flat: 'flatFee',
    size: 'packageSize',
    divide_by: 'packageSize',
    free_units: 'included',
    min: 'minimum',
    max: 'maximum',
  },
  polar: { unit_amount_cents: 'unitPrice', per_seat: 'unitPrice', cap_cents: 'maximum' },
};

/** Said of the example, not of its price. */
const notOfThePrice = new Set([
  'already_billed',
  'currency',
  'decimals',
  'fixed_charge',
  'initial_value',
  'min_max_enabled',
  'period',
  'pre_billed',
  'pre_usage',
  'style',
  'usage_pre',
]);

/** An example's price as a charge of ours, through the parser of plans. */
export function chargeOf(example: Example, model: PriceModel, more: JsonMap = {}): Charge {
  return chargeFromWire({ model, ...renamed(example, model), ...more });
}

/** @throws Rejection when a plan may not have this charge */
export function chargeFromWire(charge: JsonMap): Charge {
  const plan = planFrom({
    versions: [
      { effectiveFrom: '2020-01-01', currency: 'USD', charges: [{ meter: 'meter', ...charge }] },
    ],
  });
  if (plan instanceof Rejection) throw plan;
  const [parsed] = plan.versions[0]?.charges ?? [];
  if (parsed === undefined) throw new TypeError('a plan of one charge lost it');
  return parsed;
}

function renamed({ system, properties }: Example, model: PriceModel): JsonMap {
  const names: Record<string, string> = { ...ourNames[system] };
  if (model === 'package') names['amount'] = 'packagePrice';
  const rename = (value: Json): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map(rename);
    if (!isMap(value)) return value;
    const entries = Object.entries(value)
      .filter(([name]) => !notOfThePrice.has(name))
      .map(([name, inner]) => [names[name] ?? name, rename(inner)] as const)
      .filter(([name, inner]) => inner !== null || name === 'upTo');
    return Object.fromEntries(entries);
  };
  return mapIn(rename(properties));
}

/** Kill Bill: blocks of a size, and how many of them a tier has; the last tier has no end, whatever it says. */
export function tiersOfBlocks(blocks: Json | undefined): JsonMap[] {
  let end = 0n;
  const tiers = listIn(blocks).map(mapIn);
  return tiers.map(({ block, max_blocks: most, price }, index) => {
    const isLast = index === tiers.length - 1;
    const size = decimalIn(block);
    if (!isLast) end += (size * decimalIn(most)) / 10n ** 12n;
    return {
      upTo: isLast ? null : decimalText(decimalOf(end)),
      unitPrice: price ?? null,
      ...(decimalText(size) === '1' ? {} : { packageSize: decimalText(size) }),
    };
  });
}

/** Meteroid: tiers by their first unit. Polar: by the first and the last seat, prices in cents. */
export function tiersOfFirstUnits(tiers: Json | undefined): JsonMap[] {
  const list = listIn(tiers).map(mapIn);
  return list.map(({ rate, flat_fee: flatFee }, index) => {
    const next = list[index + 1]?.['first_unit'];
    return {
      upTo: next === undefined ? null : decimalText(decimalOf(decimalIn(next) - 10n ** 12n)),
      unitPrice: rate ?? null,
      flatFee: flatFee ?? '0',
    };
  });
}

export const tiersOfSeats = (tiers: Json | undefined): JsonMap[] =>
  listIn(tiers)
    .map(mapIn)
    .map(({ max, per_seat: price }) => ({
      upTo: max === null || max === undefined ? null : String(max as number),
      unitPrice: fromCents(price),
    }));

/** Cents as major units. Finer than a plan can say is left as it is, for the plan to refuse. */
export function fromCents(cents: Json | undefined): string {
  const text = decimalText(decimalIn(cents));
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const digits = whole.padStart(3, '0');
  const major = `${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
  return text.startsWith('-') ? `-${major}` : major;
}

export const toCents = (amount: Decimal): string => decimalText(decimalOf(amount * 100n));

export const majorFromCents = (cents: Json | undefined): Decimal =>
  decimalFrom(fromCents(cents)) ?? decimalOf(0n);
