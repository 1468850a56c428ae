import { decimalOf, decimalText } from '../../../../core/kernel/decimal.ts';
import { exactText } from '../../../../core/kernel/exact-amount.ts';
import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import type { Charge } from '../../../../core/pricing/charge.ts';
import { type ChargeUsage, usageKindOf } from '../../../../core/pricing/charge-usage.ts';
import { rate } from '../../../../core/pricing/rate.ts';
import { decimalIn, type Json, type JsonMap, listIn, mapIn, textIn } from './examples.ts';
import { chargeOf } from './our-charges.ts';
import type { Recipe } from './recipe.ts';
import { sumOf } from './results.ts';

/** The events' amounts are given, or what they add up to after each of the first. */
function eventAmounts(usage: JsonMap): readonly Json[] {
  if (usage['events'] !== undefined) return listIn(usage['events']);
  const running = listIn(usage['running_total']).map(decimalIn);
  const firsts = running.map((total, index) =>
    decimalText(decimalOf(total - (running[index - 1] ?? 0n))),
  );
  const rest = decimalOf(decimalIn(usage['units']) - (running.at(-1) ?? 0n));
  return [...firsts, decimalText(rest)];
}

function percentageUsage(charge: Charge, usage: JsonMap): ChargeUsage {
  const kind = usageKindOf(charge.price);
  const events = eventAmounts(usage).map((amount, index) => ({
    at: { occurredAt: timestampOf(index), identity: String(index) },
    value: decimalIn(amount),
  }));
  if (kind === 'each-event') return { kind, events };
  const quantity = sumOf(events.map(({ value }) => value));
  const count = BigInt(textIn(usage['events_count'] ?? events.length));
  return kind === 'events' ? { kind, quantity, count } : { kind, quantity };
}

/** Lago’s charge on the amounts of events. */
export const percentage: Recipe = (example) => {
  const { properties } = example;
  const withoutLimits = Object.fromEntries(
    Object.entries(properties).filter(([name]) => !name.startsWith('per_transaction_')),
  );
  const read = properties['min_max_enabled'] === false ? withoutLimits : properties;
  const charge = chargeOf({ ...example, properties: read }, 'percentage', { countMeter: 'events' });
  return exactText(rate(charge, percentageUsage(charge, mapIn(example.units_or_events))).amount);
};
