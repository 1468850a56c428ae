import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../core/kernel/timestamp.ts';
import { readUsagePage } from '../../core/metering/query/usage-query.ts';
import type { UsageQuestion } from '../../core/metering/query/usage-query-question.ts';
import { compactMonth } from '../../core/metering/rollups/compact.ts';
import type { RollupReads } from '../../core/metering/rollups/ports.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { InMemoryRollups } from '../fakes/rollups.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { anything, later, meters, RolledTenant, tenant, today } from '../support/rolled-tenant.ts';

const { day: DAY, hour: HOUR, minute: MINUTE } = millisecondsPer;

type Step =
  | {
      readonly does: 'use';
      readonly subject: string;
      readonly ago: number;
      readonly n: number;
      readonly section: string;
    }
  | { readonly does: 'wait'; readonly hours: number }
  | { readonly does: 'add meter' | 'fold again' | 'roll up' };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('use' as const),
      subject: fc.constantFrom('a', 'b', 'c', 'd'),
      // Few times, so that days have several.
      ago: fc.oneof(
        fc.integer({ min: 0, max: 40 }).map((days) => days * 24 * 60),
        fc.nat(3_000),
      ),
      n: fc.integer({ min: -9, max: 9 }),
      section: fc.constantFrom('news', 'x'.repeat(4_000), `${'x'.repeat(4_000)}y`),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      hours: fc.integer({ min: 1, max: 30 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('roll up' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constantFrom('add meter' as const, 'fold again' as const) }),
  },
);

async function tenantAfter(steps: readonly Step[]): Promise<RolledTenant> {
  const one = await new RolledTenant().start();
  // Settled first, so that most of what follows is late.
  await one.rollUp();
  one.now += 2 * HOUR;
  for (const step of steps) await take(one, step);
  return one;
}

async function take(one: RolledTenant, step: Step): Promise<void> {
  switch (step.does) {
    case 'use': {
      const { subject, ago, n, section } = step;
      const id = `event ${one.events.length}`;
      const occurredAt = timestampOf(one.now - ago * MINUTE);
      const data = JSON.stringify({ n, section });
      return one.use(aUsageEvent({ id, subject, occurredAt, data }));
    }
    case 'wait':
      one.now += step.hours * HOUR;
      return;
    case 'add meter':
      return one.addMeter();
    case 'fold again':
      return one.foldAgain();
    case 'roll up':
      return one.rollUp();
  }
}

const aQuestion = (one: RolledTenant, fields: Partial<UsageQuestion> = {}): UsageQuestion => ({
  tenant,
  meter: meters[0] ?? aMeter(),
  period: {
    start: timestampOf(today - 45 * DAY - 9 * HOUR),
    end: timestampOf(Math.ceil(one.now / DAY) * DAY + 15 * MINUTE),
  },
  unit: 'day',
  timeZone: timeZoneFrom('UTC', 'timezone'),
  grouping: { customer: false, subject: false, dimensions: [] },
  subjects: undefined,
  dimensionValues: new Map(),
  isAskedFor: () => true,
  cutsOf: undefined,
  ownerOf: () => undefined,
  ...fields,
});

const ask = ({ totals }: RolledTenant, rollups: RollupReads, question: UsageQuestion) =>
  readUsagePage({ totals, rollups }, question, { after: undefined, limit: 10_000 });

const steps = fc.array(aStep, { minLength: 5, maxLength: 30 });
const asked = fc.record({
  meter: fc.constantFrom(...meters, later),
  unit: fc.constantFrom<UsageQuestion['unit']>('day', 'month', undefined, 'hour'),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin').map((name) => timeZoneFrom(name, 'timezone')),
  grouping: fc.record({
    customer: fc.boolean(),
    subject: fc.boolean(),
    dimensions: fc.constantFrom<readonly number[]>([]),
  }),
  subjects: fc.constantFrom(undefined, new Set(['a']), new Set(['b', 'c', 'nobody'])),
});
/** When `a` changes hands: quarter hours before today. */
const aCut = fc.option(fc.integer({ min: 1, max: 40 * 96 }), { nil: undefined });

const heldSince = (cut: number | undefined): Partial<UsageQuestion> => {
  if (cut === undefined) return {};
  const at = timestampOf(today - cut * millisecondsPer.quarterHour);
  return {
    isAskedFor: (subject, instant) => subject !== 'a' || instant >= at,
    cutsOf: (subject) => (subject === 'a' ? [at] : []),
    ownerOf: (subject, instant) => (subject === 'a' && instant >= at ? 'owner' : undefined),
  };
};

describe('usage from rollups', () => {
  it('is that of the hours, after any steps', async () => {
    await fc.assert(
      fc.asyncProperty(steps, asked, aCut, async (taken, fields, cut) => {
        const one = await tenantAfter(taken);
        const question = aQuestion(one, {
          ...fields,
          ...(fields.grouping.customer || cut !== undefined ? { cutsOf: () => [] } : {}),
          ...heldSince(cut),
        });

        const rolled = await ask(one, one.rollups, question);

        expect(rolled).toEqual(await ask(one, new InMemoryRollups(), question));
      }),
      { numRuns: 200 },
    );
  });

  it('is what a count of the events themselves gives', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const one = await tenantAfter(taken);
        const grouping = { customer: false, subject: true, dimensions: [] };

        const { rows } = await ask(one, one.rollups, aQuestion(one, { grouping }));

        const counted = new Map<string, number>();
        for (const { subject, occurredAt } of one.events) {
          const place = `${Math.floor(occurredAt / DAY)} ${subject}`;
          counted.set(place, (counted.get(place) ?? 0) + 1);
        }
        const read = rows.map(({ window, subject, value }): [string, number] => [
          `${Math.floor(window.start / DAY)} ${subject}`,
          Number(value / 10n ** 12n),
        ]);
        expect(new Map(read)).toEqual(counted);
      }),
      { numRuns: 100 },
    );
  });

  it('comes from rollups that are, to the byte, those made anew from the hours', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const one = await tenantAfter(taken);
        for (let turn = 0; turn < 2; turn += 1) {
          await one.rollUp();
          one.now += 50 * HOUR;
        }
        await one.rollUp();
        const kept = await chunksOf(one, one.rollups);

        const anew = new InMemoryRollups();
        const ports = { totals: one.totals, rollups: anew, catalogs: inMemoryMeterCatalogs() };
        for (const { month, partition } of one.months()) {
          const head = await headOf(one.rollups, { month, partition });
          const first = Date.UTC(1970, month) / DAY;
          const rollable = first + (head?.days ?? 0);
          await compactMonth(ports, { tenant, month, partition }, rollable, anything);
        }

        expect(await chunksOf(one, anew)).toEqual(kept);
      }),
      { numRuns: 50 },
    );
  });

  it('is read from no hour of a month that is rolled up whole', async () => {
    const one = await new RolledTenant().start();
    const september = Date.UTC(2026, 8, 1);
    for (let hour = 0; hour < 24 * 30; hour += 7) {
      const occurredAt = timestampOf(september + hour * HOUR);
      await one.use(aUsageEvent({ id: `event ${hour}`, subject: 'a', occurredAt }));
    }
    await one.rollUp();
    one.now += 2 * HOUR;
    await one.rollUp();
    const totals = {
      readTallies: () => {
        throw new Error('an hour was read');
      },
      listProgress: () => {
        throw new Error('the progress of hours was read');
      },
    };
    const period = { start: timestampOf(september), end: timestampOf(Date.UTC(2026, 9, 1)) };
    const question = aQuestion(one, { period, subjects: new Set(['a']) });

    const { rows } = await readUsagePage({ totals, rollups: one.rollups }, question, {
      after: undefined,
      limit: 100,
    });

    expect(rows).toHaveLength(30);
    expect(rows.reduce((sum, { value }) => sum + value, 0n)).toBe(103n * 10n ** 12n);
  });
});

async function headOf(
  rollups: RollupReads,
  { month, partition }: { readonly month: number; readonly partition: number },
) {
  const range = { tenant, month, first: partition, last: partition };
  return (await rollups.readHeads(range, 'strong')).get(partition)?.value;
}

/** What is in force of every month, by index, as text. */
async function chunksOf(one: RolledTenant, rollups: InMemoryRollups): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const key of one.months()) {
    const head = await headOf(rollups, key);
    for (const place of await rollups.listChunks(key)) {
      if (place.generation !== head?.generation) continue;
      const bytes = Buffer.from((await rollups.readChunk(place)) ?? []).toString('base64');
      texts.push(JSON.stringify([key, head.days, place.index, bytes]));
    }
  }
  return texts.sort();
}
