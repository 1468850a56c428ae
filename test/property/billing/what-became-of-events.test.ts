import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { decimalFrom, decimalOf, decimalText } from '../../../core/kernel/decimal.ts';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import type { Listed } from '../../support/listed-events.ts';
import {
  longPlay,
  played,
  playedMeters,
  playedMonths,
  somePlay,
} from '../../support/played-events.ts';

jest.setTimeout(240_000);

const RUNS = 25;

/** Adds up quantities by what they are of. */
class Sums {
  readonly #sums = new Map<string, string>();

  add(of: readonly (string | undefined)[], quantity = '0'): void {
    const key = of.map((part) => part ?? '').join(' ');
    const before = decimalFrom(this.#sums.get(key) ?? '0') ?? decimalOf(0n);
    this.#sums.set(key, decimalText(decimalOf(before + (decimalFrom(quantity) ?? 0n))));
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.#sums);
  }
}

type Counted = Listed['meters'][number] & Pick<Listed, 'subject'>;
const countedIn = (events: readonly Listed[]): readonly Counted[] =>
  events.flatMap(({ subject, meters }) => meters.map((one) => ({ ...one, subject })));

/** What events say was used, as usage has it. */
async function holdsUsage(
  counted: readonly Counted[],
  usageOf: Awaited<ReturnType<typeof played>>['usageOf'],
): Promise<void> {
  for (const { key } of playedMeters) {
    const own = counted.filter(({ meter }) => meter === key);
    const sums = new Sums();
    for (const { subject, value } of own) sums.add([subject], value);
    const { rows, unreadable = 0 } = await usageOf(key);

    expect(sums.all()).toEqual(Object.fromEntries(rows.map((row) => [row.subject, row.value])));
    expect(own.filter(({ value }) => value === undefined)).toHaveLength(unreadable);
  }
}

/** What events say is not billed, as the list has it, month by month. */
async function holdsUnbilled(
  counted: readonly Counted[],
  unbilled: Awaited<ReturnType<typeof played>>['unbilled'],
): Promise<void> {
  const rows = (await Promise.all(['2025-12', ...playedMonths].map(unbilled))).flat();
  const [said, listed, saidLate, listedLate] = [new Sums(), new Sums(), new Sums(), new Sums()];
  for (const { subject, customer, meter, unbilled: reason, value } of counted) {
    if (reason === 'too-late') saidLate.add([customer, meter], value);
    else if (reason !== undefined && reason !== 'unpriced') {
      said.add([subject, customer, meter, reason], value);
    }
  }
  for (const { subject, customer, meter, reason, quantity } of rows) {
    if (reason === 'too-late') listedLate.add([customer, meter], quantity);
    else listed.add([subject, customer, meter, reason], quantity);
  }
  const doubtful = new Set(
    counted.filter((one) => one.mayBeTooLate).map((one) => `${one.customer} ${one.meter}`),
  );
  const exact = (sums: Sums) =>
    Object.entries(sums.all())
      .filter(([key]) => !doubtful.has(key))
      .sort();

  expect(said.all()).toEqual(listed.all());
  expect(exact(saidLate)).toEqual(exact(listedLate));
  // Of a closed month out of reach the list says how much came too late, and no event that it did.
  for (const key of doubtful) expect(saidLate.all()[key]).not.toBe(listedLate.all()[key]);
}

it('what is said of events comes to what usage, quarantine and the list of unbilled usage have', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(somePlay, async (play) => {
      const { sent, entries, eventsOn, usageOf, unbilled } = await played(play);
      const days = new Set(
        sent.map(({ occurredAt }) => Math.floor(occurredAt / millisecondsPer.day)),
      );
      const events: Listed[] = [];
      for (const day of days) events.push(...(await eventsOn(day)));

      const counted = countedIn(events);
      expect(events.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
      expect(events.flatMap(({ quarantine }) => quarantine?.id ?? []).sort()).toEqual(
        entries.toSorted(),
      );
      await holdsUsage(counted, usageOf);
      await holdsUnbilled(counted, unbilled);
      for (const { status } of events) seen.add(status);
      for (const { reason = 'none' } of events) seen.add(reason);
      for (const { unbilled: reason = 'none' } of counted) seen.add(reason);
      if (counted.some(({ mayBeTooLate }) => mayBeTooLate)) seen.add('may be too late');
    }),
    { numRuns: RUNS, examples: [[longPlay]] },
  );

  expect([...seen].sort()).toEqual([
    ...['counted', 'may be too late', 'no-charge', 'no-meter', 'no-payer', 'no-plan', 'none'],
    ...['not-billed', 'quarantined', 'recorded', 'too-late', 'unpriced', 'unreadable', 'waiting'],
  ]);
});
