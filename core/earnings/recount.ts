import type { Clock } from '../kernel/clock.ts';
import type { Month } from '../kernel/month.ts';
import type { Queue } from '../kernel/queue.ts';
import { makeDue } from './change-month.ts';
import { sendAll } from './message.ts';
import type { ShareMonth, ShareMonths } from './ports.ts';

export interface RecountPorts {
  readonly months: ShareMonths;
  readonly queue: Queue;
  readonly clock: Clock;
}

/** Has it found out again what a month is worth to payees, of every payer that is closed. */
export async function recountMonth(
  ports: RecountPorts,
  tenant: string,
  month: Month,
): Promise<ShareMonth> {
  const due = await makeDue(ports, { tenant, month });
  await sendAll(ports.queue, [{ kind: 'recount', tenant, month, after: '' }]);
  return due;
}
