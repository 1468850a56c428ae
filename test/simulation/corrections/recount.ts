import type { Month } from '../../../core/kernel/month.ts';
import { eventsIn } from '../../../core/metering/log/block.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import type { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { customers, months, payers, prices } from './setting.ts';

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
}

/** What each payer used in each month, after all corrections. */
export function recounted(
  entries: readonly LoggedEntry[],
  of: readonly Month[] = months,
): readonly Recounted[] {
  const counted = entries.flatMap((entry) => {
    const as = entry.said === undefined ? countedAs(entry, entries) : undefined;
    if (as === undefined) return [];
    const { subject, occurredAt } = entry.event;
    const { n } = JSON.parse(as.data ?? '{}') as { n?: number };
    const month = new Date(occurredAt).toISOString().slice(0, 7);
    return [{ subject, month, type: as.type, n: BigInt(n ?? 0) }];
  });
  return customers.flatMap((customer) =>
    of.map((month): Recounted => {
      const own = counted.filter(
        (one) =>
          one.month === month && (payers[customer] as readonly string[]).includes(one.subject),
      );
      const loads = own.flatMap(({ type, n }) => (type === 'load' ? [n] : []));
      return {
        ...{ customer, month, view: BigInt(own.filter(({ type }) => type === 'view').length) },
        bytes: loads.reduce((sum, n) => sum + n, 0n),
        peak: loads.reduce((most, n) => (n > most ? n : most), 0n),
      };
    }),
  );
}

const UNIT = 10n ** 12n;

/** What that comes to, in 1e-24. */
export function worthOf({ view, bytes, peak }: Recounted): bigint {
  const { upTo, each } = prices.firstViews;
  const first = view < upTo ? view : upTo;
  const views = first * each + (view - first) * prices.otherViews;
  return (views + bytes * prices.bytes + peak * prices.peak) * UNIT;
}
