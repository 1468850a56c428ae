import { inParallel } from '../../kernel/in-parallel.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { levelsBefore, MONTHS_SETTLED_MIN } from '../../metering/levels/month-ends.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { Meter } from '../../metering/meter.ts';
import type { RatingRun, TalliedMonth } from './rating-run.ts';
import type { SubjectPeriod } from './subject-periods.ts';
import type { UsageWindow } from './usage-window.ts';

const PARTITIONS_AT_ONCE = 16;
/** Events are taken until they are so many months old; that their totals follow is given as long again, at least. */
const MONTHS_TO_SETTLE = 2;

/** A subject that somebody pays for in a month, with the levels of that month. */
interface OpenedPart extends SubjectPeriod {
  readonly month: TalliedMonth;
}

/** The meters whose level goes on from month to month. */
export const levelsGoingOn = (meters: ReadonlyMap<string, Meter>): readonly Meter[] =>
  [...meters.values()].filter(({ opensWith }) => opensWith === 'previous');

/**
 * Opens months with what levels stood at before them, as far as that is kept; the rest is read with the windows that
 * this makes. Nothing is read for months that are charged for no level that goes on.
 */
export async function openLevels(
  { ports, tenant, meters }: RatingRun,
  months: readonly TalliedMonth[],
): Promise<UsageWindow[]> {
  const goingOn = levelsGoingOn(meters);
  const keys = new Set(goingOn.map(({ key }) => key));
  const parts = months
    .filter((month) => chargesForAny(month, keys))
    .flatMap((month) => month.usedBy.map((part): OpenedPart => ({ ...part, month })));
  const byPartition = [...Map.groupBy(parts, ({ subject }) => partitionOf(subject))];
  const windows = await inParallel(PARTITIONS_AT_ONCE, byPartition, async ([partition, opened]) => {
    const { hour, tallies } = await levelsBefore(
      ports.totals,
      {
        tenant,
        partition,
        meters: goingOn,
        settledAfter: Math.max(ports.monthsReachedBack + MONTHS_TO_SETTLE, MONTHS_SETTLED_MIN),
        keeps: ports.keepsLevels ?? false,
      },
      earliest(opened),
    );
    const bySubject = Map.groupBy(tallies, ({ subject }) => subject);
    return opened.map(({ subject, period: part, month: { period, levels } }): UsageWindow => {
      for (const slot of bySubject.get(subject) ?? []) levels.addBefore(part, slot);
      const from = timestampOf(hour * millisecondsPer.hour);
      return { subject, period: { start: from, end: period.start }, into: levels.sinkFor(part) };
    });
  });
  return windows.flat();
}

const chargesForAny = ({ stretches }: TalliedMonth, meters: ReadonlySet<string>): boolean =>
  stretches.some(({ stretch: { version } }) =>
    (version?.charges ?? []).some(({ meter }) => meters.has(meter)),
  );

const earliest = (parts: readonly OpenedPart[]): Timestamp =>
  timestampOf(Math.min(...parts.map(({ month: { period } }): number => period.start)));
