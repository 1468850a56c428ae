/** One well-formed line of an access log, whatever its format. Texts are as logged, escapes undone. */
export interface LogLine {
  /** The name of its format. */
  readonly format: string;
  /** Who asked: an address or a host name, without a port. */
  readonly client: string;
  /** RFC 3339, with the offset of the line where the line has one. */
  readonly time: string;
  /** The same instant, in milliseconds since 1970. */
  readonly occurredAt: number;
  /** Method and target, and the protocol where it is logged: `GET /a?b HTTP/1.1`. */
  readonly request: string;
  readonly status: number;
  /** Sent to the client; undefined where the format does not say. */
  readonly bytes: number | undefined;
}

/** Why a line says nothing that can be counted. */
export interface MalformedLine {
  readonly problem: string;
}

/** A line about the log and not about a request, such as `#Fields: …`. */
export type Directive = 'directive';

/** Reads a line, without its line end; undefined where it is not of this format. */
export type LineFormat = (text: string) => LogLine | MalformedLine | undefined;

/** What every format reads off a line, as text. */
export interface LoggedTexts {
  readonly format: string;
  readonly client: string;
  readonly time: { readonly time: string; readonly occurredAt: number } | undefined;
  /** The time as logged. */
  readonly timeText: string;
  readonly request: string;
  readonly status: string;
  /** `-` is 0; undefined where the format does not say. */
  readonly bytes: string | undefined;
}

/** The line that these texts make, or what is wrong with them. */
export function logLineOf(texts: LoggedTexts): LogLine | MalformedLine {
  const { format, time, timeText, request, status, bytes } = texts;
  if (time === undefined) return { problem: `no such time: ${timeText}` };
  if (!/^\d{3}$/.test(status)) return { problem: `no such status: ${status}` };
  const client = clientOf(texts.client);
  if (client === undefined) return { problem: `no client in "${texts.client.slice(0, 80)}"` };
  const size = bytes === undefined ? undefined : sizeOf(bytes);
  if (size === null) return { problem: `no such size: ${bytes} bytes` };
  return { format, client, ...time, request, status: Number(status), bytes: size };
}

/** Null for what is no size that can be exact. */
function sizeOf(text: string): number | null {
  if (text === '-') return 0;
  const size = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(size) ? size : null;
}

const IPV4_WITH_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;
const IPV6_IN_BRACKETS = /^\[([0-9A-Fa-f:.]+)\](?::\d{1,5})?$/;

/** Whose request it was: each connection has another port, and none of them is a client. */
function clientOf(text: string): string | undefined {
  if (text === '' || text === '-' || /[\s,]/.test(text)) return undefined;
  return (IPV4_WITH_PORT.exec(text) ?? IPV6_IN_BRACKETS.exec(text))?.[1] ?? text;
}

/** Whether a text is an address; a port may stand behind it. */
export const isAddress = (text: string): boolean => {
  const address = clientOf(text);
  return (
    address !== undefined &&
    (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) ||
      /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/.test(address))
  );
};

const CLF_TIME = /^(\d{2})\/(\w{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `17/May/2015:10:05:03 +0200`; undefined for no such time. */
export function commonLogTime(text: string): LoggedTexts['time'] {
  const [, day = '', monthName = '', year = '', hour, minute, second = '', sign, ...offset] =
    CLF_TIME.exec(text) ?? [];
  const [offsetHour = '', offsetMinute = ''] = offset;
  const month = String(months.indexOf(monthName.toLowerCase()) + 1).padStart(2, '0');
  return timeOf({ date: `${year}-${month}-${day}`, clock: `${hour}:${minute}:${second}` }, '', [
    sign ?? '',
    offsetHour,
    offsetMinute,
  ]);
}

const ISO_TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d+))?(?:([Zz])|([+-])(\d{2}):?(\d{2}))$/;

/** `2018-07-02T22:23:00.186641Z`; undefined for no such time. Digits past the ninth of a second are cut off. */
export function isoTime(text: string): LoggedTexts['time'] {
  const [, date = '', clock = '', fraction, , sign, hour, minute] = ISO_TIME.exec(text) ?? [];
  const offset = sign === undefined ? undefined : ([sign, hour ?? '', minute ?? ''] as const);
  return timeOf({ date, clock }, fraction?.slice(0, 9) ?? '', offset);
}

/** Seconds since 1970, as text, with or without a fraction: `1646861401.524`. */
export function epochTime(text: string): LoggedTexts['time'] {
  const [, seconds, fraction = ''] = /^(\d{1,11})(?:\.(\d+))?$/.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  const occurredAt = Number(seconds) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  return { time: new Date(occurredAt).toISOString(), occurredAt };
}

/** A leap second is counted as the second before it, because the interface takes none. Without an offset it is UTC. */
function timeOf(
  { date, clock }: { readonly date: string; readonly clock: string },
  fraction: string,
  offset: readonly [string, string, string] | undefined,
): LoggedTexts['time'] {
  const local = Date.parse(`${date}T${clock.replace(/:60$/, ':59')}Z`);
  // Date.parse takes 24:00 and rolls 30 February over into March.
  const isReal = !Number.isNaN(local) && new Date(local).toISOString().startsWith(date);
  if (!isReal || clock.startsWith('24')) return undefined;
  const [sign, hours, minutes] = offset ?? ['', '00', '00'];
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  const part = fraction === '' ? '' : `.${fraction}`;
  const zone = sign === '' ? 'Z' : `${sign}${hours}:${minutes}`;
  return {
    time: `${date}T${clock.replace(/:60$/, ':59')}${part}${zone}`,
    occurredAt:
      local + Number(fraction.slice(0, 3).padEnd(3, '0')) - (sign === '-' ? -offsetMs : offsetMs),
  };
}
