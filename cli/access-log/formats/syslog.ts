const BSD =
  /^(?:<\d{1,3}>)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d{2}:\d{2}:\d{2} \S+ [^\s:]+: /;
const RFC_3339_STAMP = /^(?:<\d{1,3}>)?\d{4}-\d{2}-\d{2}T\S+ \S+ [^\s:]+: /;
const RFC_5424 =
  /^<\d{1,3}>\d{1,2} \S+ \S+ \S+ \S+ \S+ (?:-|(?:\[(?:[^\]\\]|\\.)*\])+) ?(?:\uFEFF)?/;

/**
 * A line without what syslog has put before it: `<190>Nov 28 10:00:00 host nginx: ` (RFC 3164), the same with a time as
 * RFC 3339 has it, as rsyslog and journald write, or the header of RFC 5424. Undefined where nothing of that is there.
 */
export function withoutSyslog(text: string): string | undefined {
  const prefix = (BSD.exec(text) ?? RFC_5424.exec(text) ?? RFC_3339_STAMP.exec(text))?.[0];
  return prefix === undefined ? undefined : text.slice(prefix.length);
}
