import { decimalText } from '../../kernel/decimal.ts';
import { isJsonObject, LongNumber } from '../../kernel/json.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import { EventFields, readingOf } from '../../metering/meter-reading.ts';
import { isLater, type Moment, type Tally } from '../../metering/tally.ts';
import { readsRounded } from '../../metering/totals/totals.ts';
import type { IdentifiedEvent } from '../../metering/usage-event.ts';
import { type CountedQuestion, type EventPorts, readCounted } from '../rating/read-events.ts';
import type { CountedHour, DimensionTest } from '../rating/usage-tallies.ts';
import { onePage } from './page.ts';

/** Which events are behind a quantity. */
export interface EventsQuestion extends CountedQuestion {
  readonly meter: Meter;
  readonly isWanted: DimensionTest;
  /** By which values are read. */
  readonly rules: number;
  /** Those past this place. */
  readonly after: Moment | undefined;
  readonly limit: number;
}

/** An event with what the meter reads off it. */
export interface ExplainedEvent {
  readonly at: Moment;
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  readonly dimensions: readonly (string | null)[];
  /** A number, or the member of a set; 1 where events are counted. */
  readonly value: string;
}

/** Minutes whose logs are read together. */
interface Chunk {
  readonly hours: readonly CountedHour[];
  /** The first minute after them. */
  readonly end: number;
  readonly blocks: number;
}

/** Blocks read together, unless one minute has more: a block holds a thousand events or so. */
const BLOCKS_AT_ONCE = 100;
/** Blocks looked at for one page: few of their events may be wanted, and a request has to end. */
const BLOCKS_PER_PAGE = 1_000;

/**
 * A page of the events that totals have counted, by their own times; `next` is where the page after it begins. A page
 * may be short before the last.
 */
export async function explainedEvents(
  ports: EventPorts,
  question: EventsQuestion,
): Promise<{ readonly events: readonly ExplainedEvent[]; readonly next: Moment | undefined }> {
  const { after, limit } = question;
  const found: ExplainedEvent[] = [];
  let blocks = 0;
  for (const chunk of chunksOf(question)) {
    const { hours } = chunk;
    const read = await readCounted(ports, { ...question, hours }, explainedBy(question));
    found.push(...read.filter(({ at }) => after === undefined || isLater(at, after)));
    blocks += chunk.blocks;
    if (found.length > limit) break;
    if (blocks >= BLOCKS_PER_PAGE) return pageFrom(found, limit, startOf(chunk.end));
  }
  return pageFrom(found, limit, undefined);
}

/** `goneThrough` is up to when all events were looked at, where that is not the end. */
function pageFrom(
  found: readonly ExplainedEvent[],
  limit: number,
  goneThrough: Timestamp | undefined,
): { readonly events: readonly ExplainedEvent[]; readonly next: Moment | undefined } {
  const events = onePage(inOrder(found), limit, ({ source, id, subject, dimensions, value }) => [
    source,
    id,
    subject,
    value,
    ...dimensions,
  ]);
  if (events.length < found.length) return { events, next: events.at(-1)?.at };
  const next = goneThrough === undefined ? undefined : { occurredAt: goneThrough, identity: '' };
  return { events, next };
}

const startOf = (minute: number): Timestamp => timestampOf(minute * millisecondsPer.minute);

const inOrder = (events: readonly ExplainedEvent[]): ExplainedEvent[] =>
  events.toSorted((a, b) => (isLater(a.at, b.at) ? 1 : -1));

/**
 * The minutes from where the page begins, ascending: an hour together, unless so much happened in it that it is cut.
 */
function* chunksOf({ hours, after }: EventsQuestion): Generator<Chunk> {
  const from = after === undefined ? 0 : Math.floor(after.occurredAt / millisecondsPer.minute);
  const byHour = [...Map.groupBy(hours, ({ hour }) => hour)].sort(([a], [b]) => a - b);
  for (const [, sameHour] of byHour) {
    const minutes = new Set(sameHour.flatMap(({ coverage }) => [...coverage.keys()]));
    let chunk: number[] = [];
    let blocks = 0;
    for (const minute of [...minutes].filter((one) => one >= from).sort((a, b) => a - b)) {
      const more = Math.max(...sameHour.map(({ coverage }) => coverage.get(minute) ?? 0));
      if (chunk.length > 0 && blocks + more > BLOCKS_AT_ONCE) {
        yield chunkFrom(sameHour, chunk, blocks);
        [chunk, blocks] = [[], 0];
      }
      chunk.push(minute);
      blocks += more;
    }
    if (chunk.length > 0) yield chunkFrom(sameHour, chunk, blocks);
  }
}

const chunkFrom = (
  sameHour: readonly CountedHour[],
  minutes: readonly number[],
  blocks: number,
): Chunk => ({
  hours: sameHour.map((hour) => ({
    ...hour,
    coverage: new Map([...hour.coverage].filter(([minute]) => minutes.includes(minute))),
  })),
  end: (minutes.at(-1) ?? 0) + 1,
  blocks,
});

const explainedBy =
  ({ meter, isWanted, rules }: EventsQuestion) =>
  (counted: IdentifiedEvent): ExplainedEvent[] => {
    const { event, identity } = counted;
    const fields = new EventFields(event);
    const reading = readingOf(meter, counted, fields);
    if (reading?.tally === undefined || !isWanted(reading.dimensions)) return [];
    if (reading.isRounded && !readsRounded(rules)) return [];
    const { source, id, subject, occurredAt } = event;
    return [
      {
        at: { occurredAt, identity: Buffer.from(identity).toString('base64url') },
        source,
        id,
        subject,
        dimensions: reading.dimensions,
        value: readValue(reading.tally, meter, fields),
      },
    ];
  };

/** What a meter read off an event: a number, or the member of a set; 1 where events are counted. */
export function readValue(tally: Tally, meter: Meter, fields: EventFields): string {
  switch (tally.kind) {
    case 'count':
      return String(tally.count);
    case 'sum':
    case 'weighted_sum':
      return decimalText(tally.sum);
    case 'min':
      return decimalText(tally.least);
    case 'max':
      return decimalText(tally.greatest);
    case 'latest':
      return decimalText(tally.value);
    case 'session_count':
      return '1';
    case 'unique_count':
      return memberText(fields.at(meter.value ?? ''));
  }
}

/** Sets keep a digest of each member; the event has the member itself. */
function memberText(field: ReturnType<EventFields['at']>): string {
  if (field instanceof LongNumber) return field.text;
  return isJsonObject(field) || Array.isArray(field) ? '' : String(field);
}
