/**
 * Instants as a person in that time zone writes them: only the dates when all are at midnight, and with the offset
 * where a clock that is set back would show two of them alike.
 */
export function localTimes(
  instants: readonly string[],
  timeZone: string,
): ReadonlyMap<string, string> {
  const distinct = [...new Set(instants)];
  const { format } = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const times = distinct.map((instant): [string, string] => [instant, format(Date.parse(instant))]);
  if (times.every(([, time]) => time.endsWith(' 00:00'))) {
    return new Map(times.map(([instant, time]) => [instant, time.slice(0, -' 00:00'.length)]));
  }
  const isAmbiguous = new Set(times.map(([, time]) => time)).size < times.length;
  if (!isAmbiguous) return new Map(times);
  const offsetAt = offsetsIn(timeZone);
  return new Map(times.map(([instant, time]) => [instant, `${time} ${offsetAt(instant)}`]));
}

/** Tells offsets such as `-05:00`. */
function offsetsIn(timeZone: string): (instant: string) => string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (instant) => {
    const parts = format.formatToParts(Date.parse(instant));
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return name === 'GMT' ? '+00:00' : name.replace('GMT', '');
  };
}
