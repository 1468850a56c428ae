import { inParallel } from '../../kernel/in-parallel.ts';
import { millisecondsPer, type Period } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { UsageTotals } from '../../metering/totals/ports.ts';
import {
  currentReading,
  type HourTotals,
  type SlotTally,
  slotAsRead,
} from '../../metering/totals/totals.ts';
import type { CountedHour } from './usage-tallies.ts';

/** Takes what was counted, slot by slot. */
export interface TallySink {
  add(slot: SlotTally, hour: CountedHour): void;
}

/** Where the usage of a subject over a period is to be added. */
export interface UsageWindow {
  readonly subject: string;
  readonly period: Period;
  readonly into: TallySink;
  /** The rules by which values are read; today's where left out. */
  readonly rules?: number;
}

const PARTITIONS_AT_ONCE = 16;

/** Adds up what the subjects used; every partition that can hold any of them is read once, and no other. */
export async function readTallies(
  totals: UsageTotals,
  tenant: string,
  windows: readonly UsageWindow[],
): Promise<void> {
  const byPartition = new Map<number, UsageWindow[]>();
  for (const window of windows) {
    const partition = partitionOf(window.subject);
    const known = byPartition.get(partition);
    if (known === undefined) byPartition.set(partition, [window]);
    else known.push(window);
  }
  await inParallel(PARTITIONS_AT_ONCE, [...byPartition], ([partition, wanted]) =>
    readPartition(totals, { tenant, partition }, wanted),
  );
}

async function readPartition(
  totals: UsageTotals,
  { tenant, partition }: { readonly tenant: string; readonly partition: number },
  windows: readonly UsageWindow[],
): Promise<void> {
  const bySubject = new Map<string, UsageWindow[]>();
  for (const window of windows) {
    bySubject.set(window.subject, [...(bySubject.get(window.subject) ?? []), window]);
  }
  const starts = windows.map(({ period }): number => period.start);
  const ends = windows.map(({ period }): number => period.end);
  const from = Math.floor(starts.reduce((a, b) => Math.min(a, b)) / millisecondsPer.hour);
  const to = Math.ceil(ends.reduce((a, b) => Math.max(a, b)) / millisecondsPer.hour);
  const range = { tenant, partition, from, to, consistency: 'strong' } as const;
  for await (const { hour, totals: held } of totals.readRange(range)) {
    addHour(held, { hour, partition }, bySubject);
  }
}

function addHour(
  { tallies, coverage }: HourTotals,
  place: { readonly hour: number; readonly partition: number },
  bySubject: ReadonlyMap<string, readonly UsageWindow[]>,
): void {
  const counted = { ...place, coverage };
  for (const slot of tallies) {
    const windows = bySubject.get(slot.subject);
    if (windows === undefined) continue;
    const start = place.hour * millisecondsPer.hour + slot.slot * millisecondsPer.quarterHour;
    for (const { period, into, rules = currentReading } of windows) {
      if (period.start > start || start >= period.end) continue;
      into.add(slotAsRead(slot, rules), counted);
    }
  }
}
