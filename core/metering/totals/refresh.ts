import { inParallel } from '../../kernel/in-parallel.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Consistency } from '../../kernel/log.ts';
import type { StoredBlock, UsageLog } from '../log/ports.ts';
import type { MeterCatalog, MeterCatalogs } from '../meter-catalogs.ts';
import { type Coverage, covers, joined } from './coverage.ts';
import { type Goal, HourFold } from './hour-fold.ts';
import type { FoldProgress, FoldProgressKey, Revised, UsageTotals } from './ports.ts';
import type { TouchedHour } from './touched.ts';

/** What a refresh works on. */
export interface RefreshPorts {
  readonly usageLog: UsageLog;
  readonly totals: UsageTotals;
  readonly catalogs: MeterCatalogs;
}

/** Racing refreshes make one another start over; each time one of them has moved on. */
const ATTEMPTS_MAX = 20;
/** All of an hour's: a store that keeps them together can answer at once. */
const MINUTES_AT_ONCE = 60;
const NOTHING: Coverage = new Map();

/**
 * Brings the totals of a shard's hour up to at least the blocks that were announced.
 *
 * Invariant: every block that the fold progress covers is folded, under its catalog, into every partition the block has
 * events of. So a block past it may be in some partitions already (a refresh died, or one is racing), and their own
 * coverage tells; a partition that lags behind it had no events in the blocks between. The progress is put last.
 * Every put is of an absolute value over the revision it was made from, so a refresh can be repeated, raced and
 * replayed.
 *
 * Under a catalog newer than the one it was folded under, the hour is folded again from its first block. After its
 * first progress is put, the catalog is read once more.
 */
export const refreshHour = (ports: RefreshPorts, touched: TouchedHour): Promise<void> =>
  bringTo(ports, touched, { coverage: touched.coverage, fromFirst: false });

/** Folds a shard's hour again from its first block, if it was folded: then its values are read as they are now. */
export async function refoldHour(ports: RefreshPorts, hour: FoldProgressKey): Promise<void> {
  if ((await ports.totals.readProgress(hour, 'strong')) === undefined) return;
  await bringTo(ports, hour, { coverage: NOTHING, fromFirst: true });
}

async function bringTo(ports: RefreshPorts, touched: FoldProgressKey, first: Goal): Promise<void> {
  let goal = first;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const progress = await ports.totals.readProgress(touched, 'strong');
    // Read after the progress, so that it is at least as new as the one the hour was folded under.
    const catalog = await ports.catalogs.latest(touched.tenant, 'strong');
    if (progress !== undefined && isReached(progress.value, catalog, goal)) return;
    const next = await advance(ports, touched, { progress, catalog, goal });
    if (next === 'done' && progress !== undefined) return;
    // A backfill announces the hours whose progress it finds: that of a new hour may have come too late for a newer
    // catalog.
    goal = next === 'done' ? { ...goal, fromFirst: false } : next;
  }
  throw new Error(
    `gave up refreshing shard ${touched.shard} of hour ${touched.hour} after ${ATTEMPTS_MAX} attempts`,
  );
}

const isReached = (progress: FoldProgress, catalog: MeterCatalog, goal: Goal): boolean =>
  !goal.fromFirst &&
  progress.catalogVersion === catalog.version &&
  covers(progress.coverage, goal.coverage);

/** One attempt: done, or the goal to try again with because somebody else moved first. */
async function advance(
  ports: RefreshPorts,
  touched: FoldProgressKey,
  state: {
    readonly progress: Revised<FoldProgress> | undefined;
    readonly catalog: MeterCatalog;
    readonly goal: Goal;
  },
): Promise<'done' | Goal> {
  const { progress, catalog, goal } = state;
  const folded = progress?.value.coverage ?? NOTHING;
  const fromFirst = goal.fromFirst || progress?.value.catalogVersion !== catalog.version;
  const from = fromFirst ? NOTHING : folded;
  const target = fromFirst ? joined(folded, goal.coverage) : goal.coverage;

  const fold = new HourFold(ports.totals, touched, { catalog, fromFirst });
  const read = await readBlocks(ports.usageLog, touched, { from, target }, (minute, block) =>
    fold.add(minute, block),
  );
  const obstacle = fold.obstacleAfter(read);
  if (obstacle !== undefined) {
    return { ...obstacle, coverage: joined(goal.coverage, obstacle.coverage) };
  }
  if ((await fold.put()) !== 'put') return goal;

  const outcome = await ports.totals.putProgress(touched, {
    revision: (progress?.revision ?? 0) + 1,
    value: { catalogVersion: catalog.version, coverage: joined(from, read) },
  });
  return outcome === 'put' ? 'done' : { ...goal, fromFirst: false };
}

/**
 * Hands on the blocks past `from` of every minute `target` names, at least up to `target`, and says how far it came.
 */
async function readBlocks(
  log: UsageLog,
  { tenant, shard }: FoldProgressKey,
  { from, target }: { readonly from: Coverage; readonly target: Coverage },
  onBlock: (minute: number, block: StoredBlock) => Promise<void>,
): Promise<Coverage> {
  const reached = await inParallel(
    MINUTES_AT_ONCE,
    target,
    async ([minute, atLeast]): Promise<[number, number]> => {
      const key = { tenant, shard, minute };
      const read = (after: number, consistency: Consistency) => log.read(key, after, consistency);
      const hand = (block: StoredBlock) => onBlock(minute, block);
      const eventually = await readRun(read, from.get(minute) ?? 0, 'eventual', hand);
      if (eventually >= atLeast) return [minute, eventually];
      const strongly = await readRun(read, eventually, 'strong', hand);
      invariant(strongly >= atLeast, `minute ${minute} has the ${atLeast} blocks announced`);
      return [minute, strongly];
    },
  );
  return new Map(reached);
}

/** Hands on the contiguous run of blocks past `after` and returns the last one's number. */
async function readRun(
  read: (after: number, consistency: Consistency) => ReturnType<UsageLog['read']>,
  after: number,
  consistency: Consistency,
  onBlock: (block: StoredBlock) => Promise<void>,
): Promise<number> {
  let last = after;
  for (;;) {
    const page = await read(last, consistency);
    for (const block of page.blocks) {
      if (block.seq !== last + 1) return last;
      await onBlock(block);
      last = block.seq;
    }
    if (!page.more || page.blocks.length === 0) return last;
  }
}
