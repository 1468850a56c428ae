import { Cron } from 'croner';

/** Tells when a schedule was due. */
export interface ScheduleTimes {
  /**
   * The last time it was due after `after` and not after `until`, in milliseconds since 1970; undefined when it was
   * not.
   */
  lastWithin(after: number, until: number): number | undefined;
}

/** Reads `cron(…)`, `rate(…)` or `at(…)`; throws an error that names the expression. */
export function scheduleTimes(expression: string, timeZone: string): ScheduleTimes {
  const [, kind = '', argument = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'cron') return cronTimes(argument, timeZone, expression);
  if (kind === 'rate') return rateTimes(argument, expression);
  if (kind === 'at') return atTimes(argument, timeZone, expression);
  throw new Error(`a schedule is cron(…), rate(…) or at(…), got ${expression}`);
}

/**
 * AWS has minutes, hours, day of month, month, day of week (1 is Sunday) and year; croner wants seconds before them.
 */
function cronTimes(fields: string, timeZone: string, expression: string): ScheduleTimes {
  if (fields.trim().split(/\s+/).length !== 6) {
    throw new Error(`cron has six fields, the last is the year, got ${expression}`);
  }
  // AWS counts steps from any number (`5/10`); `?` is a field left to the other one of the two for days.
  const pattern = `0 ${fields.trim().replaceAll('?', '*')}`;
  const options = {
    paused: true,
    timezone: timeZone,
    alternativeWeekdays: true,
    sloppyRanges: true,
  };
  const cron = new Cron(pattern, options);
  return {
    lastWithin: (after, until) => {
      // It is due at whole minutes, in every time zone, and looked for every moment.
      if (Math.floor(after / minuteMs) === Math.floor(until / minuteMs)) return undefined;
      // The previous run is one before the reference, so it is moved past the last moment that counts.
      const [last] = cron.previousRuns(1, new Date(until + 1_000));
      const at = last?.getTime();
      if (at === undefined || at <= after) return undefined;
      return at <= until ? at : lastBefore(cron, at, after);
    },
  };
}

function lastBefore(cron: Cron, before: number, after: number): number | undefined {
  const at = cron.previousRuns(1, new Date(before))[0]?.getTime();
  return at !== undefined && at > after ? at : undefined;
}

const minuteMs = 60_000;
const unitMs: Readonly<Record<string, number | undefined>> = {
  minute: minuteMs,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * AWS counts a rate from when the schedule was made; here it is from 1970, so that it does not depend on when this
 * started.
 */
function rateTimes(argument: string, expression: string): ScheduleTimes {
  const [, count = '', unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(argument.trim()) ?? [];
  const everyMs = Number(count) * (unitMs[unit] ?? 0);
  if (everyMs === 0) throw new Error(`a rate is like rate(5 minutes), got ${expression}`);
  return {
    lastWithin: (after, until) => {
      const at = Math.floor(until / everyMs) * everyMs;
      return at > after ? at : undefined;
    },
  };
}

function atTimes(argument: string, timeZone: string, expression: string): ScheduleTimes {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(argument)) {
    throw new Error(`a time is like at(2026-01-31T23:59:00), got ${expression}`);
  }
  const at = new Cron(argument, { paused: true, timezone: timeZone, allowPast: true })
    .nextRun(new Date(0))
    ?.getTime();
  return {
    lastWithin: (after, until) => (at !== undefined && at > after && at <= until ? at : undefined),
  };
}
