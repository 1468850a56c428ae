import { millisecondsPer } from '../../kernel/timestamp.ts';
import { entriesIn } from '../log/block.ts';
import { hourOfMinute, minuteOf, partitionOf, type ShardEpoch, shardsOf } from '../log/log-key.ts';
import type { BlockOfHour, UsageHours } from '../log/ports.ts';
import type { IdentifiedEvent } from '../usage-event.ts';
import { type BlockPlace, Corrections } from './corrections.ts';
import type { CorrectionPlace } from './ports.ts';
import type { EventFilter, NamedEvent, Selection } from './selection.ts';

/** What a selection is read from. */
export interface SelectionPorts {
  readonly usageHours: UsageHours;
  readonly shardEpochs: readonly ShardEpoch[];
}

/** The log of a shard's minute, whole, or that a shard's hour has no more of them. */
export type SelectedStep =
  | { readonly place: CorrectionPlace; readonly minute: LoggedMinute; readonly blocks: number }
  | { readonly place: CorrectionPlace; readonly minute?: undefined; readonly blocks: number };

/** All that a log has, with what corrects any of it. */
export interface LoggedMinute {
  readonly entries: readonly { readonly place: BlockPlace; readonly entry: IdentifiedEvent }[];
  readonly corrections: Corrections;
}

const MINUTES_PER_HOUR = 60;

/**
 * The minutes in which events of a selection can be, past a place, in order. A minute is read to its end. As most hours
 * of most shards have nothing, so many of them can be asked for ahead.
 */
export async function* selectedMinutes(
  { usageHours, shardEpochs }: SelectionPorts,
  tenant: string,
  selection: Selection,
  { after, logsAtOnce = 1 }: { after?: CorrectionPlace | undefined; logsAtOnce?: number } = {},
): AsyncGenerator<SelectedStep> {
  const opened: OpenedLogs[] = [];
  for (const asked of logsAsked(selection, shardEpochs, after)) {
    const { hour, shard } = asked;
    opened.push({ ...asked, blocks: begun(usageHours.readHour({ tenant, shard, hour })) });
    const [next] = opened;
    if (next === undefined || opened.length < logsAtOnce) continue;
    yield* minutesFrom(tenant, next);
    opened.shift();
  }
  for (const next of opened) yield* minutesFrom(tenant, next);
}

/** The logs of a shard's hour, from a minute on. */
interface LogsAsked extends SelectedHour {
  readonly shard: number;
  readonly first: number;
}

interface OpenedLogs extends LogsAsked {
  readonly blocks: AsyncIterable<BlockOfHour>;
}

function* logsAsked(
  selection: Selection,
  epochs: readonly ShardEpoch[],
  after: CorrectionPlace | undefined,
): Generator<LogsAsked> {
  for (const { hour, minutes } of hoursOf(selection, after?.hour ?? 0)) {
    for (const shard of shardsAsked(selection, hour, epochs)) {
      const first = firstMinute({ hour, shard }, after);
      if (first < firstOf(hour + 1)) yield { hour, shard, first, minutes };
    }
  }
}

/** The same blocks, of which the first are asked for at once. */
function begun(blocks: AsyncIterable<BlockOfHour>): AsyncIterable<BlockOfHour> {
  const iterator = blocks[Symbol.asyncIterator]();
  const first = iterator.next();
  // Where nobody comes to ask for it, nobody has to know that it failed.
  first.catch(() => undefined);
  return (async function* () {
    for (let next = await first; next.done !== true; next = await iterator.next()) {
      yield next.value;
    }
  })();
}

const firstOf = (hour: number): number => hour * MINUTES_PER_HOUR;

/** Past the hour where all of the shard's was looked at. */
function firstMinute(
  { hour, shard }: Omit<CorrectionPlace, 'minute'>,
  after: CorrectionPlace | undefined,
): number {
  if (after?.hour !== hour || shard > after.shard) return firstOf(hour);
  return shard < after.shard ? firstOf(hour + 1) : after.minute + 1;
}

async function* minutesFrom(
  tenant: string,
  { hour, shard, first, minutes, blocks }: OpenedLogs,
): AsyncGenerator<SelectedStep> {
  for await (const [minute, own] of byMinute(blocks)) {
    if (minute < first || minutes?.has(minute) === false) continue;
    const place = { hour, shard, minute };
    yield { place, minute: loggedMinute(tenant, own), blocks: own.length };
  }
  yield { place: { hour, shard, minute: firstOf(hour + 1) - 1 }, blocks: 1 };
}

interface SelectedHour {
  readonly hour: number;
  /** Only these; undefined for all. */
  readonly minutes: ReadonlySet<number> | undefined;
}

function* hoursOf(selection: Selection, from: number): Generator<SelectedHour> {
  if ('events' in selection) {
    const minutes = new Set(selection.events.map(({ time }) => minuteOf(time)));
    const hours = new Set([...minutes].map(hourOfMinute));
    for (const hour of [...hours].sort((a, b) => a - b)) if (hour >= from) yield { hour, minutes };
    return;
  }
  const { start, end } = selection.where.period;
  const first = Math.floor(start / millisecondsPer.hour);
  for (let hour = Math.max(first, from); hour * millisecondsPer.hour < end; hour += 1) {
    yield { hour, minutes: undefined };
  }
}

/** An hour has one number of shards. */
function shardsAsked(
  selection: Selection,
  hour: number,
  epochs: readonly ShardEpoch[],
): readonly number[] {
  const count = shardsOf(hour * MINUTES_PER_HOUR, epochs);
  const subjects =
    'where' in selection ? subjectsIn(selection.where) : subjectsNamed(selection.events, hour);
  if (subjects === undefined) return Array.from({ length: count }, (_, shard) => shard);
  const shards = new Set(subjects.map((subject) => partitionOf(subject) % count));
  return [...shards].sort((a, b) => a - b);
}

/** All whose logs are read; undefined for those of anybody. */
const subjectsIn = ({ subjects, inClear = [], wereInClear }: EventFilter) =>
  subjects === undefined || wereInClear === true ? undefined : [...subjects, ...inClear];

/** The subjects of events that are named of an hour; undefined where one is named without its subject. */
function subjectsNamed(events: readonly NamedEvent[], hour: number): readonly string[] | undefined {
  const own = events.filter(({ time }) => hourOfMinute(minuteOf(time)) === hour);
  const subjects = own.flatMap(({ subject }) => subject ?? []);
  return subjects.length < own.length ? undefined : subjects;
}

async function* byMinute(
  blocks: AsyncIterable<BlockOfHour>,
): AsyncGenerator<readonly [number, readonly BlockOfHour[]]> {
  let own: BlockOfHour[] = [];
  for await (const block of blocks) {
    const [first] = own;
    if (first !== undefined && first.minute !== block.minute) {
      yield [first.minute, own];
      own = [];
    }
    own.push(block);
  }
  const [first] = own;
  if (first !== undefined) yield [first.minute, own];
}

function loggedMinute(tenant: string, blocks: readonly BlockOfHour[]): LoggedMinute {
  const corrections = new Corrections();
  const entries = blocks.flatMap(({ minute, seq, bytes }) =>
    entriesIn(tenant, bytes).map((entry) => ({ place: { minute, seq }, entry })),
  );
  for (const { place, entry } of entries) corrections.add(place, entry.event);
  return { entries, corrections };
}
