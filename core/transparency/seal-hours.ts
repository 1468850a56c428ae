import type { Clock } from '../kernel/clock.ts';
import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Random } from '../kernel/random.ts';
import { millisecondsPer } from '../kernel/timestamp.ts';
import { entriesIn } from '../metering/log/block.ts';
import type { ShardEpoch } from '../metering/log/log-key.ts';
import type { BlockOfHour, UsageHours } from '../metering/log/ports.ts';
import { type Coverage, covers, joined } from '../metering/totals/coverage.ts';
import type { IdentifiedEvent } from '../metering/usage-event.ts';
import { subjectOpener } from './commitment.ts';
import {
  eventCommitment,
  type HourFile,
  hourEntry,
  hourFileBytes,
  hourFileFrom,
  hourPath,
  hourRoot,
  hoursOpener,
} from './hour-leaf.ts';
import type {
  CountedHours,
  HourPart,
  HourParts,
  LogId,
  LogTiles,
  OpenerSalts,
  ShardsCovered,
  Staged,
  StagedHour,
} from './ports.ts';
import { coveredJson } from './year-log.ts';

/** Where usage is read, and what is known of its leaves. */
export interface UsagePorts {
  readonly clock: Clock;
  readonly epochs: readonly ShardEpoch[];
  readonly usageLog: UsageHours;
  readonly counted: CountedHours;
  readonly hours: HourParts;
}

interface SealPorts extends UsagePorts {
  readonly tiles: LogTiles;
  readonly salts: OpenerSalts;
  readonly random: Random;
}

/** Six hours are sealed together, so that a checkpoint costs little: one hour after the last of them has ended. */
const HOURS_TOGETHER = 6;
const HOURS_AFTER = 1;
/** So far back it is looked for usage that came late; once a week, as far back as there is any. */
const HOURS_LOOKED_BACK = 45 * 24;
const HOURS_PER_WEEK = 7 * 24;

/** What is staged together is some hundred kilobytes of an item at most, and fits in memory. */
const LEAVES_MAX = 256;
const EVENTS_MAX = 200_000;
const COVERED_BYTES_MAX = 100_000;

/** All hours (since 1970) before this one are to have their leaves by now. */
export const dueHour = (now: number): number =>
  Math.floor((Math.floor(now / millisecondsPer.hour) - HOURS_AFTER) / HOURS_TOGETHER) *
  HOURS_TOGETHER;

/** When that hour was due. */
export const dueSince = (hour: number): number => (hour + HOURS_AFTER) * millisecondsPer.hour;

/** Hours that are to have a leaf, or one more, and what is new of each. */
interface Waiting {
  readonly due: number;
  /** The first that has none. */
  readonly next: number;
  readonly usage: ReadonlyMap<number, WaitingHour>;
}

interface WaitingHour {
  readonly sealed: ShardsCovered;
  readonly counted: ShardsCovered;
  readonly parts: number;
}

/** What has no leaf yet; undefined where there is nothing. A tenant that uses nothing has no more leaves. */
export async function waitingHours(
  { clock, epochs, counted, hours }: UsagePorts,
  tenant: string,
  nextHour: number | undefined,
): Promise<Waiting | undefined> {
  const due = dueHour(clock.now());
  if ((await hours.looked(tenant)) >= due) return undefined;
  const isWhole = nextHour === undefined || due % HOURS_PER_WEEK === 0;
  const from = isWhole ? 0 : Math.min(nextHour, due - HOURS_LOOKED_BACK);
  const now = await countedIn(counted, { tenant, from, to: due, epochs });
  const sealed = Map.groupBy(await hours.list({ tenant, from, to: due }), ({ hour }) => hour);
  const usage = new Map<number, WaitingHour>();
  for (const [hour, shards] of now) {
    const parts = sealed.get(hour) ?? [];
    const covered = parts.map((one) => one.covered).reduce(joinedShards, new Map());
    const isCovered = [...shards].every(([shard, one]) => covers(coverageOf(covered, shard), one));
    if (!isCovered)
      usage.set(hour, { sealed: covered, counted: shards, parts: parts.at(-1)?.part ?? 0 });
  }
  if (usage.size > 0) return { due, next: nextHour ?? Math.min(...usage.keys()), usage };
  await hours.putLooked(tenant, due);
  return undefined;
}

async function countedIn(
  counted: CountedHours,
  {
    epochs,
    ...range
  }: { readonly tenant: string; readonly from: number; readonly to: number } & Pick<
    UsagePorts,
    'epochs'
  >,
): Promise<ReadonlyMap<number, Map<number, Coverage>>> {
  const found = new Map<number, Map<number, Coverage>>();
  const shards = Math.max(...epochs.map((epoch) => epoch.shards));
  for (let shard = 0; shard < shards; shard += 1) {
    for await (const { hour, coverage } of counted.listCovered({ ...range, shard })) {
      const own = found.get(hour) ?? new Map<number, Coverage>();
      found.set(hour, own.set(shard, coverage));
    }
  }
  return found;
}

const coverageOf = (covered: ShardsCovered, shard: number): Coverage =>
  covered.get(shard) ?? new Map();

const joinedShards = (a: ShardsCovered, b: ShardsCovered): ShardsCovered =>
  new Map(
    [...new Set([...a.keys(), ...b.keys()])].map((shard) => [
      shard,
      joined(coverageOf(a, shard), coverageOf(b, shard)),
    ]),
  );

/** The leaves that come next: of what came late first, and then hour by hour. */
export async function sealedHours(
  ports: SealPorts,
  id: LogId,
  { due, next, usage }: Waiting,
): Promise<Pick<Staged, 'entries'> & { readonly hours: StagedHour[]; readonly nextHour: number }> {
  const seed = await hoursSeed(ports, id.tenant);
  const hours: StagedHour[] = [];
  const entries: Uint8Array[] = [];
  let [events, bytes, nextHour] = [0, 0, next];
  for (const hour of hoursInTurn(next, due, usage)) {
    const waiting = usage.get(hour);
    // What was there when an hour was sealed is its first part, whether or not there was anything.
    const part = hour < next ? Math.max(1, waiting?.parts ?? 0) + 1 : 1;
    const file = await keptFile(ports, id, { hour, part, waiting });
    hours.push({ hour, part, ...(file.covered.size > 0 && { covered: file.covered }) });
    entries.push(hourEntry({ hour, part }, hourRoot({ hour, part }, file.groups, seed)));
    events += file.groups.reduce((sum, { length }) => sum + length, 0);
    bytes += JSON.stringify(coveredJson(file.covered)).length;
    nextHour = Math.max(nextHour, hour + 1);
    if (hours.length === LEAVES_MAX || events >= EVENTS_MAX || bytes > COVERED_BYTES_MAX) break;
  }
  return { hours, entries, nextHour };
}

function* hoursInTurn(
  next: number,
  due: number,
  usage: ReadonlyMap<number, WaitingHour>,
): Generator<number> {
  yield* [...usage.keys()].filter((hour) => hour < next).sort((a, b) => a - b);
  for (let hour = next; hour < due; hour += 1) yield hour;
}

/** What fills hours up says nothing only as long as nobody knows of what it is made. */
export async function hoursSeed(
  { salts }: Pick<SealPorts, 'salts'>,
  tenant: string,
): Promise<Uint8Array> {
  const seed = (await salts.find(tenant, [hoursOpener])).get(hoursOpener);
  invariant(seed !== undefined, 'a tenant with leaves has a tree of salts');
  return seed;
}

/**
 * The file of an hour's part, as whoever was first put it. It is what the leaf is made of, so that all who make it make
 * the same, although salts may be dropped and usage may come in between.
 */
async function keptFile(
  ports: SealPorts,
  id: LogId,
  { waiting, ...at }: HourPart & { readonly waiting: WaitingHour | undefined },
): Promise<HourFile> {
  if (waiting === undefined) return { covered: new Map(), groups: [] };
  const path = hourPath(at);
  const made = await madeFile(ports, id.tenant, at.hour, waiting);
  if ((await ports.tiles.put(id, path, hourFileBytes(made))) === 'put') return made;
  const kept = await ports.tiles.get(id, path);
  if (kept === undefined) throw new Error(`it is not known whether ${path} was put: try again`);
  return hourFileFrom(kept);
}

async function madeFile(
  ports: SealPorts,
  tenant: string,
  hour: number,
  waiting: WaitingHour,
): Promise<HourFile> {
  const { covered, events } = await newEvents(ports, tenant, hour, waiting);
  const openers = new Map(
    [...new Set(events.map(({ event }) => event.subject))].map((subject) => [
      subject,
      subjectOpener(subject),
    ]),
  );
  const usageOf = ({ event: { subject, occurredAt } }: IdentifiedEvent) => ({
    opener: openers.get(subject) ?? subjectOpener(subject),
    at: occurredAt,
  });
  const seedOf = await ports.salts.findUsage(tenant, events.map(usageOf));
  const groups = groupedBySubject(events).map((own) =>
    own.map((one) => {
      const seed = seedOf(usageOf(one));
      // Whose it is was erased before it came: nobody is ever to open it.
      return seed === undefined ? ports.random.bytes(32) : eventCommitment(one, seed);
    }),
  );
  return { covered, groups };
}

/** Those of blocks that totals have counted and no leaf has; where they are many, some remain for the next part. */
async function newEvents(
  ports: Pick<SealPorts, 'usageLog'>,
  tenant: string,
  hour: number,
  waiting: WaitingHour,
) {
  const covered = new Map<number, Map<number, number>>();
  const events: IdentifiedEvent[] = [];
  for await (const { shard, minute, seq, bytes } of newBlocks(ports, tenant, hour, waiting)) {
    if (events.length >= EVENTS_MAX) break;
    events.push(...entriesIn(tenant, bytes));
    const own = covered.get(shard) ?? new Map<number, number>();
    covered.set(shard, own.set(minute, seq));
  }
  return { covered, events };
}

async function* newBlocks(
  { usageLog }: Pick<SealPorts, 'usageLog'>,
  tenant: string,
  hour: number,
  { sealed, counted }: WaitingHour,
): AsyncGenerator<BlockOfHour & { readonly shard: number }> {
  for (const shard of [...counted.keys()].sort((a, b) => a - b)) {
    const [before, upTo] = [coverageOf(sealed, shard), coverageOf(counted, shard)];
    if (covers(before, upTo)) continue;
    for await (const block of usageLog.readHour({ tenant, shard, hour })) {
      const { minute, seq } = block;
      if (seq > (before.get(minute) ?? 0) && seq <= (upTo.get(minute) ?? 0))
        yield { shard, ...block };
    }
  }
}

/** An order that is a function of the events alone, whatever blocks they came in. */
export function groupedBySubject(
  events: readonly IdentifiedEvent[],
): readonly (readonly IdentifiedEvent[])[] {
  return [...Map.groupBy(events, ({ event }) => event.subject)]
    .map(([subject, own]) => ({ digest: sha256(subject), own }))
    .toSorted((a, b) => Buffer.compare(a.digest, b.digest))
    .map(({ own }) =>
      own.toSorted(
        (a, b) =>
          Math.sign(a.event.occurredAt - b.event.occurredAt) * 2 +
          Buffer.compare(a.identity, b.identity),
      ),
    );
}
