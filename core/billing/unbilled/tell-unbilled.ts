import { laterMonth, type Month } from '../../kernel/month.ts';
import { partitions } from '../../metering/log/log-key.ts';
import { type ListUnbilledMessage, sendAll } from '../run/message.ts';
import type { BillingRunPorts } from '../run/ports.ts';
import { knownTenant, listUnbilled } from './list-unbilled.ts';
import { acceptanceOf, isAlarming, type UnbilledUsage } from './unbilled-usage.ts';

/** So that one message is worked off within seconds, however much was used. */
const PARTITIONS_PER_MESSAGE = 16;

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
  const { tenant, month } = message;
  const accepted = await ports.runs.acceptedUsage(tenant, month);
  const to = Math.min(message.partition + PARTITIONS_PER_MESSAGE, partitions);
  const known = await knownTenant(ports, tenant);
  const open: UnbilledUsage[] = [];
  for (let { partition } = message; partition < to; partition += 1) {
    const listed = await listUnbilled(ports, tenant, { month, partition, known });
    open.push(
      ...listed.filter(
        (row) => isAlarming(row.reason) && acceptanceOf(row, accepted) === undefined,
      ),
    );
  }
  for (const [code, rows] of Map.groupBy(open, ({ reason }) => reason)) {
    const { subject, customer, meter } = rows[0] ?? {};
    const detail = `${rows.length} of ${month} in GET /v1/unbilled, such as ${meter ?? ''} of ${subject ?? customer ?? ''}`;
    ports.onNotice({ event: 'billing.unbilled', tenant, period: month, code, detail });
  }
  if (to < partitions) await sendAll(ports.billing, [{ ...message, partition: to }]);
}
