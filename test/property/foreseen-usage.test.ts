import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText } from '../../core/kernel/decimal.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, type Period, timestampOf } from '../../core/kernel/timestamp.ts';
import { askCorrection } from '../../core/metering/corrections/ask-correction.ts';
import { correctionStep } from '../../core/metering/corrections/correction-step.ts';
import { foreseenEvents } from '../../core/metering/corrections/foreseen/foreseen-events.ts';
import {
  foreseenSides,
  foreseenUsage,
  touchedUsage,
} from '../../core/metering/corrections/foreseen/foreseen-usage.ts';
import type { AmendmentAsked, EventFilter } from '../../core/metering/corrections/selection.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { readUsagePage } from '../../core/metering/query/usage-query.ts';
import { markedTotals } from '../../core/metering/rollups/marked-totals.ts';
import { refreshHour } from '../../core/metering/totals/refresh.ts';
import { touchedHourFrom } from '../../core/metering/totals/touched.ts';
import { inMemoryCorrections } from '../fakes/corrections.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { meters, RolledTenant, tenant, today } from '../support/rolled-tenant.ts';

const { day: DAY, hour: HOUR, minute: MINUTE } = millisecondsPer;
const subjects = ['a', 'b', 'c', 'd'];
const months: readonly Period[] = [7, 8, 9].map((month) => ({
  start: timestampOf(Date.UTC(2026, month)),
  end: timestampOf(Date.UTC(2026, month + 1)),
}));

interface Used {
  readonly subject: string;
  /** Minutes ago. */
  readonly ago: number;
  readonly n: number;
}

const someUse: fc.Arbitrary<readonly Used[]> = fc.array(
  fc.record({
    subject: fc.constantFrom(...subjects),
    ago: fc.oneof(
      fc.integer({ min: 1, max: 40 }).map((days) => days * 24 * 60),
      fc.nat(3_000),
    ),
    n: fc.integer({ min: -9, max: 9 }),
  }),
  { minLength: 1, maxLength: 12 },
);

interface Asked {
  readonly where: Omit<EventFilter, 'period'>;
  readonly days: { readonly from: number; readonly to: number };
  readonly amend: AmendmentAsked | undefined;
}

const someCorrection: fc.Arbitrary<Asked> = fc.record({
  where: fc.oneof(
    fc.constant({ type: 'view' }),
    fc.constantFrom(...subjects).map((subject) => ({ subjects: [subject] })),
    fc.integer({ min: -9, max: 9 }).map((n) => ({ type: 'view', data: { n: [String(n)] } })),
  ),
  days: fc.record({ from: fc.integer({ min: 20, max: 41 }), to: fc.integer({ min: 0, max: 19 }) }),
  amend: fc.oneof(
    fc.constant(undefined),
    fc.integer({ min: -9, max: 9 }).map((n) => ({ data: JSON.stringify({ n }) })),
    fc.constantFrom({ type: 'other' }, { data: '{"n":null}' }),
  ),
});

async function tenantWith(used: readonly Used[]) {
  const one = await new RolledTenant().start();
  const [early, late] = [used.slice(0, used.length / 2), used.slice(used.length / 2)];
  let made = 0;
  const use = async ({ subject, ago, n }: Used) => {
    made += 1;
    const data = JSON.stringify({ n, section: 'news' });
    const occurredAt = timestampOf(today - ago * MINUTE);
    await one.use(aUsageEvent({ id: `used ${made}`, subject, occurredAt, data }));
  };
  // Days are settled first: then what is used is rolled up, and what comes later puts marks.
  await one.rollUp();
  one.now = today + 2 * HOUR;
  for (const event of early) await use(event);
  await one.rollUp();
  for (const event of late) await use(event);
  return one;
}

/** What a query says of each subject, meter and month. */
async function usageOf({ totals, rollups }: RolledTenant): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  for (const meter of meters) {
    for (const period of months) {
      const question = {
        ...{ tenant, meter, period, unit: undefined, timeZone: utc, subjects: undefined },
        grouping: { customer: false, subject: true, dimensions: [] },
        ...{ isAskedFor: () => true, cutsOf: undefined, ownerOf: () => undefined },
        dimensionValues: new Map<number, string>(),
      };
      const page = { after: undefined, limit: 100 };
      for (const row of (await readUsagePage({ totals, rollups }, question, page)).rows) {
        const place = JSON.stringify([row.subject, meter.key, period.start]);
        all.set(place, decimalText(row.value));
      }
    }
  }
  return all;
}

/** What a meter counts where a query has no row; there is no least, greatest or latest of nothing. */
function ofNothing(place: string): string | undefined {
  const [, key] = JSON.parse(place) as readonly [string, string, unknown];
  const { aggregation = 'count' } = meters.find((meter) => meter.key === key) ?? {};
  return ['min', 'max', 'latest'].includes(aggregation) ? undefined : '0';
}

async function foreseenAndDone(used: readonly Used[], { where, days, amend }: Asked) {
  const one = await tenantWith(used);
  const { usageLog, catalogs, rollups, totals, clock } = one.rebuildPorts;
  const period = {
    start: timestampOf(today - days.from * DAY),
    end: timestampOf(today - days.to * DAY),
  };
  const selection = { where: { ...where, period } };
  const shardEpochs = [{ from: timestampOf(0), shards: 1 }];
  const selecting = { usageHours: usageLog, shardEpochs, catalogs, clock };
  const events = await foreseenEvents(selecting, tenant, { selection, amend });
  const sides = await foreseenSides({ usageLog, totals, rollups, catalogs }, events.minutes);
  const foreseen = await foreseenUsage(sides, tenant, touchedUsage(events, meters));
  const before = await usageOf(one);
  const touched = inMemoryQueue();
  const writing = { writer: () => new UsageLogWriter(usageLog), touched };
  const ports = { ...selecting, ...writing, records: inMemoryCorrections() };
  const { record } = await askCorrection({ ...ports, announce: async () => undefined }, tenant, {
    ...{ selection, sent: selection, amend, by: 'key-1', why: 'a test', key: 'one' },
  });
  const step = await correctionStep(ports, tenant, record.id);
  for (const body of touched.bodies) {
    const marked = { usageLog, catalogs, totals: markedTotals(totals, rollups) };
    await refreshHour(marked, touchedHourFrom(body));
  }
  return {
    foreseen,
    events,
    before,
    after: await usageOf(one),
    counts: step?.record.progress.counts,
  };
}

describe('what a dry run says of usage', () => {
  it('is what the correction does to it, of each aggregation; nothing else changes', async () => {
    const property = fc.asyncProperty(someUse, someCorrection, async (used, asked) => {
      const { foreseen, events, before, after, counts } = await foreseenAndDone(used, asked);

      expect(events.counts).toEqual(counts);
      const place = ({ subject, meter, month }: (typeof foreseen)[number]) =>
        JSON.stringify([subject, meter, month.start]);
      const text = (value: bigint | undefined) =>
        value === undefined ? undefined : decimalText(value as never);
      const touched = new Map(foreseen.map((one) => [place(one), one]));
      for (const key of new Set([...before.keys(), ...after.keys(), ...touched.keys()])) {
        const one = touched.get(key);
        const [was, is] = [before, after].map((usage) => usage.get(key) ?? ofNothing(key));
        expect(one === undefined ? was : text(one.after)).toBe(is);
        if (one !== undefined) expect(text(one.before)).toBe(was);
      }
    });

    await fc.assert(property, { numRuns: 15 });
  }, 60_000);

  it('is of the last event where the greatest is taken out', async () => {
    const used = [3, 9, 5].map((n, index) => ({ subject: 'a', ago: 1_500 + index, n }));
    const where = { type: 'view', data: { n: ['9'] } };

    const { foreseen } = await foreseenAndDone(used, {
      ...{ where, days: { from: 20, to: 0 }, amend: undefined },
    });

    const of = (meter: string) => foreseen.find((one) => one.meter === meter);
    expect([of('max')?.before, of('max')?.after].map(Number)).toEqual([9e12, 5e12]);
  });

  it('is of a part where there is more than one request looks at, and says up to when', async () => {
    const used = [1, 2, 3].map((n) => ({ subject: 'a', ago: n * 24 * 60, n }));
    const one = await tenantWith(used);
    const { usageLog, catalogs, clock } = one.rebuildPorts;
    const shardEpochs = [{ from: timestampOf(0), shards: 1 }];
    const period = { start: timestampOf(today - 9 * DAY), end: timestampOf(today) };
    const asked = { selection: { where: { type: 'view', period } }, amend: undefined };
    const upTo = async (enough: { events: number; blocks: number; logs: number }) => {
      const ports = { usageHours: usageLog, shardEpochs, catalogs, clock };
      const { counts, ...found } = await foreseenEvents(ports, tenant, asked, enough);
      return [counts.events, found.upTo];
    };

    const ended = [
      await upTo({ events: 2, blocks: 99, logs: 999 }),
      await upTo({ events: 99, blocks: 1, logs: 999 }),
      await upTo({ events: 99, blocks: 99, logs: 5 }),
      await upTo({ events: 99, blocks: 99, logs: 999 }),
    ];

    const daysAgo = (days: number) => today - days * DAY;
    expect(ended).toEqual([
      [2, daysAgo(2)],
      [1, daysAgo(3)],
      [0, daysAgo(9) + 4 * HOUR],
      [3, undefined],
    ]);
  });
});
