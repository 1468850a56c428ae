import { invariant } from '../kernel/invariant.ts';
import { remembered } from '../kernel/remembered.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';

/** Events of one session so far: the first of them, and the last. */
export interface SessionSpan {
  readonly first: Timestamp;
  readonly last: Timestamp;
}

/** Spans of each subject, by a digest of it: ascending, each more than the gap after the one before. */
export type Sessions = ReadonlyMap<string, readonly SessionSpan[]>;

const GAP = /^PT(?:(?<hours>\d{1,2})H)?(?:(?<minutes>\d{1,4})M)?$/;
const GAP_MAX = 24 * millisecondsPer.hour;

/** For how long nothing may happen in a session; undefined for any other text, and of no minute or more than a day. */
export const sessionGapFrom = remembered((text: string): number | undefined => {
  const { hours = '0', minutes = '0' } = GAP.exec(text)?.groups ?? {};
  const gap =
    Number.parseInt(hours, 10) * millisecondsPer.hour +
    Number.parseInt(minutes, 10) * millisecondsPer.minute;
  return gap > 0 && gap <= GAP_MAX ? gap : undefined;
});

/** The gap of a meter, which was checked. */
export function sessionGapOf({ gap: text }: { readonly gap: string }): number {
  const gap = sessionGapFrom(text);
  invariant(gap !== undefined, `a meter is taken only with a gap that can be read, got ${text}`);
  return gap;
}

/**
 * The spans of one subject in two parts of its events. Spans no more than the gap apart are of one session, and that of
 * any parts is the same in whatever order they are joined: it is of the events alone.
 */
function spansTogether(
  a: readonly SessionSpan[],
  b: readonly SessionSpan[],
  gap: number,
): readonly SessionSpan[] {
  const [lastOfA, firstOfB] = [a.at(-1), b[0]];
  // As it is nearly always: what comes later.
  if (lastOfA !== undefined && firstOfB !== undefined && firstOfB.first > lastOfA.last + gap) {
    return [...a, ...b];
  }
  const together: SessionSpan[] = [];
  for (const span of [...a, ...b].sort((one, other) => one.first - other.first)) {
    const before = together.at(-1);
    if (before === undefined || span.first > before.last + gap) together.push(span);
    else together[together.length - 1] = joined(before, span);
  }
  return together;
}

const joined = (before: SessionSpan, span: SessionSpan): SessionSpan => ({
  first: before.first,
  last: span.last > before.last ? span.last : before.last,
});

export function sessionsTogether(a: Sessions, b: Sessions, gap: number): Sessions {
  const together = new Map(a);
  addSessions(together, b, gap);
  return together;
}

/** Adds sessions to others, which are changed; by how many they get more, or fewer. */
export function addSessions(
  to: Map<string, readonly SessionSpan[]>,
  more: Sessions,
  gap: number,
): number {
  let grown = 0;
  for (const [subject, spans] of more) {
    const before = to.get(subject) ?? [];
    const together = spansTogether(before, spans, gap);
    grown += together.length - before.length;
    to.set(subject, together);
  }
  return grown;
}

export const sessionCount = (sessions: Sessions): number =>
  [...sessions.values()].reduce((sum, spans) => sum + spans.length, 0);

/** A subject and its spans as one text: what is the same is written the same. */
export const sessionTexts = (sessions: Sessions): readonly string[] =>
  [...sessions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, spans]) =>
      [subject, ...spans.flatMap(({ first, last }) => [first, last])].join(' '),
    );

/** The reverse of `sessionTexts`. */
export const sessionsFrom = (texts: readonly string[]): Sessions =>
  new Map(
    texts.map((text) => {
      const [subject = '', ...times] = text.split(' ');
      const spans = Array.from({ length: times.length / 2 }, (_, index) => ({
        first: timestampOf(Number.parseInt(times[2 * index] ?? '', 10)),
        last: timestampOf(Number.parseInt(times[2 * index + 1] ?? '', 10)),
      }));
      return [subject, spans] as const;
    }),
  );
