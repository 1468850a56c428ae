import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Month } from '../../kernel/month.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import type { SlotTally } from '../../metering/totals/totals.ts';
import { readTallies, type TallySink } from '../rating/read-tallies.ts';
import { addSlot, type UnbilledPorts } from './list-unbilled.ts';
import { type PayerMonth, payerMonths } from './payer-months.ts';
import { pricedMeters } from './priced-meters.ts';
import { verdictOn } from './slot-reason.ts';
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
  const slots = {
    sellers: month.period,
    windows: new Map(month.usedBy.map(({ subject }) => [subject, [month]])),
    isPaidFor: () => true,
  };
  const into: TallySink = {
    add(slot: SlotTally, { hour }) {
      const meter = meters.get(slot.meter);
      const at = hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour;
      const verdict = meter === undefined ? undefined : verdictOn(slots, { slot, meter, at });
      if (verdict !== undefined) addSlot(sums, slot, verdict);
    },
  };
  await readTallies(
    rating.totals,
    tenant,
    month.usedBy.map((part) => ({ ...part, into, rules: month.rules })),
  );
  return sums.rows();
}
