import { inParallel } from '../kernel/in-parallel.ts';
import { itemsPast, pageUpTo } from '../kernel/pages.ts';
import type { Queue } from '../kernel/queue.ts';
import { storedObjectFrom } from '../kernel/stored.ts';
import { partitions } from '../metering/log/log-key.ts';
import type { Meter } from '../metering/meter.ts';
import type { UsageTotals } from '../metering/totals/ports.ts';
import { touchedHourBody } from '../metering/totals/touched.ts';

/**
 * Where a backfill goes on: the hours past `after` of a shard, then the shards after it. Hours folded under a catalog
 * older than `version` are announced, to be folded again.
 */
export interface BackfillPosition {
  readonly tenant: string;
  readonly version: number;
  readonly shard: number;
  readonly after: number;
}

/** How many of the hours that hold events a meter counts already. */
export interface BackfillProgress {
  readonly status: 'running' | 'complete';
  readonly hoursDone: number;
  readonly hoursTotal: number;
}

const BEFORE_ALL = -1;
const PAGE = 500;
/**
 * So that one message is worked off within seconds, however much there is: a refresh of these hours takes far longer.
 */
const PAGES_PER_MESSAGE = 96;
const SHARDS_AT_ONCE = 16;

/** The message that starts a backfill of all that `meter` does not count yet. */
export const backfillBody = (tenant: string, meter: Meter): string =>
  bodyOf({ tenant, version: meter.sinceVersion, shard: 0, after: BEFORE_ALL });

/**
 * The version of a message is its member `format`, as `version` has always been the catalog's: who still reads the old
 * way must not take one for the other. Format 1, which does not say it, has the same members.
 */
const FORMAT = 2;

const bodyOf = ({ tenant, version, shard, after }: BackfillPosition): string =>
  JSON.stringify({ format: FORMAT, tenant, version, shard, after });

/**
 * The reverse of `backfillBody` and of every message a backfill sends itself, of either format. Throws
 * `InvariantViolation` for what is none.
 */
export function backfillPositionFrom(body: string): BackfillPosition {
  const message = storedObjectFrom(body, 'a message of the backfill queue');
  message.version(FORMAT, 'format');
  return {
    tenant: message.text('tenant'),
    version: message.integer('version'),
    shard: message.integer('shard'),
    after: message.integer('after'),
  };
}

/** What a backfill works on. */
export interface BackfillPorts {
  readonly totals: UsageTotals;
  readonly touched: Queue;
  readonly backfill: Queue;
}

/**
 * Announces the hours that a message's position leads to, a bounded number of them, then sends the position after them.
 * Any number of shards may have been in use, and a shard never used costs one empty read. Safe to repeat at any point:
 * an hour announced twice is folded once, and the message is deleted only after the queues have all of its.
 *
 * No hour is missed: one that is not listed yet is being folded by a refresh, which reads the catalog after putting its
 * progress, and so finds the version that this backfill is for.
 */
export async function continueBackfill(
  { totals, touched, backfill }: BackfillPorts,
  position: BackfillPosition,
): Promise<void> {
  const { tenant, version } = position;
  let { shard, after } = position;
  for (let page = 0; page < PAGES_PER_MESSAGE && shard < partitions; page += 1) {
    const hours = await totals.listProgress({ tenant, shard, after, limit: PAGE });
    const stale = hours.filter(({ catalogVersion }) => catalogVersion < version);
    await sendAll(
      touched,
      stale.map(({ hour }) => touchedHourBody({ tenant, shard, hour, coverage: new Map() })),
    );
    const last = hours.at(-1);
    if (last === undefined) [shard, after] = [shard + 1, BEFORE_ALL];
    else after = last.hour;
  }
  if (shard < partitions) await sendAll(backfill, [bodyOf({ tenant, version, shard, after })]);
}

async function sendAll(queue: Queue, bodies: readonly string[]): Promise<void> {
  if (bodies.length === 0) return;
  if ((await queue.send(bodies)) === 'sent') return;
  throw new Error(`a queue did not take all of ${bodies.length} messages; they are sent again`);
}

/** How far a meter's backfill is: a projection of how far every shard's hours have been folded. */
export async function readBackfillProgress(
  totals: UsageTotals,
  tenant: string,
  meter: Meter,
): Promise<BackfillProgress> {
  const shards = Array.from({ length: partitions }, (_, shard) => shard);
  const counts = await inParallel(SHARDS_AT_ONCE, shards, async (shard) => {
    let [done, total] = [0, 0];
    for await (const { catalogVersion } of allHours(totals, { tenant, shard })) {
      total += 1;
      if (catalogVersion >= meter.sinceVersion) done += 1;
    }
    return { done, total };
  });
  const hoursDone = counts.reduce((sum, { done }) => sum + done, 0);
  const hoursTotal = counts.reduce((sum, { total }) => sum + total, 0);
  return { status: hoursDone === hoursTotal ? 'complete' : 'running', hoursDone, hoursTotal };
}

const allHours = (
  totals: UsageTotals,
  { tenant, shard }: Pick<BackfillPosition, 'tenant' | 'shard'>,
): AsyncGenerator<{ readonly hour: number; readonly catalogVersion: number }> =>
  itemsPast(BEFORE_ALL, async (after) => {
    const hours = await totals.listProgress({ tenant, shard, after, limit: PAGE });
    return pageUpTo(hours, ({ hour }) => hour);
  });
