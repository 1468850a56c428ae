import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { blockBytes, entriesIn } from '../../../core/metering/log/block.ts';
import { hourOfMinute, logKeyOf, minuteOf } from '../../../core/metering/log/log-key.ts';
import { type IdentifiedEvent, identified } from '../../../core/metering/usage-event.ts';
import { entriesFrom } from '../../../core/tlog/entries.ts';
import { sizeOfEdge, TILE_WIDTH, tilePath } from '../../../core/tlog/tiles.ts';
import { subjectOpener } from '../../../core/transparency/commitment.ts';
import {
  eventCommitment,
  hourFileFrom,
  hourPath,
  hourRoot,
} from '../../../core/transparency/hour-leaf.ts';
import type {
  LoggedPart,
  LogTiles,
  OpenerSalts,
  YearLogs,
} from '../../../core/transparency/ports.ts';
import {
  groupedBySubject,
  hoursSeed,
  type UsagePorts,
} from '../../../core/transparency/seal-hours.ts';
import { allCounted, inMemoryHourParts } from '../../fakes/transparency.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';

export const HOUR_MS = 3_600_000;
const epochs = [{ from: timestampOf(0), shards: 2 }];

/** A usage log beside some books: what is used at which instant, and what the time is. */
export function aUsageWorld(tenant: string, start: number) {
  const usageLog = new InMemoryUsageLog();
  const hours = new Set<number>();
  const parts = inMemoryHourParts();
  const time = { now: start };
  let count = 0;
  const use = async (subject: string, at: number, id = `e-${count + 1}`): Promise<void> => {
    count += 1;
    const event = aUsageEvent({ id, subject, occurredAt: timestampOf(at) });
    const key = logKeyOf(tenant, event, epochs);
    const seq = usageLog.blocksOf(key).length + 1;
    await usageLog.append(key, { seq, bytes: blockBytes([identified(tenant, event)]) });
    hours.add(hourOfMinute(minuteOf(event.occurredAt)));
  };
  const usage: UsagePorts = {
    clock: { now: () => timestampOf(time.now) },
    ...{ epochs, usageLog, hours: parts },
    counted: {
      listCovered: (range) => allCounted(usageLog, [...hours]).listCovered(range),
    },
  };
  /** All events that there are. */
  const events = async (): Promise<readonly IdentifiedEvent[]> => {
    const found: IdentifiedEvent[] = [];
    for (const hour of hours) {
      for (const shard of [0, 1]) {
        for await (const { bytes } of usageLog.readHour({ tenant, shard, hour }))
          found.push(...entriesIn(tenant, bytes));
      }
    }
    return found;
  };
  return { usage, parts, time, use, events };
}

type UsageWorld = ReturnType<typeof aUsageWorld>;

interface HourEntry {
  readonly hour: string;
  readonly part: number;
  readonly root: string;
}

/** An entry of the log that is a leaf of an hour. */
function hourIn(entry: Uint8Array): HourEntry | undefined {
  if (entry.length === 32) return undefined;
  const leaf = JSON.parse(Buffer.from(entry).toString()) as HourEntry | { readonly month: string };
  return 'hour' in leaf ? leaf : undefined;
}

/** The leaves of hours among entries. */
export const leavesOf = (entries: readonly Uint8Array[]) =>
  entries.flatMap((entry, index) => {
    const leaf = hourIn(entry);
    return leaf === undefined ? [] : [{ ...leaf, index }];
  });

/** All entries that the latest log of a tenant has published. */
export async function entriesOf(
  tiles: LogTiles,
  logs: YearLogs,
  tenant: string,
): Promise<readonly Uint8Array[]> {
  const log = await logs.latest(tenant);
  const size = sizeOfEdge(log?.edge ?? []);
  const entries: Uint8Array[] = [];
  while (log !== undefined && entries.length < size) {
    const width = Math.min(TILE_WIDTH, size - entries.length);
    const index = entries.length / TILE_WIDTH;
    const bytes = await tiles.get(log, tilePath({ level: 'entries', index, width }));
    if (bytes === undefined) return entries;
    entries.push(...entriesFrom(bytes));
  }
  return entries;
}

/** What is wrong with the leaves of hours; nothing where each hour and each event has one. */
export async function faultsOfHours(
  { events, parts }: Pick<UsageWorld, 'events' | 'parts'>,
  {
    tenant,
    tiles,
    salts,
    entries,
    due,
  }: {
    readonly tenant: string;
    readonly tiles: LogTiles;
    readonly salts: OpenerSalts;
    readonly entries: readonly Uint8Array[];
    /** All hours before it are to have a leaf. */
    readonly due: number;
  },
): Promise<readonly string[]> {
  const leaves = leavesOf(entries);
  const faults: string[] = [];
  const seed = await hoursSeed({ salts }, tenant);
  const sealed = new Map<string, string>();
  for (const { index, hour, part, root } of leaves) {
    const at = Date.parse(hour) / HOUR_MS;
    const logged = parts.all.find((one) => one.hour === at && one.part === part);
    const groups = await groupsOf(tiles, logged);
    if ((logged?.index ?? index) !== index) faults.push(`leaf ${index} is said elsewhere`);
    const own = Buffer.from(hourRoot({ hour: at, part }, groups, seed)).toString('base64');
    if (own !== root) faults.push(`leaf ${index} is of something else`);
    const texts = groups.flat().map((one) => Buffer.from(one).toString('hex'));
    if (texts.some((text) => sealed.has(text))) faults.push('a commitment is in two leaves');
    for (const text of texts) sealed.set(text, `${at}`);
  }
  return [
    ...[...faults, ...faultsOfNames(leaves, due)],
    ...(await faultsOfEvents({ events }, { tenant, salts, sealed })),
  ];
}

function faultsOfNames(leaves: readonly HourEntry[], due: number): readonly string[] {
  const firsts = leaves
    .filter(({ part }) => part === 1)
    .map(({ hour }) => Date.parse(hour) / HOUR_MS);
  const from = firsts[0] ?? due;
  const expected = Array.from({ length: due - from }, (_, at) => from + at);
  const names = leaves.map(({ hour, part }) => `${hour} ${part}`);
  return [
    ...(firsts.join() === expected.join() ? [] : [`hours are ${firsts.join()}`]),
    ...(new Set(names).size === names.length ? [] : ['an hour has a part twice']),
  ];
}

async function groupsOf(tiles: LogTiles, part: LoggedPart | undefined) {
  const bytes = part === undefined ? undefined : await tiles.get(part, hourPath(part));
  return bytes === undefined ? [] : hourFileFrom(bytes).groups;
}

async function faultsOfEvents(
  { events }: Pick<UsageWorld, 'events'>,
  {
    tenant,
    salts,
    sealed,
  }: {
    readonly tenant: string;
    readonly salts: OpenerSalts;
    readonly sealed: ReadonlyMap<string, string>;
  },
): Promise<readonly string[]> {
  const all = await events();
  const faults = sealed.size === all.length ? [] : [`${all.length} events, ${sealed.size} sealed`];
  for (const one of groupedBySubject(all).flat()) {
    const usage = { opener: subjectOpener(one.event.subject), at: one.event.occurredAt };
    const seed = (await salts.findUsage(tenant, [usage]))(usage);
    if (seed === undefined) continue;
    const text = Buffer.from(eventCommitment(one, seed)).toString('hex');
    const hour = `${Math.floor(one.event.occurredAt / HOUR_MS)}`;
    if (sealed.get(text) !== hour) faults.push(`event ${one.event.id} is in no leaf of its hour`);
  }
  return faults;
}
