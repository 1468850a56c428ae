import type { EventText } from '../../cli/events/batches.ts';
import { type DemoSubject, demoSubjects } from './magazine.ts';
import { type SeededRandom, seededRandom, weighted } from './random.ts';

/** One event of the demo, before it is text. */
export interface DemoEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: 'view' | 'download' | 'api.call';
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, string | number>>;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Another month than earlier versions played, whose ids stand for other events. */
const demoSource = 'urn:farthing:demo:magazine:2';

/** How busy an hour of the day is, by the clock of who reads; 1 on average. */
const hourWeights = [
  0.25, 0.15, 0.1, 0.1, 0.15, 0.35, 0.8, 1.5, 1.7, 1.4, 1.2, 1.1, 1.4, 1.3, 1.1, 1.1, 1.2, 1.3, 1.4,
  1.6, 1.8, 1.7, 1.2, 0.6,
];
/** Within what of its hour a visit begins, and what is between two events of it. */
const paces = {
  app: { beginsWithinMs: 1_000, pauseMs: 500 },
  reader: { beginsWithinMs: hourMs, pauseMs: 1_000 },
} as const;
const fetchHours: readonly number[] = [6, 18];
/** Like the weights of hours; by UTC, as programs are set up. */
const fetchWeight = (start: number): number =>
  fetchHours.includes(new Date(start).getUTCHours()) ? 24 / fetchHours.length : 0;
/** From Sunday. A magazine comes out on Thursday. */
const weekdayWeights = {
  reader: [1.1, 0.9, 0.9, 0.9, 1.4, 1.0, 0.8],
  app: [0.5, 1.1, 1.2, 1.2, 1.3, 1.2, 0.5],
};

const sections = ['politics', 'science', 'culture', 'money', 'sport', 'letters'] as const;
const zipf = (count: number) => Array.from({ length: count }, (_, rank) => 1 / (rank + 1));
const articleOf = weighted(zipf(240));
const issueOf = weighted(zipf(24));
const formats = [
  { format: 'pdf', bytes: 9_400_000 },
  { format: 'epub', bytes: 2_100_000 },
  { format: 'mp3', bytes: 31_000_000 },
] as const;
const formatOf = weighted([6, 3, 1]);
const endpoints = ['/api/headlines', '/api/articles', '/api/search', '/api/audio'] as const;
const endpointOf = weighted([5, 4, 2, 1]);
const statuses = [200, 200, 304, 404, 429] as const;
const statusOf = weighted([70, 20, 6, 3, 1]);

/** The month that is played: `YYYY-MM`, and its whole UTC days, in milliseconds since 1970. */
export interface DemoMonth {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/** The last calendar month that has ended everywhere in the world before `now`: it can be billed. */
export function demoMonth(now: number): DemoMonth {
  const { year, month } = yearAndMonth(now - westernmostMs);
  const [start, end] = [Date.UTC(year, month - 1), Date.UTC(year, month)];
  return { label: new Date(start).toISOString().slice(0, 7), start, end };
}

/** So long after UTC the last zone begins its day. */
const westernmostMs = 12 * hourMs;

function yearAndMonth(instant: number): { year: number; month: number } {
  const date = new Date(instant);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() };
}

/**
 * What happened in a month, in order of time within each day. Nothing before a subject's own calendar shows that month,
 * so that no bit of the month before is used. A day depends on its date and the seed alone.
 */
export function* demoTraffic({ start, end }: DemoMonth, seed: string) {
  for (let day = start; day < end; day += dayMs) {
    const events = trafficOf(day, seed);
    yield day === start ? events.filter((event) => isInMonth(event, start)) : events;
  }
}

function isInMonth({ subject, time }: DemoEvent, start: number): boolean {
  const timeZone = zones.get(subject) ?? 'UTC';
  return dateIn(timeZone, Date.parse(time)) >= new Date(start).toISOString().slice(0, 10);
}

const zones = new Map(demoSubjects.map(({ key, timezone }) => [key, timezone]));

const dateIn = (timeZone: string, instant: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant);

/** An event as it goes over the wire. */
export const demoEventText = (event: DemoEvent, line: number): EventText => ({
  line,
  text: JSON.stringify(event),
});

function trafficOf(day: number, seed: string): readonly DemoEvent[] {
  const date = new Date(day).toISOString().slice(0, 10);
  const random = seededRandom(`${seed} ${date}`);
  const uses = demoSubjects.flatMap((subject) =>
    timesOf(subject, day, random).map((occurredAt) => ({ occurredAt, subject })),
  );
  return uses
    .toSorted((a, b) => a.occurredAt - b.occurredAt)
    .map(({ occurredAt, subject }, index) => ({
      specversion: '1.0',
      id: `${date}-${String(index + 1).padStart(5, '0')}`,
      source: demoSource,
      subject: subject.key,
      time: new Date(occurredAt).toISOString(),
      ...useOf(subject, random),
    }));
}

/**
 * Readers come at random through the hours; apps fetch what is new at full hours, twice a day. The events of a visit
 * come within a minute or two.
 */
function timesOf(subject: DemoSubject, day: number, random: SeededRandom): number[] {
  const times: number[] = [];
  const { beginsWithinMs, pauseMs } = subject.kind === 'app' ? paces.app : paces.reader;
  for (let start = day; start < day + dayMs; start += hourMs) {
    const mean = (subject.visitsPerDay / 24) * weightOf(subject, start);
    for (let visits = random.poisson(mean); visits > 0; visits -= 1) {
      let time = start + random.below(beginsWithinMs);
      for (let uses = 1 + random.poisson(subject.eventsPerVisit - 1); uses > 0; uses -= 1) {
        times.push(time);
        time += 100 + random.below(pauseMs);
      }
    }
  }
  return times.filter((time) => time < day + dayMs);
}

/** How busy an hour is for a subject; 1 on average. */
function weightOf({ kind, timezone }: DemoSubject, start: number): number {
  const { hour, weekday } = localTime(timezone, start);
  return kind === 'app'
    ? fetchWeight(start) * (weekdayWeights.app[weekday] ?? 1)
    : (hourWeights[hour] ?? 1) * (weekdayWeights.reader[weekday] ?? 1);
}

function useOf(subject: DemoSubject, random: SeededRandom): Pick<DemoEvent, 'type' | 'data'> {
  if (subject.kind === 'app') {
    const endpoint = endpoints[endpointOf(random)] ?? endpoints[0];
    const status = statuses[statusOf(random)] ?? 200;
    return {
      type: 'api.call',
      data: { endpoint, status: String(status), country: subject.country },
    };
  }
  const reader = `${subject.key}/${random.below(subject.readers) + 1}`;
  if (random.next() < 0.08) {
    const { format, bytes } = formats[formatOf(random)] ?? formats[0];
    const issue = `issue-${issueOf(random) + 1}`;
    const size = Math.round(bytes * (0.8 + random.next() * 0.4));
    return {
      type: 'download',
      data: { issue, format, bytes: size, reader, country: subject.country },
    };
  }
  const article = articleOf(random);
  const section = sections[article % sections.length] ?? sections[0];
  const path = `/${section}/article-${article + 1}`;
  return { type: 'view', data: { path, section, reader, country: subject.country } };
}

const localTimeFormats = new Map<string, Intl.DateTimeFormat>();
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function localTime(timeZone: string, instant: number): { hour: number; weekday: number } {
  let format = localTimeFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    localTimeFormats.set(timeZone, format);
  }
  const parts = format.formatToParts(instant);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  return { hour: Number(part('hour')), weekday: weekdays.indexOf(part('weekday')) };
}
