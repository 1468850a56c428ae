import { albLog, s3Log } from './formats/aws.ts';
import { commonLog } from './formats/common-log.ts';
import { formatOf, isFormatString } from './formats/format-string.ts';
import { jsonLog } from './formats/json-log.ts';
import { withoutSyslog } from './formats/syslog.ts';
import { w3cReader } from './formats/w3c-log.ts';
import type { Directive, LineFormat, LogLine, MalformedLine } from './log-line.ts';

/** Reads the lines of one file, in their order. */
export type LineReader = (text: string) => LogLine | MalformedLine | Directive;

/**
 * What a log can be said to be, instead of being recognised line by line. W3C Extended Log Format is IIS's and
 * CloudFront's.
 */
export const formatNames = ['clf', 'alb', 's3', 'json', 'w3c'] as const;
type FormatName = (typeof formatNames)[number];

const byName: Readonly<
  Record<FormatName, () => (text: string) => ReturnType<LineFormat> | Directive>
> = {
  clf: () => commonLog,
  alb: () => albLog,
  s3: () => s3Log,
  json: () => jsonLog,
  w3c: w3cReader,
};

/**
 * A reader of the format of that name, or of nginx's or Apache's own format string; where none is given, of every
 * format that is known by its own shape. What fits none is malformed, never guessed. Answers what is wrong with a
 * format that cannot be read.
 */
export function lineReader(format: string | undefined): LineReader | { readonly problem: string } {
  if (format === undefined)
    return withSyslog(
      formatNames.map((name) => byName[name]()),
      unknown,
    );
  const name = formatNames.find((one) => one === format);
  if (name !== undefined) return withSyslog([byName[name]()], `not of the format ${name}`);
  if (!isFormatString(format)) {
    return {
      problem: `there is no format ${JSON.stringify(format)}: name ${formatNames.join(', ')}, or give a format string of nginx or Apache`,
    };
  }
  const read = formatOf(format);
  return 'problem' in read ? read : withSyslog([read], 'not as the format string says');
}

const unknown = 'of no access log format that is known';

/** Tries the line as it is, and then what is left of it without what syslog has put before it. */
function withSyslog(
  formats: readonly ((text: string) => ReturnType<LineFormat> | Directive)[],
  problem: string,
): LineReader {
  const read = (text: string) => {
    for (const format of formats) {
      const line = format(text);
      if (line !== undefined) return line;
    }
    return undefined;
  };
  return (text) => {
    const rest = withoutSyslog(text);
    // What syslog puts before a line can pass for a virtual host and an identity, so it is taken off first.
    return (rest === undefined ? undefined : read(rest)) ?? read(text) ?? { problem };
  };
}
