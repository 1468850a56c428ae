import { Rejection } from '../../kernel/rejection.ts';
import {
  millisecondsPer,
  type Period,
  rfc3339,
  type Timestamp,
  timestampFrom,
  timestampOf,
} from '../../kernel/timestamp.ts';
import { shown } from '../../metering/shown.ts';

/** Events may be ahead of the clock. */
const AHEAD = 5 * millisecondsPer.minute;

/**
 * The period of which events are asked for, a day at most: the day that ends a little after now, unless something else
 * is said.
 * @throws Rejection `usage.range-malformed`, `usage.range-too-long`
 */
export function eventPeriod(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Timestamp,
): Period {
  const [first, last] = [boundFrom(from, 'from'), boundFrom(to, 'to')];
  const latest = timestampOf(now + AHEAD);
  const dayAfter = timestampOf(Math.min(latest, (first ?? latest) + millisecondsPer.day));
  const end = last ?? dayAfter;
  const start = first ?? timestampOf(Math.max(0, end - millisecondsPer.day));
  if (start >= end) {
    const param = last === undefined ? 'from' : 'to';
    const detail = `${param}: end the period after it begins: from is ${rfc3339(start)}, to is ${rfc3339(end)} and not counted itself`;
    throw new Rejection('usage.range-malformed', detail, { param });
  }
  if (end - start > millisecondsPer.day) {
    const detail = `to: ask for a day at most at once, got ${rfc3339(start)} to ${rfc3339(end)}; ask again for the rest`;
    throw new Rejection('usage.range-too-long', detail, { param: 'to' });
  }
  return { start, end };
}

function boundFrom(text: string | undefined, param: string): Timestamp | undefined {
  if (text === undefined) return undefined;
  const bound = timestampFrom(text);
  if (bound !== undefined && bound >= 0) return bound;
  const detail = `${param}: give a time such as 2026-10-01T00:00:00Z, from 1970 on; got ${shown(text)}`;
  throw new Rejection('usage.range-malformed', detail, { param });
}
