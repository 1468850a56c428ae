import { inParallel } from '../../kernel/in-parallel.ts';
import {
  millisecondsPer,
  type Period,
  type Timestamp,
  timestampOf,
} from '../../kernel/timestamp.ts';
import { Corrections } from '../corrections/corrections.ts';
import type { IdentifiedEvent } from '../usage-event.ts';
import { entriesIn } from './block.ts';
import { type EventPlace, LoggedPlace, latestFirst } from './event-place.ts';
import { hourOfMinute, minuteOf, partitionOf, type ShardEpoch, shardsOf } from './log-key.ts';
import type { BlockOfHour, LatestBlocks } from './ports.ts';

/** What the last events are read from. */
export interface LatestPorts {
  readonly latest: LatestBlocks;
  readonly shardEpochs: readonly ShardEpoch[];
}

/** Whose last events are asked for. */
export interface LatestQuestion {
  readonly tenant: string;
  /** As they are recorded; undefined for all. */
  readonly subjects: ReadonlySet<string> | undefined;
  readonly period: Period;
  /** Only those after this place, which is before them in time. */
  readonly after: EventPlace | undefined;
  readonly limit: number;
}

/** An event of the log, and the block that it is in. */
export interface LoggedEvent {
  readonly identified: IdentifiedEvent;
  readonly place: EventPlace;
  readonly shard: number;
  readonly minute: number;
  readonly seq: number;
  /** All that its minute has; left out where it has none. */
  readonly corrections?: Corrections;
}

/** The last events of a period. */
export interface LatestEvents {
  /** The last first: at least `limit` and one where there are so many down to `reached`, and not all of them. */
  readonly found: readonly LoggedEvent[];
  /** Down to then all was looked at; undefined where that is the whole period. */
  readonly reached: Timestamp | undefined;
}

/** Blocks looked at in a call, of a thousand events or so; the minute that comes to it is read to its end. */
const BLOCKS_MAX = 1_000;
/** Hours of shards looked at in a call, however little is in them. */
const LOGS_MAX = 256;
const LOGS_AT_ONCE = 16;

/** The last events of a tenant, or of some subjects, as the log has them; those that wait in a queue are in none. */
export async function latestEvents(
  { latest, shardEpochs }: LatestPorts,
  question: LatestQuestion,
): Promise<LatestEvents> {
  const { period, after, limit } = question;
  const first = minuteOf(period.start);
  const last = minuteOf(lastOf(period, after));
  const found: LoggedEvent[] = [];
  let [blocks, logs] = [0, 0];
  for (let hour = hourOfMinute(last); hour >= hourOfMinute(first); hour -= 1) {
    const upTo = Math.min(last, hour * 60 + 59);
    const shards = shardsAsked(question, upTo, shardEpochs);
    for await (const one of minutesBack(latest, { ...question, upTo, first, shards })) {
      found.push(...one.events);
      blocks += one.blocks;
      if (found.length > limit || blocks >= BLOCKS_MAX) {
        return { found, reached: reachedAt(one.minute, period) };
      }
    }
    logs += shards.length;
    if (logs >= LOGS_MAX) return { found, reached: reachedAt(hour * 60, period) };
  }
  return { found, reached: undefined };
}

/** The last instant that any of it can be of. A page that ended at a minute goes on before it. */
function lastOf({ end }: Period, after: EventPlace | undefined): Timestamp {
  if (after === undefined) return timestampOf(end - 1);
  return timestampOf(
    Math.min(end - 1, after.name === '' ? after.occurredAt - 1 : after.occurredAt),
  );
}

function reachedAt(minute: number, { start }: Period): Timestamp | undefined {
  const reached = timestampOf(minute * millisecondsPer.minute);
  return reached <= start ? undefined : reached;
}

/** The shards that an hour's events of the subjects are in: an hour has one number of shards. */
function shardsAsked(
  { subjects }: LatestQuestion,
  minute: number,
  epochs: readonly ShardEpoch[],
): readonly number[] {
  const count = shardsOf(minute, epochs);
  if (subjects === undefined) return Array.from({ length: count }, (_, shard) => shard);
  return [...new Set([...subjects].map((subject) => partitionOf(subject) % count))];
}

interface HourQuestion extends LatestQuestion {
  readonly upTo: number;
  readonly first: number;
  readonly shards: readonly number[];
}

interface LoggedMinute {
  readonly minute: number;
  readonly events: readonly LoggedEvent[];
  readonly blocks: number;
}

/** A shard's blocks, the next of which is known. */
interface ShardBlocks {
  readonly shard: number;
  readonly blocks: AsyncIterator<BlockOfHour>;
  next: BlockOfHour | undefined;
}

/** The minutes of an hour that have blocks, the last first, each with what is asked for of all shards. */
async function* minutesBack(log: LatestBlocks, asked: HourQuestion): AsyncGenerator<LoggedMinute> {
  const { tenant, upTo, first, shards } = asked;
  const all = await inParallel(LOGS_AT_ONCE, shards, async (shard): Promise<ShardBlocks> => {
    const blocks = log.readBack({ tenant, shard, minute: upTo })[Symbol.asyncIterator]();
    return { shard, blocks, next: await nextOf(blocks) };
  });
  for (;;) {
    const minute = Math.max(...all.map(({ next }) => next?.minute ?? -1));
    if (minute < first) return;
    const events = new Latest(asked.limit);
    const corrections = new Corrections();
    let blocks = 0;
    await inParallel(LOGS_AT_ONCE, all, async (one) => {
      for (; one.next?.minute === minute; one.next = await nextOf(one.blocks)) {
        blocks += 1;
        events.add(eventsIn(one.next, one.shard, { ...asked, corrections }));
      }
    });
    const found = events.sorted();
    const isCorrected = corrections.count > 0;
    yield {
      minute,
      events: isCorrected ? found.map((one) => ({ ...one, corrections })) : found,
      blocks,
    };
  }
}

async function nextOf(blocks: AsyncIterator<BlockOfHour>): Promise<BlockOfHour | undefined> {
  const next = await blocks.next();
  return next.done === true ? undefined : next.value;
}

function eventsIn(
  { minute, seq, bytes }: BlockOfHour,
  shard: number,
  asked: LatestQuestion & { readonly corrections: Corrections },
): LoggedEvent[] {
  const { tenant, subjects, period, after, corrections } = asked;
  const found: LoggedEvent[] = [];
  for (const identified of entriesIn(tenant, bytes)) {
    corrections.add({ minute, seq }, identified.event);
    const { subject, occurredAt } = identified.event;
    if (subjects?.has(subject) === false) continue;
    if (occurredAt < period.start || occurredAt >= period.end) continue;
    const place = new LoggedPlace(identified);
    if (after !== undefined && latestFirst(place, after) <= 0) continue;
    found.push({ identified, place, shard, minute, seq });
  }
  return found;
}

/** Keeps the last events of a minute, so that one of a million takes no more memory than a page does. */
class Latest {
  readonly #limit: number;
  #kept: LoggedEvent[] = [];

  constructor(limit: number) {
    this.#limit = limit + 1;
  }

  add(events: readonly LoggedEvent[]): void {
    this.#kept.push(...events);
    if (this.#kept.length > 4 * this.#limit) this.#kept = this.sorted();
  }

  sorted(): LoggedEvent[] {
    return this.#kept.toSorted((a, b) => latestFirst(a.place, b.place)).slice(0, this.#limit);
  }
}
