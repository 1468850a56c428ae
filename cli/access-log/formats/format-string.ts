import {
  commonLogTime,
  epochTime,
  isoTime,
  type LineFormat,
  type LoggedTexts,
  logLineOf,
} from '../log-line.ts';
import { unescaped } from './common-log.ts';

/** What a directive of a format string says about a request. */
type Part =
  | 'client'
  | 'clients'
  | 'clf-time'
  | 'iso-time'
  | 'epoch'
  | 'request'
  | 'method'
  | 'target'
  | 'status'
  | 'bytes';

const nginxParts: Readonly<Record<string, Part>> = {
  remote_addr: 'client',
  http_x_forwarded_for: 'clients',
  time_local: 'clf-time',
  time_iso8601: 'iso-time',
  msec: 'epoch',
  request: 'request',
  request_method: 'method',
  request_uri: 'target',
  uri: 'target',
  status: 'status',
  body_bytes_sent: 'bytes',
  bytes_sent: 'bytes',
};
const apacheParts: Readonly<Record<string, Part>> = {
  h: 'client',
  a: 'client',
  '{c}a': 'client',
  '{x-forwarded-for}i': 'clients',
  t: 'clf-time',
  '{%s}t': 'epoch',
  r: 'request',
  m: 'method',
  U: 'target',
  s: 'status',
  b: 'bytes',
  B: 'bytes',
  O: 'bytes',
};

/** `$name` or `${name}`, `%h`, `%>s`, `%{Referer}i`, `%%`. */
const DIRECTIVE =
  /\$\{?(?<nginx>[a-z][a-z0-9_]*)\}?|%(?:!?\d{3}(?:,\d{3})*)?[<>]?(?<apache>(?:\{[^}]*\})?\^?[A-Za-z]{1,2}|%)/g;

/** Whether a text is a format string of nginx (`log_format`) or Apache (`LogFormat`), and no format's name. */
export const isFormatString = (text: string): boolean => /[$%]/.test(text);

interface Piece {
  /** Undefined for a directive that says nothing about what counts. */
  readonly part: Part | undefined;
  /** What stands behind it, up to the next. */
  readonly literal: string;
}

/**
 * A reader of lines as nginx's or Apache's own format string says, or what is wrong with the string. What is read must
 * be told apart: each directive ends where the text behind it begins.
 */
export function formatOf(pattern: string): LineFormat | { readonly problem: string } {
  const directives = [...pattern.matchAll(DIRECTIVE)];
  const first = directives[0]?.index ?? pattern.length;
  const pieces = directives.map(
    (found, place): Piece => ({
      part: partOf(found.groups ?? {}),
      literal: pattern.slice(found.index + found[0].length, directives[place + 1]?.index),
    }),
  );
  const touching = pieces.slice(0, -1).findIndex(({ literal }) => literal === '');
  if (touching >= 0) {
    return {
      problem: `put a blank between ${directives[touching]?.[0] ?? ''} and ${directives[touching + 1]?.[0] ?? ''}`,
    };
  }
  const problem = missingIn(pieces);
  return problem === undefined ? readerOf(pattern.slice(0, first), pieces) : { problem };
}

function partOf({ nginx, apache }: Readonly<Record<string, string | undefined>>): Part | undefined {
  if (nginx !== undefined) return nginxParts[nginx];
  const name = (apache ?? '').replace(/^\{.*\}/, (braces) => braces.toLowerCase());
  return apacheParts[name];
}

function missingIn(pieces: readonly Piece[]): string | undefined {
  const has = (...parts: readonly Part[]) =>
    pieces.some(({ part }) => part !== undefined && parts.includes(part));
  if (!has('client', 'clients'))
    return 'it names no client: $remote_addr, $http_x_forwarded_for, %h, %a';
  if (!has('clf-time', 'iso-time', 'epoch'))
    return 'it names no time: $time_local, $time_iso8601, $msec, %t';
  if (!has('request') && !(has('method') && has('target'))) {
    return 'it names no request: $request, or $request_method and $request_uri; %r, or %m and %U';
  }
  return has('status') ? undefined : 'it names no status: $status, %s, %>s';
}

function readerOf(start: string, pieces: readonly Piece[]): LineFormat {
  const line = new RegExp(
    `^${escaped(start)}${pieces.map((piece, place) => fieldOf(piece, place) + escaped(piece.literal)).join('')}[ \\t]*$`,
    's',
  );
  return (text) => {
    const values = line.exec(text)?.slice(1);
    if (values === undefined) return undefined;
    return logLineOf(textsOf(pieces, values));
  };
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * A field up to what stands behind it; between quotes, escapes count. A time of Common Log Format brings its brackets
 * where the string has none.
 */
function fieldOf({ part, literal }: Piece, place: number): string {
  if (part === 'clf-time')
    return String.raw`\[?(\d{2}/[A-Za-z]{3}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\]?`;
  const [end] = literal;
  if (end === '"') return String.raw`((?:[^"\\]|\\.)*)`;
  if (end === undefined) return '(.*)';
  return place >= 0 ? `([^${escaped(end)}]*)` : '';
}

function textsOf(pieces: readonly Piece[], values: readonly string[]): LoggedTexts {
  const at = (...parts: readonly Part[]): string | undefined => {
    const place = pieces.findIndex(({ part }) => part !== undefined && parts.includes(part));
    return place < 0 ? undefined : values[place];
  };
  const request = at('request') ?? `${at('method') ?? ''} ${at('target') ?? ''}`;
  const [clf, iso, epoch] = [at('clf-time'), at('iso-time'), at('epoch')];
  const forwarded = at('clients')?.split(',')[0]?.trim();
  return {
    format: 'format string',
    client: forwarded === undefined || forwarded === '-' ? (at('client') ?? '') : forwarded,
    time: timeIn({ clf, iso, epoch }),
    timeText: clf ?? iso ?? epoch ?? '',
    request: unescaped(request),
    status: at('status') ?? '',
    bytes: at('bytes'),
  };
}

function timeIn({
  clf,
  iso,
  epoch,
}: Readonly<Record<'clf' | 'iso' | 'epoch', string | undefined>>): LoggedTexts['time'] {
  if (clf !== undefined) return commonLogTime(clf);
  return iso === undefined ? epochTime(epoch ?? '') : isoTime(iso);
}
