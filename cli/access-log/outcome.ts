import { hash } from 'node:crypto';
import type { RawLine } from '../events/raw-lines.ts';
import type { LogLine } from './log-line.ts';
import type { LineReader } from './read-line.ts';
import { loggedRequestFrom, type RequestType, requestTypeOf } from './request.ts';

/** Longer lines are malformed: no event may be that long. */
export const logLineBytesMax = 65_536;

/** Why a well-formed line is not usage of its own. */
export const skipReasons = [
  'not delivered',
  'HEAD or OPTIONS',
  'asset',
  'further range of a download',
  'directive',
  'blank',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** What became of one line. */
export type Outcome =
  | {
      readonly kind: 'event';
      readonly type: RequestType;
      readonly text: string;
      readonly occurredAt: number;
    }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'malformed'; readonly problem: string };

interface Settings {
  readonly readLine: LineReader;
  /** Of the events: `urn:farthing:access-log:NAME`. */
  readonly source: string;
  readonly withAssets: boolean;
  /** Whether each range of a file is a download of its own. */
  readonly withRanges: boolean;
  /** The how-manieth line of these bytes this is, from 1. */
  readonly repeatOf: (digest: Buffer) => number;
}

/** A reader of one file's lines, which must be given to it in the order of the file. */
export function outcomeReader(settings: Settings): (line: RawLine) => Outcome {
  const formats = new Set<string>();

  return (raw) => {
    const line = withoutByteOrderMark(raw);
    const text = line.bytes.toString('utf8');
    if (text.trim() === '') return { kind: 'skipped', reason: 'blank' };
    if (line.isCut) return { kind: 'malformed', problem: `longer than ${logLineBytesMax} bytes` };
    const parsed = settings.readLine(text);
    if (parsed === 'directive') return { kind: 'skipped', reason: 'directive' };
    if ('problem' in parsed) return { kind: 'malformed', problem: parsed.problem };
    // A line cut off while it is being written can pass for one of a shorter format, with too few bytes.
    if (!line.isEnded && formats.size > 0 && !formats.has(parsed.format)) {
      return { kind: 'malformed', problem: 'cut off: the last line is not complete' };
    }
    formats.add(parsed.format);
    return outcomeOf(line, parsed, settings);
  };
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/** A mark at the beginning of a file says how it is written, and is no part of its first line. */
const withoutByteOrderMark = (line: RawLine): RawLine =>
  line.number === 1 && line.bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? { ...line, bytes: line.bytes.subarray(BYTE_ORDER_MARK.length) }
    : line;

function outcomeOf(line: RawLine, parsed: LogLine, settings: Settings): Outcome {
  const isDelivered = (parsed.status >= 200 && parsed.status <= 299) || parsed.status === 304;
  if (!isDelivered) return { kind: 'skipped', reason: 'not delivered' };
  const request = loggedRequestFrom(parsed.request);
  if (request === undefined) {
    return { kind: 'malformed', problem: `no request in "${parsed.request.slice(0, 80)}"` };
  }
  if (request.method === 'HEAD' || request.method === 'OPTIONS') {
    return { kind: 'skipped', reason: 'HEAD or OPTIONS' };
  }
  const type = requestTypeOf(request);
  if (type === 'asset' && !settings.withAssets) return { kind: 'skipped', reason: 'asset' };

  const asked = { parsed, type, path: request.path };
  return parsed.status === PARTIAL_CONTENT && !settings.withRanges
    ? downloadInRanges(asked, settings)
    : requestOf(line, asked, settings);
}

const PARTIAL_CONTENT = 206;

interface Asked {
  readonly parsed: LogLine;
  readonly type: RequestType;
  readonly path: string;
}

/** A line as an event of its own: its identity is the line's bytes, and which of such lines it is. */
function requestOf(line: RawLine, { parsed, type, path }: Asked, settings: Settings): Outcome {
  const digest = hash('sha256', line.bytes, 'buffer');
  const repeat = settings.repeatOf(digest);
  const { time, occurredAt, bytes, status } = parsed;
  const text = JSON.stringify({
    specversion: '1.0',
    id: digest.toString('hex') + (repeat === 1 ? '' : `-${repeat}`),
    source: settings.source,
    type,
    subject: parsed.client,
    time,
    data: { path, ...(bytes === undefined ? {} : { bytes }), status },
  });
  return { kind: 'event', type, text, occurredAt };
}

/**
 * A player asks for a film in ranges: all of them are one use of a path by a client on a day, in UTC. The event says
 * nothing that one range alone says, so that it is the same whichever of the lines is read first, and is counted once
 * over all files and imports.
 */
function downloadInRanges({ parsed, type, path }: Asked, settings: Settings): Outcome {
  const day = new Date(parsed.occurredAt).toISOString().slice(0, 10);
  const digest = hash('sha256', JSON.stringify(['ranges', parsed.client, path, day]), 'buffer');
  if (settings.repeatOf(digest) > 1)
    return { kind: 'skipped', reason: 'further range of a download' };
  const text = JSON.stringify({
    specversion: '1.0',
    id: `ranges-${digest.toString('hex')}`,
    source: settings.source,
    type,
    subject: parsed.client,
    time: `${day}T00:00:00Z`,
    data: { path, status: PARTIAL_CONTENT },
  });
  return { kind: 'event', type, text, occurredAt: Date.parse(day) };
}
