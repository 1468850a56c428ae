import { definedOnly } from '../../kernel/defined-only.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { InvariantViolation, invariant } from '../../kernel/invariant.ts';
import type { Consistency, PutOutcome } from '../../kernel/log.ts';
import type { StoredBlock, UsageHours, UsageLog } from '../log/ports.ts';
import type { MeterCatalog, MeterCatalogs } from '../meter-catalogs.ts';
import { type Coverage, covers, joined } from './coverage.ts';
import { type Goal, HourFold } from './hour-fold.ts';
import type { FoldProgress, FoldProgressKey, Revised, TotalsRepair, UsageTotals } from './ports.ts';
import { foldProgressText } from './totals-bytes.ts';
import type { TouchedHour } from './touched.ts';

/** What a refresh works on. */
export interface RefreshPorts {
  readonly usageLog: UsageLog & UsageHours;
  readonly totals: UsageTotals;
  readonly catalogs: MeterCatalogs;
  /** Told of what was lost, which is folded again from the log. */
  readonly onLost?: (lost: string) => void;
}

/** How a rebuild puts back what is missing. */
export interface HourRebuild {
  readonly repair: TotalsRepair;
  /** Past every revision that was ever put. */
  readonly revision: number;
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
 *
 * Corrections are of what was counted before them: where blocks have some, the hour is read again from its first block,
 * and the partitions that they are of are folded anew.
 *
 * What is missing is never taken for "nothing yet". Without progress, all that the log has of the hour is folded, and
 * not only what is announced. Where a partition has no totals, though the progress says that it has, the same is done.
 */
export const refreshHour = (ports: RefreshPorts, touched: TouchedHour): Promise<void> =>
  bringTo(ports, touched, { coverage: touched.coverage, fromFirst: false });

/** Folds a shard's hour again from its first block, if it was folded: then its values are read as they are now. */
export async function refoldHour(ports: RefreshPorts, hour: FoldProgressKey): Promise<void> {
  if ((await ports.totals.readProgress(hour, 'strong')) === undefined) return;
  await bringTo(ports, hour, { coverage: NOTHING, fromFirst: true });
}

/**
 * Folds all that the log has of a shard's hour, and puts what is missing of its totals and progress, or is not that, to
 * the byte; others may refresh it meanwhile. Answers how many items it put, and how many blocks it read.
 */
export async function rebuildHour(
  ports: RefreshPorts,
  hour: FoldProgressKey,
  rebuild: HourRebuild,
): Promise<{ readonly mended: number; readonly blocks: number; readonly compared: number }> {
  let mended = 0;
  let goal: Goal = { coverage: NOTHING, fromFirst: true };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const progress = await progressToReplace(ports, hour);
    const catalog = await ports.catalogs.latest(hour.tenant, 'strong');
    const state = { progress, catalog, goal, rebuild };
    const { next, fold, read, isProgressPut } = await advance(ports, hour, state);
    mended += fold.mended + (isProgressPut ? 1 : 0);
    if (next === 'done') {
      const blocks = [...read.values()].reduce((sum, count) => sum + count, 0);
      return { mended, blocks, compared: fold.held.length + 1 };
    }
    goal = { ...next, fromFirst: true };
  }
  throw gaveUp(hour);
}

/** To a rebuild, progress that cannot be read covers nothing: it is put over. */
async function progressToReplace(
  { totals }: RefreshPorts,
  { tenant, shard, hour }: FoldProgressKey,
): Promise<Revised<FoldProgress> | undefined> {
  try {
    return await totals.readProgress({ tenant, shard, hour }, 'strong');
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    const [next] = await totals.listProgress({ tenant, shard, after: hour - 1, limit: 1 });
    if (next?.hour !== hour) return undefined;
    return { revision: next.revision, value: { catalogVersion: 0, coverage: NOTHING } };
  }
}

const gaveUp = ({ shard, hour }: FoldProgressKey): Error =>
  new Error(`gave up refreshing shard ${shard} of hour ${hour} after ${ATTEMPTS_MAX} attempts`);

async function bringTo(ports: RefreshPorts, touched: FoldProgressKey, first: Goal): Promise<void> {
  let goal = first;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const progress = await ports.totals.readProgress(touched, 'strong');
    // Read after the progress, so that it is at least as new as the one the hour was folded under.
    const catalog = await ports.catalogs.latest(touched.tenant, 'strong');
    if (progress !== undefined && isReached(progress.value, catalog, goal)) return;
    const { next } = await advance(ports, touched, { progress, catalog, goal });
    if (next === 'done' && progress !== undefined) return;
    // A backfill announces the hours whose progress it finds: that of a new hour may have come too late for a newer
    // catalog.
    goal = next === 'done' ? { ...goal, fromFirst: false } : next;
  }
  throw gaveUp(touched);
}

const isReached = (progress: FoldProgress, catalog: MeterCatalog, goal: Goal): boolean =>
  !goal.fromFirst &&
  progress.catalogVersion === catalog.version &&
  covers(progress.coverage, goal.coverage);

interface Attempt {
  /** Done, or the goal to try again with because somebody else moved first. */
  readonly next: 'done' | Goal;
  readonly fold: HourFold;
  readonly read: Coverage;
  readonly isProgressPut: boolean;
}

async function advance(
  ports: RefreshPorts,
  touched: FoldProgressKey,
  state: {
    readonly progress: Revised<FoldProgress> | undefined;
    readonly catalog: MeterCatalog;
    readonly goal: Goal;
    readonly rebuild?: HourRebuild;
  },
): Promise<Attempt> {
  const { progress, catalog, goal, rebuild } = state;
  const folded = progress?.value.coverage ?? NOTHING;
  const fromFirst = goal.fromFirst || progress?.value.catalogVersion !== catalog.version;
  const from = fromFirst ? NOTHING : folded;
  const target = fromFirst ? joined(folded, goal.coverage) : goal.coverage;
  const promised = progress?.value.partitions;

  const fold = new HourFold(ports.totals, touched, {
    catalog,
    fromFirst,
    promised,
    ...definedOnly({ corrections: goal.corrections, rebuild }),
  });
  const add = (minute: number, block: StoredBlock) => fold.add(minute, block);
  const read = fromFirst
    ? await readWhole(ports.usageLog, touched, target, add)
    : await readBlocks(ports.usageLog, touched, { from, target }, add);
  for (const partition of fold.lost) ports.onLost?.(lostText(touched, partition));
  const obstacle = fold.obstacleAfter(read);
  if (obstacle !== undefined) {
    const coverage = joined(goal.coverage, obstacle.coverage);
    return { next: { ...obstacle, coverage }, fold, read, isProgressPut: false };
  }
  if ((await fold.put()) !== 'put') return { next: goal, fold, read, isProgressPut: false };

  const before = fromFirst ? [] : promised;
  const partitions = before === undefined ? undefined : new Set([...before, ...fold.held]);
  const outcome = await putProgress(ports, touched, {
    progress,
    rebuild,
    value: {
      catalogVersion: catalog.version,
      coverage: joined(from, read),
      ...definedOnly({ partitions }),
    },
  });
  const isDone = outcome === 'put' || outcome === 'as it was';
  const next = isDone ? 'done' : { ...goal, fromFirst: false };
  return { next, fold, read, isProgressPut: outcome === 'put' };
}

const lostText = ({ tenant, hour }: FoldProgressKey, partition: number): string =>
  `a projection is lost: totals of ${tenant}, partition ${partition}, hour ${hour}, were put and are gone; ` +
  `run farthing totals rebuild --tenant ${JSON.stringify(tenant)}, as others may be gone too`;

/** A rebuild puts it only where it is missing, or not what it would be. */
async function putProgress(
  { totals }: RefreshPorts,
  touched: FoldProgressKey,
  {
    progress,
    value,
    rebuild,
  }: {
    readonly progress: Revised<FoldProgress> | undefined;
    readonly value: FoldProgress;
    readonly rebuild: HourRebuild | undefined;
  },
): Promise<PutOutcome | 'as it was'> {
  if (rebuild !== undefined) {
    if (progress === undefined) {
      return rebuild.repair.putBackProgress(touched, { revision: rebuild.revision, value });
    }
    if (foldProgressText(progress.value) === foldProgressText(value)) return 'as it was';
  }
  return totals.putProgress(touched, { revision: (progress?.revision ?? 0) + 1, value });
}

/** Hands on all blocks of the hour, at least up to `target`, and says how far each minute came. */
async function readWhole(
  log: UsageHours,
  hour: FoldProgressKey,
  target: Coverage,
  onBlock: (minute: number, block: StoredBlock) => Promise<void>,
): Promise<Coverage> {
  const reached = new Map<number, number>();
  for await (const { minute, ...block } of log.readHour(hour)) {
    // Past a hole nothing counts.
    if (block.seq !== (reached.get(minute) ?? 0) + 1) continue;
    await onBlock(minute, block);
    reached.set(minute, block.seq);
  }
  for (const [minute, atLeast] of target) {
    const has = reached.get(minute) ?? 0;
    invariant(has >= atLeast, `minute ${minute} has the ${atLeast} blocks announced, got ${has}`);
  }
  return reached;
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
