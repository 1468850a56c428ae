import type { WebhookKind } from '../contract/webhooks/kinds.ts';
import type { Clock } from '../kernel/clock.ts';
import type { JsonObject } from '../kernel/json.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { looksOf } from './look.ts';
import type { Webhooks } from './ports.ts';

export interface AppendingPorts {
  readonly webhooks: Pick<Webhooks, 'list' | 'looks' | 'findings' | 'append'>;
  readonly clock: Clock;
}

/** Each time, another finding came first. */
const ATTEMPTS_MAX = 20;

/**
 * Puts what somebody has found into the log of findings, where an endpoint of the tenant asks for it. Told again, it is
 * another finding: its data says what it is about. Throws where others were always first.
 */
export async function appendFinding(
  { webhooks, clock }: AppendingPorts,
  tenant: string,
  { type, data }: { readonly type: WebhookKind; readonly data: JsonObject },
): Promise<void> {
  const endpoints = await webhooks.list(tenant);
  if (!endpoints.some(({ enabled, events }) => enabled && events.includes(type))) return;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const { seq, at } = await looksOf(webhooks, tenant);
    const now = timestampOf(Math.max(clock.now(), at));
    const finding = { seq: seq + 1, at: now, type, data, known: {} };
    if ((await webhooks.append(tenant, finding)) === 'put') return;
  }
  throw new Error(`gave up telling ${tenant} of ${type}: other findings came first each time`);
}
