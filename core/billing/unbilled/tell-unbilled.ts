import { laterMonth, type Month } from '../../kernel/month.ts';
import { partitions } from '../../metering/log/log-key.ts';
import { type ListUnbilledMessage, sendAll } from '../run/message.ts';
import type { BillingRunPorts } from '../run/ports.ts';
import { knownTenant, listUnbilled } from './list-unbilled.ts';
import { tellUnaccounted } from './tell-unaccounted.ts';
import { acceptanceOf, isAlarming, type UnbilledUsage } from './unbilled-usage.ts';
import { UsageSums } from './usage-sums.ts';

/** So that one message is worked off within seconds, however much was used. */
const PARTITIONS_PER_MESSAGE = 8;

/**
 * After a month was dealt out, has it looked at for what is not billed, and the month to which nothing reaches back any
 * more once this one is closed. Some seconds later: then most of it is closed. Of what is not, the list tells, and
 * no alarm.
 */
export async function lookForUnbilled(
  { soon, rating }: Pick<BillingRunPorts, 'soon' | 'rating'>,
  tenant: string,
  month: Month,
): Promise<void> {
  const months = [month, laterMonth(month, -rating.monthsReachedBack)];
  await sendAll(
    soon,
    months.map((one) => ({ kind: 'list-unbilled', tenant, month: one, partition: 0 })),
  );
}

/** Tells of what is not billed in some partitions, unless it was accepted, and sends the rest on. */
export async function tellUnbilled(
  ports: BillingRunPorts,
  message: ListUnbilledMessage,
): Promise<void> {
  const { tenant, month, again } = message;
  const accepted = await ports.runs.acceptedUsage(tenant, month);
  const to = Math.min(message.partition + PARTITIONS_PER_MESSAGE, partitions);
  const known = await knownTenant(ports, tenant);
  const sums =
    message.partition === 0 || message.sums !== undefined
      ? new UsageSums(known.meters, message.sums)
      : undefined;
  const open: UnbilledUsage[] = [];
  for (let { partition } = message; partition < to; partition += 1) {
    const listed = await listUnbilled(ports, tenant, { month, partition, known, sums });
    open.push(
      ...listed.filter(
        (row) => isAlarming(row.reason) && acceptanceOf(row, accepted) === undefined,
      ),
    );
  }
  // What is not billed was told of by the look before.
  const told = again === undefined ? open : [];
  for (const [code, rows] of Map.groupBy(told, ({ reason }) => reason)) {
    const { subject, customer, meter } = rows[0] ?? {};
    const detail = `${rows.length} of ${month} in GET /v1/unbilled, such as ${meter ?? ''} of ${subject ?? customer ?? ''}`;
    ports.onNotice({ event: 'billing.unbilled', tenant, period: month, code, detail });
  }
  const next = { ...message, partition: to, ...(sums === undefined ? {} : { sums: sums.all() }) };
  if (to < partitions) await sendAll(ports.billing, [next]);
  else if (sums !== undefined) await tellUnaccounted(ports, next, sums.all());
}
