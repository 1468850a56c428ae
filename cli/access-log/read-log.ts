import type { EventText } from '../events/batches.ts';
import type { InputFile } from '../events/input-file.ts';
import { type RawLine, rawLinesOf } from '../events/raw-lines.ts';
import { Failure } from '../failure.ts';
import { printable } from '../output/table.ts';
import { logLineBytesMax, outcomeReader, type SkipReason, skipReasons } from './outcome.ts';
import type { LineReader } from './read-line.ts';
import { repeatCounter } from './repeats.ts';
import { type RequestType, requestTypes } from './request.ts';

/** What is in a log. Every line is an event, skipped or malformed. */
export interface LogTally {
  lines: number;
  events: number;
  readonly eventsByType: Record<RequestType, number>;
  readonly skipped: Record<SkipReason, number>;
  malformed: number;
  /** The first five. */
  readonly malformedLines: {
    readonly line: number;
    readonly problem: string;
    readonly text: string;
  }[];
  /** Of the events, in milliseconds since 1970; undefined without events. */
  earliest: number | undefined;
  latest: number | undefined;
  /** The file ends in the middle of a line, or without a line end. */
  isOpenEnded: boolean;
}

interface ReadSettings {
  readonly site: string;
  readonly withAssets: boolean;
  readonly withRanges: boolean;
  /** Makes a reader of the lines of one file. */
  readonly lineReader: () => LineReader;
}

/** Telling repeated lines apart takes 54 bytes a line at most; this many take 0.7 GB. */
const eventsMax = 25_000_000;
const malformedShown = 5;

/** Reads a log once from its start, some lines a turn. */
export function logReader({ site, withAssets, withRanges, lineReader }: ReadSettings) {
  const repeats = repeatCounter(eventsMax);
  const outcomeOf = outcomeReader({
    readLine: lineReader(),
    source: `urn:farthing:access-log:${site}`,
    withAssets,
    withRanges,
    repeatOf: (digest) => repeats.count(digest) ?? tooManyLines(),
  });
  const tally = emptyTally();

  const readLine = (line: RawLine): EventText | undefined => {
    tally.lines += 1;
    tally.isOpenEnded = !line.isEnded;
    const outcome = outcomeOf(line);
    switch (outcome.kind) {
      case 'event':
        countEvent(tally, outcome);
        return { line: line.number, text: outcome.text };
      case 'skipped':
        tally.skipped[outcome.reason] += 1;
        return undefined;
      case 'malformed':
        countMalformed(tally, line, outcome.problem);
        return undefined;
    }
  };
  async function* events({ chunks }: InputFile): AsyncGenerator<readonly EventText[]> {
    for await (const lines of rawLinesOf(chunks, logLineBytesMax)) {
      yield lines.map(readLine).filter((event) => event !== undefined);
    }
  }
  return { tally, events };
}

function countEvent(tally: LogTally, event: { type: RequestType; occurredAt: number }): void {
  tally.events += 1;
  tally.eventsByType[event.type] += 1;
  tally.earliest = Math.min(tally.earliest ?? event.occurredAt, event.occurredAt);
  tally.latest = Math.max(tally.latest ?? event.occurredAt, event.occurredAt);
}

function countMalformed(tally: LogTally, line: RawLine, problem: string): void {
  tally.malformed += 1;
  if (tally.malformed > malformedShown) return;
  const text = printable(line.bytes.toString('utf8')).slice(0, 200);
  tally.malformedLines.push({ line: line.number, problem, text });
}

function tooManyLines(): never {
  throw new Failure(
    `an import tells at most ${eventsMax} lines apart: split the log by day and import the parts. A repeated line has the time of the first, so it stays in the same part`,
  );
}

/** Whether there are lines, and none of them could be read: then the log is of another format, and nothing was done. */
export const isUnreadable = ({ lines, malformed, skipped }: LogTally): boolean =>
  malformed > 0 && malformed + skipped.blank + skipped.directive === lines;

const zeroes = <Key extends string>(keys: readonly Key[]): Record<Key, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;

const emptyTally = (): LogTally => ({
  lines: 0,
  events: 0,
  eventsByType: zeroes(requestTypes),
  skipped: zeroes(skipReasons),
  malformed: 0,
  malformedLines: [],
  earliest: undefined,
  latest: undefined,
  isOpenEnded: false,
});
