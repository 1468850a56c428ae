import { describe, expect, it } from '@jest/globals';
import {
  ExplainedTallies,
  type ExplainedTally,
  type TallyPlace,
} from '../../../core/billing/explain/tallies.ts';
import { UsageTallies } from '../../../core/billing/rating/usage-tallies.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { windowsOf } from '../../../core/metering/query/windows.ts';
import { quantityOf } from '../../../core/metering/tally.ts';
import type { SlotTally } from '../../../core/metering/totals/totals.ts';

const period = { start: timestampOf(0), end: timestampOf(10 * 86_400_000) };
const windows = windowsOf(period, 'day', utc);

/** Ten days of seven subjects with five sections, four events of each, in a shuffled order that is always the same. */
const slots = Array.from({ length: 10 * 7 * 5 * 4 }, (_, index) => {
  const mixed = (index * 733) % 1400;
  const [hour, rest] = [mixed % 240, Math.floor(mixed / 240) + index];
  const slot: SlotTally = {
    subject: `app-${rest % 7}`,
    meter: 'view',
    dimensions: [rest % 5 === 0 ? null : `section ${rest % 5} ${'of a long name '.repeat(8)}`],
    slot: (index % 4) as 0 | 1 | 2 | 3,
    tally: { kind: 'count', count: BigInt(1 + (index % 3)) },
    unreadable: 0,
  };
  return { slot, hour: { hour, partition: 1, coverage: new Map() } };
});

/** All of them as one. */
function quantityIn(all: typeof slots): UsageTallies {
  const whole = new UsageTallies();
  for (const { slot, hour } of all) whole.add(slot, hour);
  return whole;
}

function pageOf(limit: number, after?: TallyPlace) {
  const tallies = new ExplainedTallies({
    meter: 'view',
    isWanted: () => true,
    windows,
    after,
    limit,
    quantityOf: (tally) => quantityOf(tally, period),
  });
  for (const { slot, hour } of slots) tallies.add(slot, hour);
  return tallies.page();
}

function everyPage(limit: number): ExplainedTally[] {
  const all: ExplainedTally[] = [];
  for (;;) {
    const { tallies, more } = pageOf(limit, all.at(-1)?.place);
    all.push(...tallies);
    if (!more) return all;
  }
}

describe('the tallies behind a line', () => {
  it('are the same in pages of any size as in one, and add up to the whole', () => {
    const whole = pageOf(10_000);
    const total = whole.tallies.reduce((sum, { quantity }) => sum + quantity, 0n);

    expect(whole.more).toBe(false);
    expect(whole.tallies.length).toBeGreaterThan(200);
    expect(total).toBe(quantityIn(slots).quantity('view', period, () => true));
    expect(everyPage(50)).toEqual(whole.tallies);
    expect(everyPage(7)).toEqual(whole.tallies);
    expect(pageOf(1)).toMatchObject({ more: true, tallies: whole.tallies.slice(0, 1) });
  });

  it('are those of the wanted meter and dimension values only', () => {
    const tallies = new ExplainedTallies({
      meter: 'view',
      isWanted: ([section]) => section === null,
      windows,
      after: undefined,
      limit: 1_000,
      quantityOf: (tally) => quantityOf(tally, period),
    });
    for (const { slot, hour } of slots) {
      tallies.add(slot, hour);
      tallies.add({ ...slot, meter: 'other' }, hour);
    }

    const { tallies: shown } = tallies.page();

    expect(shown.every(({ dimensions }) => dimensions[0] === null)).toBe(true);
    expect(shown.length).toBeGreaterThan(10);
  });
});
