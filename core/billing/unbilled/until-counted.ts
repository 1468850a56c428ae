import { type ListUnbilledMessage, sendAll } from '../run/message.ts';
import type { BillingRunPorts } from '../run/ports.ts';
import { recountHours } from '../run/reconcile.ts';

/** An hour that is behind for so many minutes will not be right soon: the look is taken, and a person told. */
const TRIES_MAX = 15;

type WaitingPorts = Pick<
  BillingRunPorts,
  'rating' | 'usageHours' | 'eventsPerMessage' | 'billing' | 'later' | 'onNotice'
>;

/**
 * Recounts hours before a look at them, as a run does before it closes a month: totals may lag behind what was written
 * just now. An hour that differs is recounted a minute later; after the last one, the look itself is sent.
 */
export async function untilCounted(
  ports: WaitingPorts,
  { uncounted: _, ...look }: ListUnbilledMessage,
  { from, to, tries: before }: NonNullable<ListUnbilledMessage['uncounted']>,
): Promise<void> {
  const { rating, usageHours, eventsPerMessage: enough } = ports;
  const range = { from, to, ...(enough === undefined ? {} : { enough }) };
  const { drift, next } = await recountHours({ ...rating, usageHours }, look.tenant, range);
  const goOn = (hour: number, tries: number): ListUnbilledMessage => ({
    ...look,
    ...(hour < to ? { uncounted: { from: hour, to, tries } } : {}),
  });
  if (drift === undefined) return sendAll(ports.billing, [goOn(next, 0)]);
  const tries = (drift.hour === from ? before : 0) + 1;
  if (tries < TRIES_MAX) return sendAll(ports.later, [goOn(drift.hour, tries)]);
  const { tenant, month: period } = look;
  const { detail } = drift;
  ports.onNotice({ event: 'reconciliation.totals-differ', tenant, period, detail });
  return sendAll(ports.billing, [goOn(next, 0)]);
}
