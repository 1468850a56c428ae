import {
  type Directive,
  isoTime,
  type LogLine,
  logLineOf,
  type MalformedLine,
} from '../log-line.ts';

/**
 * The fields that a request is read from, by their names in W3C Extended Log Format:
 * https://www.w3.org/TR/WD-logfile.html
 */
const needed = ['date', 'time', 'c-ip', 'cs-method', 'cs-uri-stem', 'sc-status'] as const;

/** What reads the lines below a `#Fields` line; undefined is for a line of another format. */
type FieldsReader = (text: string) => LogLine | MalformedLine | undefined;

/**
 * A reader of W3C Extended Log Format, as IIS (blanks between fields) and CloudFront (tabs) write it. What the fields
 * are is said by a `#Fields` line, which counts for all lines below it; times are in UTC.
 */
export function w3cReader(): (text: string) => LogLine | MalformedLine | Directive | undefined {
  let read: FieldsReader | undefined;
  return (text) => {
    if (!text.startsWith('#')) return read?.(text);
    const fields = /^#Fields:\s*(.*?)\s*$/.exec(text)?.[1];
    if (fields !== undefined) read = readerOf(fields.split(/\s+/));
    return 'directive';
  };
}

function readerOf(fields: readonly string[]): FieldsReader {
  const missing = needed.find((name) => !fields.includes(name));
  const places = new Map(fields.map((name, place) => [name, place]));
  return (text) => {
    const values = text.split(text.includes('\t') ? '\t' : ' ');
    if (values.length !== fields.length) return undefined;
    if (missing !== undefined) return { problem: `its #Fields line does not name ${missing}` };
    const at = (name: string): string => values[places.get(name) ?? -1] ?? '';
    const timeText = `${at('date')}T${at('time')}Z`;
    return logLineOf({
      format: 'w3c',
      client: at('c-ip'),
      time: isoTime(timeText),
      timeText,
      request: `${at('cs-method')} ${at('cs-uri-stem')}`,
      status: at('sc-status'),
      bytes: places.has('sc-bytes') ? at('sc-bytes') : undefined,
    });
  };
}
