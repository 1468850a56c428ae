import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Month } from '../../kernel/month.ts';
import { millisecondsPer, timestampOf } from '../../kernel/timestamp.ts';
import { isRolledUp } from '../../metering/meter.ts';
import { catalogWith } from '../rating/meters-by-slots.ts';
import { readTallies } from '../rating/read-tallies.ts';
import type { ByDays, TallySink } from '../rating/usage-window.ts';
import { addCounted, type UnbilledPorts } from './list-unbilled.ts';
import { type PayerMonth, payerMonths } from './payer-months.ts';
import { pricedMeters } from './priced-meters.ts';
import { verdictFor } from './slot-reason.ts';
import { SlotSums } from './slot-sums.ts';
import { tooLateUsage } from './too-late.ts';
import type { UnbilledUsage } from './unbilled-usage.ts';

/**
 * What of a payer's month is in no invoice and will be in none by itself, by the rules of the tenant's list.
 * @throws Rejection `billing-settings.not-found`, `customer.not-found`
 */
export async function payerUnbilled(
  ports: UnbilledPorts,
  tenant: string,
  { month, customer }: { readonly month: Month; readonly customer: string },
): Promise<readonly UnbilledUsage[]> {
  const billing = await tenantBillingOf(ports.rating.settings, tenant);
  const asked = { month, billing, now: ports.clock.now(), payers: [customer] };
  const rows: UnbilledUsage[] = [];
  for await (const months of payerMonths(ports, tenant, asked)) {
    for (const one of months) {
      rows.push(...(await slotsOf(ports, tenant, one)));
      if (one.stage === 'final') rows.push(...(await tooLateUsage(ports.rating, tenant, one)));
    }
  }
  return rows;
}

async function slotsOf(
  { rating }: UnbilledPorts,
  tenant: string,
  month: PayerMonth,
): Promise<readonly UnbilledUsage[]> {
  const meters = await pricedMeters(rating, tenant);
  const sums = new SlotSums(month.period.month);
  const add: ByDays['add'] = (counted, at) => {
    const meter = meters.get(counted.meter);
    if (meter !== undefined) addCounted(sums, counted, verdictFor(month, { counted, meter, at }));
  };
  const into: TallySink = {
    add: (slot, { hour }) =>
      add(slot, timestampOf(hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour)),
  };
  const all = [...meters.values()];
  const byDays = {
    add,
    cuts: month.stretches.flatMap(({ stretch: { period } }) => [period.start, period.end]),
    bySlots: new Set(all.filter((meter) => !isRolledUp(meter)).map(({ key }) => key)),
    catalogVersion: catalogWith(all),
  };
  await readTallies(
    rating,
    tenant,
    month.usedBy.map((part) => ({ ...part, into, rules: month.rules, byDays })),
  );
  return sums.rows();
}
