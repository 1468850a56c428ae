import { sha256 } from '../../kernel/digest.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { itemsPast, pageUpTo } from '../../kernel/pages.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { prefixesIn } from '../../metering/log/block.ts';
import { type ShardEpoch, shardsOf } from '../../metering/log/log-key.ts';
import type { BlockOfHour, UsageHours } from '../../metering/log/ports.ts';
import type { UsageTotals } from '../../metering/totals/ports.ts';
import type { TraceScratch } from './ports.ts';
import { chunksOf, Traces } from './traces.ts';

/** What the log is read from, for repeats. */
export interface HourPorts {
  readonly usageHours: UsageHours;
  /** Says which hours hold anything: most of a small tenant's do not. */
  readonly totals: Pick<UsageTotals, 'listProgress'>;
  readonly shardEpochs: readonly ShardEpoch[];
}

/** A shard's hour (since 1970). */
interface LogHour {
  readonly hour: number;
  readonly shard: number;
}

const MINUTES_PER_HOUR = 60;
const PROGRESS_PAGE = 500;
const SHARDS_AT_ONCE = 16;
/**
 * Hours that are read at once, and whose traces are put aside together: always the same ones, so that what a run has
 * put aside, another run finds.
 */
const HOURS_TOGETHER = 6;
const PUTS_AT_ONCE = 4;
/** So that the run of the next month, which looks back at this one, finds it there. */
const KEPT_DAYS = 70;
/** Longer than any queue keeps a message. */
const KEPT_DAYS_MIN = 20;

/** The traces of some hours that stand together. */
interface TracesOfHours {
  /** The first of them, since 1970. */
  readonly hour: number;
  readonly traces: Traces;
}

/** The same, put aside. */
export interface ScratchEntry {
  readonly hour: number;
  readonly digest: string;
  readonly count: number;
}

/** What came of reading hours, and the first that was not read. */
interface Collected {
  readonly traces: readonly TracesOfHours[];
  readonly next: number;
}

/**
 * The traces of all events in hours `from <= hour < to` of a tenant's log, until there are `enough` of them: then those
 * read together with the last are the last.
 */
export async function collectTraces(
  ports: HourPorts,
  tenant: string,
  { from, to, enough }: { readonly from: number; readonly to: number; readonly enough: number },
): Promise<Collected> {
  const found: TracesOfHours[] = [];
  let count = 0;
  const groups = Map.groupBy(await hoursFolded(ports, tenant, { from, to }), ({ hour }) =>
    Math.max(from, hour - (hour % HOURS_TOGETHER)),
  );
  for (const [first, logs] of [...groups].toSorted(([a], [b]) => a - b)) {
    if (count >= enough) return { traces: found, next: first };
    const traces = await tracesOf(ports, tenant, logs);
    found.push({ hour: first, traces });
    count += traces.size;
  }
  return { traces: found, next: to };
}

/**
 * The hours that any block was folded of. What is in the log and was not folded is in no total, and not about to be
 * billed: the run that bills it is a later one, and looks at its hour again.
 */
async function hoursFolded(
  { totals, shardEpochs }: HourPorts,
  tenant: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly LogHour[]> {
  const shards = Math.max(...shardEpochs.map((epoch) => epoch.shards));
  const found = await inParallel(
    SHARDS_AT_ONCE,
    Array.from({ length: shards }).keys(),
    async (shard) => {
      const hours: LogHour[] = [];
      const listed = itemsPast(from - 1, async (after) =>
        pageUpTo(
          await totals.listProgress({ tenant, shard, after, limit: PROGRESS_PAGE }),
          ({ hour }) => hour,
        ),
      );
      for await (const { hour } of listed) {
        if (hour >= to) break;
        hours.push({ hour, shard });
      }
      return hours;
    },
  );
  return found.flat();
}

async function tracesOf(
  ports: HourPorts,
  tenant: string,
  logs: readonly LogHour[],
): Promise<Traces> {
  const traces = new Traces();
  await readLogHours(ports, tenant, logs, ({ hour, block }) => {
    for (const prefix of prefixesIn(block.bytes)) traces.addPrefix(prefix, hour);
  });
  return traces;
}

type OnBlock = (at: LogHour & { readonly block: BlockOfHour }) => void;

/** Hands on every block of some hours of a tenant, in no order. */
export async function readHours(
  ports: HourPorts,
  tenant: string,
  hours: readonly number[],
  onBlock: OnBlock,
): Promise<void> {
  const logs = hours.flatMap((hour) =>
    Array.from({ length: shardsOf(hour * MINUTES_PER_HOUR, ports.shardEpochs) }, (_, shard) => ({
      hour,
      shard,
    })),
  );
  await readLogHours(ports, tenant, logs, onBlock);
}

async function readLogHours(
  { usageHours }: HourPorts,
  tenant: string,
  logs: readonly LogHour[],
  onBlock: OnBlock,
): Promise<void> {
  await inParallel(HOURS_TOGETHER * 4, logs, async ({ hour, shard }) => {
    for await (const block of usageHours.readHour({ tenant, shard, hour })) {
      onBlock({ hour, shard, block });
    }
  });
}

/** Puts traces aside, unless they are there already and stay long enough. */
export async function putAside(
  scratch: TraceScratch,
  { tenant, now }: { readonly tenant: string; readonly now: Timestamp },
  { hour, traces }: TracesOfHours,
): Promise<ScratchEntry> {
  const chunks = [...chunksOf(traces.sorted())];
  const digest = sha256(Buffer.concat(chunks.map(({ bytes }) => bytes))).toString('hex');
  const aside = { hour, digest, count: traces.size };
  const name = scratchName(tenant, aside);
  if (await scratch.isComplete(name, daysAfter(now, KEPT_DAYS_MIN))) return aside;
  const until = daysAfter(now, KEPT_DAYS);
  await inParallel(PUTS_AT_ONCE, chunks, (chunk) => scratch.put(name, chunk, until));
  await scratch.complete(name, until);
  return aside;
}

const daysAfter = (instant: Timestamp, days: number): Timestamp =>
  timestampOf(instant + days * millisecondsPer.day);

export const scratchName = (tenant: string, { hour, digest }: ScratchEntry): string =>
  JSON.stringify([tenant, hour, digest]);
