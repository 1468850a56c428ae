import type { Draft } from '../../invoicing/close-periods.ts';
import type { CloseMessage } from './message.ts';
import type { BillingRunPorts } from './ports.ts';

/** What is parked of a payer's month, and why. */
interface Parking {
  readonly customer: string;
  readonly code: string;
  readonly detail: string;
  readonly draft?: Draft;
}

/** Sets a payer's month aside until a person decides, and tells of it. */
export async function park(
  { runs, clock, onNotice }: Pick<BillingRunPorts, 'runs' | 'clock' | 'onNotice'>,
  { tenant, month, overrides }: Pick<CloseMessage, 'tenant' | 'month' | 'overrides'>,
  { customer, code, detail, draft }: Parking,
): Promise<void> {
  await runs.park({
    tenant,
    month,
    customer,
    code,
    detail,
    at: clock.now(),
    ...(draft === undefined ? {} : { draft }),
    ...(overrides.length === 0 ? {} : { overrides }),
  });
  onNotice({
    event: 'billing.parked',
    tenant,
    period: month,
    code,
    detail: `${customer}: ${detail}`,
  });
}
