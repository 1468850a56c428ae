/** One well-formed line of an access log. Texts are as logged, with `\"` and `\\` undone. */
export interface LogLine {
  readonly format: 'common' | 'combined';
  readonly host: string;
  /** RFC 3339 with the offset of the line. */
  readonly time: string;
  /** The same instant, in milliseconds since 1970. */
  readonly occurredAt: number;
  readonly request: string;
  readonly status: number;
  /** Of the answer's body; `-` is 0. */
  readonly bytes: number;
}

/** Why a line says nothing that can be counted. */
export interface MalformedLine {
  readonly problem: string;
}

const quoted = String.raw`"((?:[^"\\]|\\.)*)"`;
const LINE = new RegExp(
  String.raw`^(\S+) (\S+) (.+?) \[(\d{2}/[A-Za-z]{3}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\] ${quoted} (\d{3}) (\d+|-)(?: ${quoted} ${quoted})?[ \t]*$`,
  's',
);
const TIME = /^(\d{2})\/(\w{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads a line of Common or Combined Log Format, without its line end. */
export function logLineFrom(text: string): LogLine | MalformedLine {
  const match = LINE.exec(text);
  if (match === null) return { problem: 'neither Common nor Combined Log Format' };
  const [, host = '', , , timeText = '', request = '', status = '', bytes = '', referrer] = match;
  const time = timeFrom(timeText);
  if (time === undefined) return { problem: `no such time: ${timeText}` };
  const size = bytes === '-' ? 0 : Number(bytes);
  if (!Number.isSafeInteger(size)) return { problem: `no such size: ${bytes} bytes` };
  return {
    format: referrer === undefined ? 'common' : 'combined',
    host,
    ...time,
    request: request.replace(/\\(["\\])/g, '$1'),
    status: Number(status),
    bytes: size,
  };
}

/** A leap second is counted as the second before it, because the interface takes none. */
function timeFrom(text: string): { time: string; occurredAt: number } | undefined {
  const [, day = '', monthName = '', year = '', hour, minute, second = '', sign, ...offset] =
    TIME.exec(text) ?? [];
  const [offsetHour = '', offsetMinute = ''] = offset;
  const month = String(months.indexOf(monthName.toLowerCase()) + 1).padStart(2, '0');
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second === '60' ? '59' : second}`;
  const local = Date.parse(`${time}Z`);
  // Date.parse takes 24:00 and rolls 30 February over into March.
  if (Number.isNaN(local) || new Date(local).getUTCDate() !== Number(day) || hour === '24') {
    return undefined;
  }
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
  const offsetMs = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000;
  return {
    time: `${time}${sign}${offsetHour}:${offsetMinute}`,
    occurredAt: sign === '+' ? local - offsetMs : local + offsetMs,
  };
}
