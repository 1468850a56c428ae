import type { BillingSettings } from '../catalog/ports.ts';
import type { Clock, TimeLeft } from '../kernel/clock.ts';
import { itemsPast, pageUpTo } from '../kernel/pages.ts';
import { rfc3339 } from '../kernel/timestamp.ts';
import { behindSince, type SequencePorts, sequence } from './sequence.ts';

export interface SequenceAllPorts extends SequencePorts {
  readonly settings: Pick<BillingSettings, 'listTenants'>;
  readonly clock: Clock;
  /** Told of each tenant whose log is an hour behind its books, or more. */
  readonly onNotice: (notice: LogNotice) => void;
}

/** An alarm counts these. */
export interface LogNotice {
  readonly event: 'log.behind';
  readonly tenant: string;
  /** RFC 3339: when the oldest block was recorded that is not in the log. */
  readonly since: string;
}

const TENANTS_PER_PAGE = 100;
const LAG_MAX_MS = 3_600_000;
/** A tenant with a hundred thousand invoices has a turn for each so many steps, so that others are not behind it. */
const STEPS_PER_TURN = 10;

/**
 * Brings the logs of all tenants up to their books, in turns. None holds up another: what failed is thrown after all.
 * Any number may do so at once.
 */
export async function sequenceAll(ports: SequenceAllPorts, time: TimeLeft): Promise<void> {
  const failures: unknown[] = [];
  const take = async (tenant: string): Promise<boolean> => {
    try {
      const outcome = await sequence(ports, tenant, turnOf(time));
      if (outcome !== 'done') await noteLag(ports, tenant);
      return outcome === 'more';
    } catch (error) {
      failures.push(error);
      await noteLag(ports, tenant).catch((failure: unknown) => failures.push(failure));
      return false;
    }
  };
  let waiting: string[] = [];
  for await (const tenant of tenantsOf(ports)) {
    if (await take(tenant)) waiting.push(tenant);
  }
  while (waiting.length > 0 && !time.isShort()) {
    const turn = waiting;
    waiting = [];
    for (const tenant of turn) if (await take(tenant)) waiting.push(tenant);
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} logs could not be brought up to date`);
}

/** All tenants, page by page. */
export const tenantsOf = ({
  settings,
}: Pick<SequenceAllPorts, 'settings'>): AsyncIterable<string> =>
  itemsPast('', async (after) => {
    const { tenants, more } = await settings.listTenants({ after, limit: TENANTS_PER_PAGE });
    return pageUpTo(tenants, (tenant) => tenant, more);
  });

function turnOf(time: TimeLeft): TimeLeft {
  let steps = 0;
  return {
    isShort: () => {
      steps += 1;
      return steps >= STEPS_PER_TURN || time.isShort();
    },
  };
}

async function noteLag(
  { onNotice, clock, ...ports }: SequenceAllPorts,
  tenant: string,
): Promise<void> {
  const since = await behindSince(ports, tenant);
  if (since === undefined || clock.now() - since < LAG_MAX_MS) return;
  onNotice({ event: 'log.behind', tenant, since: rfc3339(since) });
}
