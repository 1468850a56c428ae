import type { Month } from '../../../core/kernel/month.ts';
import { eventsIn } from '../../../core/metering/log/block.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import type { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { customers, gapMilliseconds, months, payers, prices, windowDays } from './setting.ts';

const CORRECTIONS = 'urn:farthing:corrections';

/** What a correcting entry says, read by nothing of ours. */
interface Said {
  readonly kind: string;
  readonly correction: string;
  readonly of: { readonly source: string; readonly id: string };
  readonly type?: string;
  readonly data?: string;
}

/** An entry of a log, in its order. */
export interface LoggedEntry {
  readonly log: string;
  readonly event: UsageEvent;
  readonly said: Said | undefined;
}

/** All that logs have. */
export function entriesOf(usageLog: InMemoryUsageLog): readonly LoggedEntry[] {
  return usageLog.keys().flatMap((key) =>
    usageLog
      .blocksOf(key)
      .flatMap(({ bytes }) => eventsIn(bytes))
      .map((event): LoggedEntry => {
        const isCorrection = event.source === CORRECTIONS;
        const data = JSON.parse(event.data ?? 'null') as Omit<Said, 'kind'>;
        return {
          log: JSON.stringify(key),
          event,
          said: isCorrection ? { kind: event.type.replace('farthing.', ''), ...data } : undefined,
        };
      }),
  );
}

/** What an event is counted as, after all that corrects it; undefined where it does not count. */
export function countedAs(
  { log, event }: LoggedEntry,
  entries: readonly LoggedEntry[],
): Pick<UsageEvent, 'type' | 'data'> | undefined {
  let { source, id, type, data }: Pick<UsageEvent, 'source' | 'id' | 'type' | 'data'> = event;
  for (;;) {
    const about = entries.filter(
      ({ log: in_, event: by, said }) =>
        in_ === log &&
        by.subject === event.subject &&
        said?.of.source === source &&
        said.of.id === id,
    );
    const back = new Set(
      about.flatMap(({ said }) => (said?.kind === 'restore' ? [said.correction] : [])),
    );
    const stands = about.find(
      ({ said }) => said?.kind !== 'restore' && !back.has(said?.correction ?? ''),
    );
    if (stands === undefined) return { type, data };
    const { said } = stands;
    if (said?.type === undefined) return undefined;
    ({ type, data } = { type: said.type, data: said.data });
    ({ source, id } = stands.event);
  }
}

/** What a payer used in a month. */
export interface Recounted {
  readonly customer: string;
  readonly month: string;
  readonly view: bigint;
  readonly bytes: bigint;
  readonly peak: bigint;
  /** Sessions of each subject. */
  readonly visits: bigint;
  /** The most values that were seen in the trailing window of a day. */
  readonly active: bigint;
}

/** What counts, and how it was used. */
interface Counted {
  readonly subject: string;
  readonly at: number;
  readonly month: string;
  readonly type: string;
  readonly n: bigint;
}

/** What each payer used in each month, after all corrections. */
export function recounted(
  entries: readonly LoggedEntry[],
  of: readonly Month[] = months,
): readonly Recounted[] {
  const counted = entries.flatMap((entry): Counted[] => {
    const as = entry.said === undefined ? countedAs(entry, entries) : undefined;
    if (as === undefined) return [];
    const { subject, occurredAt } = entry.event;
    const { n } = JSON.parse(as.data ?? '{}') as { n?: number };
    const month = new Date(occurredAt).toISOString().slice(0, 7);
    return [{ subject, at: occurredAt, month, type: as.type, n: BigInt(n ?? 0) }];
  });
  return customers.flatMap((customer) =>
    of.map((month): Recounted => {
      const paid = counted.filter(({ subject }) =>
        (payers[customer] as readonly string[]).includes(subject),
      );
      const own = paid.filter((one) => one.month === month);
      const loads = own.flatMap(({ type, n }) => (type === 'load' ? [n] : []));
      const views = own.filter(({ type }) => type === 'view');
      return {
        ...{ customer, month, view: BigInt(views.length) },
        bytes: loads.reduce((sum, n) => sum + n, 0n),
        peak: loads.reduce((most, n) => (n > most ? n : most), 0n),
        visits: sessionsOf(views),
        active: mostSeen(
          paid.filter(({ type }) => type === 'view'),
          month,
        ),
      };
    }),
  );
}

/** One more wherever more than the gap is between two views of a subject. */
function sessionsOf(views: readonly Counted[]): bigint {
  const bySubject = Map.groupBy(views, ({ subject }) => subject);
  const begun = [...bySubject.values()].flatMap((own) => {
    const times = own.map(({ at }) => at).sort((a, b) => a - b);
    return times.filter((at, index) => {
      const before = times[index - 1];
      return before === undefined || at - before > gapMilliseconds;
    });
  });
  return BigInt(begun.length);
}

const DAY = 86_400_000;

/** The most distinct values in the week up to a day of the month. */
function mostSeen(views: readonly Counted[], month: string): bigint {
  const first = Date.parse(`${month}-01T00:00:00Z`) / DAY;
  const days = Array.from({ length: 31 }, (_, index) => first + index).filter((day) =>
    new Date(day * DAY).toISOString().startsWith(month),
  );
  const seen = days.map((day) => {
    const inside = views.filter(({ at }) => {
      const own = Math.floor(at / DAY);
      return day - windowDays < own && own <= day;
    });
    return new Set(inside.map(({ n }) => n)).size;
  });
  return BigInt(Math.max(...seen));
}

const UNIT = 10n ** 12n;

/** What that comes to, in 1e-24. */
export function worthOf({ view, bytes, peak, visits, active }: Recounted): bigint {
  const { upTo, each } = prices.firstViews;
  const first = view < upTo ? view : upTo;
  const views = first * each + (view - first) * prices.otherViews;
  const levels = peak * prices.peak + visits * prices.visits + active * prices.active;
  return (views + bytes * prices.bytes + levels) * UNIT;
}
