import type { Clock } from '../kernel/clock.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { looksOf } from './look.ts';
import type { Finding, Webhooks } from './ports.ts';

/** What a finding is put with. */
export interface FindingPorts {
  readonly webhooks: Pick<Webhooks, 'list' | 'findings' | 'append' | 'looks' | 'putLooks'>;
  readonly clock: Clock;
}

const ATTEMPTS_MAX = 10;

/**
 * Puts into the log of findings what was found elsewhere, where an endpoint asks for it. Rejects where it is not known
 * whether it is there: told again, it may be there twice.
 */
export async function tellFinding(
  { webhooks, clock }: FindingPorts,
  tenant: string,
  { type, data }: Pick<Finding, 'type' | 'data'>,
): Promise<void> {
  const asking = (await webhooks.list(tenant)).some(({ events }) => events.includes(type));
  if (!asking) return;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const looks = await looksOf(webhooks, tenant);
    const at = timestampOf(Math.max(clock.now(), looks.at));
    const finding = { seq: looks.seq + 1, at, type, data, known: {} };
    const outcome = await webhooks.append(tenant, finding);
    if (outcome === 'unknown') break;
    if (outcome !== 'put') continue;
    // Findings are forgotten after some months: what they come to is kept beside them.
    const folded = await looksOf(webhooks, tenant);
    await webhooks.putLooks({ ...folded, revision: folded.revision + 1 });
    return;
  }
  throw new Error(`it is not known whether ${type} of ${tenant} is told`);
}
