import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { MonthCharges } from './ports.ts';
import { dimensionOf, type MarketplaceProduct } from './product.ts';
import {
  type HourReport,
  hourOf,
  LAST_HOUR_MS,
  type MonthWorth,
  type ReportLine,
  type Subscription,
  standingOf,
  withMore,
} from './subscription.ts';
import { unreported } from './unreported.ts';

/** Events come for so long after what they are of that all months behind these are as they will be. */
const MONTHS_MAX = 12;
/** What was used last is reported so long before the end of the last hour: time is left to try again. */
const LEFT_MS = 35 * millisecondsPer.minute;
/** AWS takes the usage of an hour for a day, and that of a month until six hours after its end. */
const OPEN_MS = millisecondsPer.day;
const GRACE_MS = 6 * millisecondsPer.hour;

/** What is to be decided of a subscription at an instant: `list` is of what no report has, or will have. */
export type DueHour =
  | { readonly kind: 'report'; readonly hour: Timestamp }
  | { readonly kind: 'list'; readonly status: 'too-late' | 'not-subscribed' };

/** Undefined where there is nothing to decide now. */
export function dueHour(subscription: Subscription, now: Timestamp): DueHour | undefined {
  const { boundAt, endedAt, unlisted } = subscription;
  if (unlisted === 'gap') return { kind: 'list', status: 'not-subscribed' };
  const completed = timestampOf(hourOf(now) - millisecondsPer.hour);
  if (endedAt === undefined) return reportOf(subscription, completed);
  if (standingOf(subscription, now) === 'ended') {
    return unlisted === undefined ? undefined : { kind: 'list', status: 'too-late' };
  }
  // The last hour is reported once, so it waits for what still comes.
  const last = hourOf(endedAt);
  const isTime = now >= endedAt + LAST_HOUR_MS - LEFT_MS;
  if (isTime || completed < last) return reportOf(subscription, isTime ? last : completed);
  return boundAt >= last ? reportOf(subscription, last) : undefined;
}

/** Each hour once, the first that a subscription was there in first. */
const reportOf = ({ decided, boundAt }: Subscription, hour: Timestamp): DueHour | undefined =>
  hour >= hourOf(boundAt) && (decided === undefined || hour > decided)
    ? { kind: 'report', hour }
    : undefined;

/** A subscription once something of it is decided: a report is open, and may be sent. */
export function decideHour(
  subscription: Subscription,
  due: DueHour,
  {
    product,
    months,
  }: { readonly product: MarketplaceProduct; readonly months: readonly MonthCharges[] },
): Subscription {
  // After the end nobody will report it: what waits is listed with the rest.
  const isRest = due.kind === 'list' && due.status === 'too-late';
  const known = withMonths(subscription, product, { months, isRest });
  const lines = unreported(known, product).map(
    ({ dimension, units }): ReportLine =>
      due.kind === 'report'
        ? { dimension, units, status: 'pending', isPossible: true }
        : { dimension, units, status: due.status, isPossible: false },
  );
  let { reported } = known;
  for (const { dimension, units } of lines) reported = withMore(reported, dimension, units);
  const after = due.kind === 'report' ? { decided: due.hour } : { unlisted: undefined };
  const open = lines.length === 0 ? known.open : [...known.open, { ...headOf(known, due), lines }];
  return { ...known, ...after, reported, open };
}

/** Its time is in its hour, and not before anything could be used. */
function headOf(
  { product, account, license, boundAt, endedAt }: Subscription,
  due: DueHour,
): Omit<HourReport, 'lines'> {
  const of = { product, account, license };
  if (due.kind === 'report') {
    const at = timestampOf(Math.max(due.hour, boundAt));
    return { ...of, hour: due.hour, at, attempt: 1 };
  }
  const at = endedAt ?? boundAt;
  const list = due.status === 'too-late' ? 'rest' : 'gap';
  return { ...of, hour: hourOf(at), at, list, attempt: 0 };
}

function withMonths(
  subscription: Subscription,
  product: MarketplaceProduct,
  { months, isRest }: { readonly months: readonly MonthCharges[]; readonly isRest: boolean },
): Subscription {
  const known = new Map(subscription.months.map((one) => [one.month, one]));
  for (const { month, charges, waiting } of months) {
    let worth: MonthWorth['worth'] = new Map();
    for (const [charge, exact] of isRest ? [...charges, ...waiting] : charges) {
      worth = withMore(worth, dimensionOf(product, charge), exact);
    }
    known.set(month, { month, worth });
  }
  const all = [...known.values()].toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const old = all.slice(0, Math.max(0, all.length - MONTHS_MAX));
  let { before } = subscription;
  for (const { worth } of old) {
    for (const [dimension, exact] of worth) before = withMore(before, dimension, exact);
  }
  return { ...subscription, before, months: all.slice(old.length) };
}

/** Until when AWS takes a record: for a day, of a month that is over for six hours, and within the last hour. */
export function takenUntil({ at }: HourReport, { endedAt }: Subscription): Timestamp {
  const then = new Date(at);
  const nextMonth = Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1);
  const last = endedAt === undefined ? Infinity : endedAt + LAST_HOUR_MS;
  return timestampOf(Math.min(at + OPEN_MS, nextMonth + GRACE_MS, last));
}
