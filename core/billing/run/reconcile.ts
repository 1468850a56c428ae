import { inParallel } from '../../kernel/in-parallel.ts';
import { partitions, type ShardEpoch, shardsOf } from '../../metering/log/log-key.ts';
import type { UsageHours, UsageLog } from '../../metering/log/ports.ts';
import type { MeterCatalog, MeterCatalogs } from '../../metering/meter-catalogs.ts';
import type { UsageTotals } from '../../metering/totals/ports.ts';
import { refoldHour } from '../../metering/totals/refresh.ts';
import { type HourTotals, isReadBefore } from '../../metering/totals/totals.ts';
import { textOfTotals } from '../../metering/totals/totals-bytes.ts';
import type { HourRange } from '../reconciliation/pass-step.ts';
import { recountHour } from './recount-hour.ts';

/** What a recount reads. */
export interface RecountPorts {
  /** Recounts. */
  readonly usageHours: UsageHours;
  /** Folds again what was folded by older rules. */
  readonly usageLog: UsageLog & UsageHours;
  readonly totals: UsageTotals;
  readonly catalogs: MeterCatalogs;
  readonly shardEpochs: readonly ShardEpoch[];
}

const MINUTES_PER_HOUR = 60;
const PARTITIONS_AT_ONCE = 64;
/** What so many hours come to is held at once. */
const HOURS_AT_ONCE = 4;
/** Events that are counted in a second or two. */
const ENOUGH = 40_000;

/** An hour whose totals are not what its log comes to. */
export interface Drift {
  /** UTC hours since 1970. */
  readonly hour: number;
  /** The first that differs in it. */
  readonly partition: number;
  readonly detail: string;
  /** What the log comes to, and what was found. */
  readonly recounted: HourTotals | undefined;
  readonly stored: HourTotals | undefined;
}

/** How far a recount has come. */
export interface Recounted {
  /** The first hour that differs, where one does. */
  readonly drift: Drift | undefined;
  /** Where to go on: every hour before it is the same, or is the one that differs. */
  readonly next: number;
}

/**
 * Counts UTC hours `from <= hour < to` of a tenant again, from the log alone, and compares them with what is billed
 * from, to the byte; it ends at the first that differs, and when it has done enough. Totals that lag are a difference
 * as any other: they are not what was used. What was folded before values were read to 12 places is folded again on
 * the way. Each partition is read by one query from the first hour to the last, as most hours of most partitions have
 * nothing; an hour that then differs is read again by itself, as it may have got events in between.
 *
 * What is enough goes by what is read: so a quiet month is one call, and of a busy one each call takes as long.
 */
export async function recountHours(
  ports: RecountPorts,
  tenant: string,
  { from, to, enough = ENOUGH }: HourRange & { readonly enough?: number },
): Promise<Recounted> {
  const catalog = await ports.catalogs.latest(tenant, 'strong');
  const readers = allPartitions.map(
    (partition) =>
      new HourReader(
        ports.totals.readRange({ tenant, partition, from, to, consistency: 'strong' }),
      ),
  );
  let done = 0;
  try {
    const hours = recountedHours(ports, { tenant, from, to, catalog });
    for await (const { hour, recounted, work } of hours) {
      if (done >= enough) return { drift: undefined, next: hour };
      done += work;
      // Most hours of most tenants have nothing on either side.
      if (recounted.size === 0 && !readers.some((reader) => reader.mayHave(hour))) continue;
      const seen = await differing(recounted, async (partition) => readers[partition]?.at(hour));
      const drift = seen === undefined ? undefined : await driftOf(ports, tenant, { hour, seen });
      if (drift !== undefined) return { drift, next: hour + 1 };
    }
    return { drift: undefined, next: to };
  } finally {
    await inParallel(PARTITIONS_AT_ONCE, readers, (reader) => reader.close());
  }
}

/** An hour that was seen different, as it is now. */
async function driftOf(
  ports: RecountPorts,
  tenant: string,
  { hour, seen }: { readonly hour: number; readonly seen: DifferingPartition },
): Promise<Drift | undefined> {
  if (seen.isReadBefore) await refold(ports, tenant, hour);
  return hourDrift(ports, tenant, hour);
}

const allPartitions = Array.from({ length: partitions }, (_, partition) => partition);

interface HourOfTotals {
  readonly hour: number;
  readonly totals: HourTotals;
}

/** Hands out a partition's hours, asked for in ascending order. */
class HourReader {
  readonly #hours: AsyncIterator<HourOfTotals>;
  #next: Promise<IteratorResult<HourOfTotals>>;
  /** Undefined until it is read. */
  #nextHour: number | undefined;

  constructor(hours: ReturnType<UsageTotals['readRange']>) {
    this.#hours = hours[Symbol.asyncIterator]();
    this.#next = this.#advanced();
  }

  /** False where it is known that there is nothing of the hour. */
  mayHave(hour: number): boolean {
    return this.#nextHour === undefined || this.#nextHour <= hour;
  }

  async at(hour: number): Promise<HourTotals | undefined> {
    const next = await this.#next;
    if (next.done === true || next.value.hour !== hour) return undefined;
    this.#next = this.#advanced();
    return next.value.totals;
  }

  #advanced(): ReturnType<AsyncIterator<HourOfTotals>['next']> {
    this.#nextHour = undefined;
    const next = this.#hours.next();
    next.then(
      ({ done, value }) => {
        this.#nextHour = done === true ? Number.POSITIVE_INFINITY : value.hour;
      },
      // Whoever asks for an hour is told; until then it is no rejection that nobody handles.
      () => undefined,
    );
    return next;
  }

  async close(): Promise<void> {
    await this.#next.catch(() => undefined);
    await this.#hours.return?.();
  }
}

/** One hour as it is now: what differs in it. */
async function hourDrift(
  ports: RecountPorts,
  tenant: string,
  hour: number,
): Promise<Drift | undefined> {
  const catalog = await ports.catalogs.latest(tenant, 'strong');
  const { recounted } = await recountHour(ports, { tenant, hour, catalog });
  const first = await differing(
    recounted,
    async (partition) => (await ports.totals.read({ tenant, partition, hour }))?.value,
  );
  if (first === undefined) return undefined;
  const { partition, stored } = first;
  const detail = `the totals of hour ${hoursText(hour)}, partition ${partition}, are not what its log comes to`;
  return { hour, partition, detail, recounted: recounted.get(partition), stored };
}

interface DifferingPartition {
  readonly partition: number;
  readonly stored: HourTotals | undefined;
  readonly isReadBefore: boolean;
}

/** The first partition whose totals are not those recounted, and whether any such was folded by older rules. */
async function differing(
  recounted: ReadonlyMap<number, HourTotals>,
  read: (partition: number) => Promise<HourTotals | undefined>,
): Promise<DifferingPartition | undefined> {
  const found = await inParallel(PARTITIONS_AT_ONCE, allPartitions, async (partition) => {
    const stored = await read(partition);
    if (isSame(recounted.get(partition), stored)) return [];
    return [{ partition, stored, isReadBefore: stored !== undefined && isReadBefore(stored) }];
  });
  const all = found.flat();
  const [first] = all;
  return first === undefined
    ? undefined
    : { ...first, isReadBefore: all.some((one) => one.isReadBefore) };
}

/**
 * Under older code a value with more than 12 places counted as unreadable. The month that is recounted is not closed,
 * so it goes by today's reading; months that are closed keep theirs, as what is rounded stands apart.
 */
async function refold(ports: RecountPorts, tenant: string, hour: number): Promise<void> {
  const shards = shardsOf(hour * MINUTES_PER_HOUR, ports.shardEpochs);
  for (let shard = 0; shard < shards; shard += 1) await refoldHour(ports, { tenant, shard, hour });
}

const hoursText = (hour: number): string => new Date(hour * 3_600_000).toISOString().slice(0, 13);

interface RecountedHour {
  readonly hour: number;
  readonly recounted: ReadonlyMap<number, HourTotals>;
  /** Events that it took, or might have. */
  readonly work: number;
}

/** Hours in order, some of them read at once: most have nothing, and to hear of that is all the time they take. */
async function* recountedHours(
  ports: RecountPorts,
  { tenant, from, to, catalog }: HourRange & { tenant: string; catalog: MeterCatalog },
): AsyncGenerator<RecountedHour> {
  for (let first = from; first < to; first += HOURS_AT_ONCE) {
    const length = Math.min(HOURS_AT_ONCE, to - first);
    const hours = Array.from({ length }, (_, index) => first + index);
    yield* await inParallel(HOURS_AT_ONCE, hours, async (hour) => ({
      hour,
      ...(await recountHour(ports, { tenant, hour, catalog })),
    }));
  }
}

/** Where nothing is counted, no totals and empty totals are the same. */
function isSame(recounted: HourTotals | undefined, stored: HourTotals | undefined): boolean {
  const isEmpty = (totals: HourTotals | undefined) => (totals?.tallies.length ?? 0) === 0;
  if (isEmpty(recounted) || isEmpty(stored)) return isEmpty(recounted) && isEmpty(stored);
  return textOf(recounted) === textOf(stored);
}

const textOf = (totals: HourTotals | undefined): string =>
  totals === undefined ? '' : textOfTotals(totals);
