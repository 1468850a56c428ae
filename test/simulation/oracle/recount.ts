import type { Json, SentEvent } from '../traffic.ts';
import type { StoredRow } from './decode.ts';
import { fingerprintOf, memberOf } from './events.ts';

/** A meter, as far as counting goes. */
export interface CountedMeter {
  readonly key: string;
  readonly eventType: string;
  readonly aggregation: string;
  readonly value?: string;
  readonly dimensions: readonly string[];
  readonly filter: Readonly<Record<string, readonly string[]>>;
}

const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;

/** What each row of one hour of one tenant should say: the row's place as text → what it should hold, as text. */
export function recounted(
  events: readonly SentEvent[],
  meters: readonly CountedMeter[],
): Map<string, string> {
  const groups = new Map<string, { meter: CountedMeter; events: SentEvent[] }>();
  for (const meter of meters) {
    for (const event of events.filter((one) => concerns(meter, one))) {
      const place = placeText({
        subject: event.subject,
        meter: meter.key,
        quarter: Math.floor(event.time / QUARTER_MS) % 4,
        dimensions: meter.dimensions.map((name) => wordAt(event, name) ?? null),
      });
      const group = groups.get(place) ?? { meter, events: [] };
      group.events.push(event);
      groups.set(place, group);
    }
  }
  return new Map([...groups].map(([place, group]) => [place, counted(group.meter, group.events)]));
}

/** Whether any meter at all counts the event. */
export const isCounted = (event: SentEvent, meters: readonly CountedMeter[]): boolean =>
  meters.some((meter) => concerns(meter, event));

/** A stored row in the same words as a recounted one. */
export function storedAs(row: StoredRow, hour: number): { place: string; text: string } {
  const text = `${tallyText(row.tally, hour)}, unreadable ${row.unreadable}`;
  return { place: placeText(row), text };
}

const placeText = ({
  subject,
  meter,
  quarter,
  dimensions,
}: Pick<StoredRow, 'subject' | 'meter' | 'quarter' | 'dimensions'>): string =>
  JSON.stringify([subject, meter, quarter, dimensions]);

function tallyText(tally: StoredRow['tally'], hour: number): string {
  if (tally === 0) return 'nothing';
  const [letter, ...parts] = tally;
  if (letter === 'u') return `u ${[...(parts[0] as readonly string[])].join(' ')}`;
  if (letter !== 'w') return `${letter} ${parts.join(' ')}`;
  const end = BigInt((hour + 1) * HOUR_MS);
  return `w ${BigInt(parts[0] as string) * end - BigInt(parts[1] as string)}`;
}

const concerns = (meter: CountedMeter, event: SentEvent): boolean =>
  meter.eventType === event.type &&
  Object.keys(meter.filter).every((name) => {
    const word = wordAt(event, name);
    return word !== undefined && (meter.filter[name] ?? []).indexOf(word) >= 0;
  });

function fieldAt({ data }: SentEvent, path: string): Json | undefined {
  if (!path.startsWith('/')) return data?.[path];
  const [, first = '', second] = path.split('/');
  const field = data?.[first];
  if (second === undefined) return field;
  return typeof field === 'object' && field !== null ? field[second] : undefined;
}

function wordAt(event: SentEvent, path: string): string | undefined {
  const field = fieldAt(event, path);
  return field === undefined || field === null || typeof field === 'object'
    ? undefined
    : `${field}`;
}

/** In 1e-12; undefined for what is no number. */
function amountAt(event: SentEvent, path: string): bigint | undefined {
  const word = typeof fieldAt(event, path) === 'boolean' ? undefined : wordAt(event, path);
  if (word === undefined || !/^-?[0-9]+(\.[0-9]+)?$/.test(word)) return undefined;
  const [whole = '0', places = ''] = word.replace('-', '').split('.');
  const units = BigInt(whole) * 1_000_000_000_000n + BigInt(places.padEnd(12, '0'));
  return word.startsWith('-') ? -units : units;
}

/** What a meter makes of its events in one row, in no order. */
function counted(meter: CountedMeter, events: readonly SentEvent[]): string {
  if (meter.aggregation === 'count') return `c ${events.length}, unreadable 0`;
  const path = meter.value ?? '';
  if (meter.aggregation === 'unique_count') {
    const words = events.flatMap((event) => wordAt(event, path) ?? []);
    const members = [...new Set(words)].map(memberOf).sort();
    const text = members.length === 0 ? 'nothing' : `u ${members.join(' ')}`;
    return `${text}, unreadable ${events.length - words.length}`;
  }
  const readable = events.flatMap((event) => {
    const amount = amountAt(event, path);
    return amount === undefined ? [] : [{ amount, event }];
  });
  const text = readable.length === 0 ? 'nothing' : amountText(meter.aggregation, readable);
  return `${text}, unreadable ${events.length - readable.length}`;
}

type Readable = { readonly amount: bigint; readonly event: SentEvent };

function amountText(aggregation: string, readable: readonly Readable[]): string {
  const amounts = readable.map(({ amount }) => amount).sort((a, b) => (a < b ? -1 : 1));
  switch (aggregation) {
    case 'sum':
      return `s ${total(amounts)}`;
    case 'min':
      return `n ${amounts[0]}`;
    case 'max':
      return `x ${amounts.at(-1)}`;
    case 'latest':
      return latestText(readable);
    case 'weighted_sum':
      return `w ${total(readable.map(({ amount, event }) => amount * BigInt(leftOfHour(event.time))))}`;
    default:
      throw new Error(`nobody knows how to recount ${aggregation}`);
  }
}

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n);

const leftOfHour = (time: number): number => HOUR_MS - (time % HOUR_MS);

function latestText(readable: readonly Readable[]): string {
  const ordered = readable
    .map(({ amount, event }) => ({
      amount,
      time: event.time,
      name: Buffer.from(fingerprintOf(event), 'hex').toString('base64url'),
    }))
    .sort((a, b) => (a.time === b.time ? (a.name < b.name ? -1 : 1) : a.time - b.time));
  const last = ordered.at(-1);
  return `l ${last?.amount} ${last?.time} ${last?.name}`;
}
