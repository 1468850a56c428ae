import { hash } from 'node:crypto';
import type { RawLine } from '../events/raw-lines.ts';
import { type LogLine, logLineFrom } from './line.ts';
import { loggedRequestFrom, type RequestType, requestTypeOf } from './request.ts';

/** Longer lines are malformed: no event may be that long. */
export const logLineBytesMax = 65_536;

/** Why a well-formed line is not usage. */
export const skipReasons = ['not delivered', 'HEAD or OPTIONS', 'asset', 'blank'] as const;
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
  /** Of the events: `urn:farthing:access-log:NAME`. */
  readonly source: string;
  readonly withAssets: boolean;
  /** The how-manieth line of these bytes this is, from 1. */
  readonly repeatOf: (digest: Buffer) => number;
}

/** A reader of one file's lines, which must be given to it in the order of the file. */
export function outcomeReader(settings: Settings): (line: RawLine) => Outcome {
  let isCombined = false;

  return (line) => {
    const text = line.bytes.toString('utf8');
    if (text.trim() === '') return { kind: 'skipped', reason: 'blank' };
    if (line.isCut) return { kind: 'malformed', problem: `longer than ${logLineBytesMax} bytes` };
    const parsed = logLineFrom(text);
    if ('problem' in parsed) return { kind: 'malformed', problem: parsed.problem };
    // A Combined line cut off while it is being written can pass for a Common one, with too few bytes.
    if (!line.isEnded && isCombined && parsed.format === 'common') {
      return { kind: 'malformed', problem: 'cut off: the last line is not complete' };
    }
    isCombined ||= parsed.format === 'combined';
    return outcomeOf(line, parsed, settings);
  };
}

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

  const digest = hash('sha256', line.bytes, 'buffer');
  const repeat = settings.repeatOf(digest);
  const text = JSON.stringify({
    specversion: '1.0',
    id: digest.toString('hex') + (repeat === 1 ? '' : `-${repeat}`),
    source: settings.source,
    type,
    subject: parsed.host,
    time: parsed.time,
    data: { path: request.path, bytes: parsed.bytes, status: parsed.status },
  });
  return { kind: 'event', type, text, occurredAt: parsed.occurredAt };
}
