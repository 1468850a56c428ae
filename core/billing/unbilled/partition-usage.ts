import { billingPeriod } from '../../invoicing/billing-period.ts';
import type { Month } from '../../kernel/month.ts';
import { utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { Meter } from '../../metering/meter.ts';
import type { UsageTotals } from '../../metering/totals/ports.ts';
import type { HourTotals } from '../../metering/totals/totals.ts';

/** A month may begin and end so far from UTC's: by its zone, and where the zone was changed. */
const MONTH_REACHES_HOURS = 48;
/** So many slots of a partition are held while payers are looked at; of more, the hours are read again. */
const SLOTS_HELD_MAX = 50_000;

/** An hour's totals of a partition. */
interface UsedHour {
  readonly hour: number;
  readonly totals: HourTotals;
}

/** What was used in a partition around a month. */
export interface PartitionUsage {
  /** Those that used a priced meter. */
  readonly subjects: ReadonlySet<string>;
  readonly slots: number;
  /** To be gone through once more. */
  readonly hours: Iterable<UsedHour> | AsyncIterable<UsedHour>;
}

interface Asked {
  readonly tenant: string;
  readonly partition: number;
  readonly month: Month;
  /** When the month of every payer has ended, where that is later: of payers with a billing day. */
  readonly until?: Timestamp | undefined;
  /** Those that any plan prices. */
  readonly meters: ReadonlyMap<string, Meter>;
  /** Told how many slots were read. */
  readonly onWork: (count: number) => void;
}

type Ports = { readonly totals: UsageTotals };

/** Reads the hours of a partition around a month. */
export async function partitionUsage(ports: Ports, asked: Asked): Promise<PartitionUsage> {
  const subjects = new Set<string>();
  const held: UsedHour[] = [];
  let slots = 0;
  for await (const hour of hoursOf(ports, asked)) {
    const { tallies } = hour.totals;
    asked.onWork(tallies.length);
    for (const { subject, meter } of tallies) if (asked.meters.has(meter)) subjects.add(subject);
    slots += tallies.length;
    if (slots <= SLOTS_HELD_MAX) held.push(hour);
    else held.length = 0;
  }
  const hours = slots <= SLOTS_HELD_MAX ? held : hoursOf(ports, asked);
  return { subjects, slots, hours };
}

function hoursOf({ totals }: Ports, { tenant, partition, month, until }: Asked) {
  const { start, end: ends } = billingPeriod(month, utc);
  const end = until === undefined ? ends : Math.max(ends, until);
  return totals.readRange({
    tenant,
    partition,
    from: Math.floor(start / millisecondsPer.hour) - MONTH_REACHES_HOURS,
    to: Math.ceil(end / millisecondsPer.hour) + MONTH_REACHES_HOURS,
    consistency: 'strong',
  });
}
