import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText } from '../../core/kernel/decimal.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, type Period, timestampOf } from '../../core/kernel/timestamp.ts';
import { askCorrection, askTakeBack } from '../../core/metering/corrections/ask-correction.ts';
import { correctionStep } from '../../core/metering/corrections/correction-step.ts';
import {
  correctionToTakeBack,
  type ForeseenQuestion,
  foreseenEvents,
} from '../../core/metering/corrections/foreseen/foreseen-events.ts';
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

const shardEpochs = [{ from: timestampOf(0), shards: 1 }];

/** A tenant whose usage is corrected; totals follow. */
async function correctedTenant(used: readonly Used[]) {
  const one = await tenantWith(used);
  const { usageLog, catalogs, rollups, totals, clock } = one.rebuildPorts;
  const selecting = { usageHours: usageLog, shardEpochs, catalogs, clock };
  const touched = inMemoryQueue();
  const writing = { writer: () => new UsageLogWriter(usageLog), touched };
  const records = inMemoryCorrections();
  const ports = { ...selecting, ...writing, records, announce: async () => undefined };
  const why = { by: 'key-1', why: 'a test' };
  let followed = 0;
  const gone = async (id: string) => {
    const step = await correctionStep(ports, tenant, id);
    for (const body of touched.bodies.slice(followed)) {
      const marked = { usageLog, catalogs, totals: markedTotals(totals, rollups) };
      await refreshHour(marked, touchedHourFrom(body));
    }
    followed = touched.bodies.length;
    return step?.record;
  };
  return {
    foresee: async (question: ForeseenQuestion) => {
      const events = await foreseenEvents(selecting, tenant, question);
      const sides = await foreseenSides({ usageLog, totals, rollups, catalogs }, events.minutes);
      const usage = await foreseenUsage(sides, tenant, touchedUsage(events, meters));
      return { events, foreseen: usage };
    },
    correct: async ({ selection, amend }: CorrectionQuestion, key: string) => {
      const asked = { selection, sent: selection, amend, key, ...why };
      return gone((await askCorrection(ports, tenant, asked)).record.id);
    },
    toTakeBack: (id: string) => correctionToTakeBack(records, tenant, id),
    takeBack: async (id: string) => {
      await askTakeBack(ports, tenant, { id, ...why });
      return gone(id);
    },
    usage: () => usageOf(one),
  };
}

type CorrectionQuestion = Exclude<ForeseenQuestion, { readonly takesBack: unknown }>;

function questionOf({ where, days, amend }: Asked): CorrectionQuestion {
  const period = {
    start: timestampOf(today - days.from * DAY),
    end: timestampOf(today - days.to * DAY),
  };
  return { selection: { where: { ...where, period } }, amend };
}

async function foreseenAndDone(used: readonly Used[], asked: Asked) {
  const one = await correctedTenant(used);
  const said = await one.foresee(questionOf(asked));
  const before = await one.usage();
  const record = await one.correct(questionOf(asked), 'one');
  return { ...said, before, after: await one.usage(), counts: record?.progress.counts };
}

/** The first of some corrections, each of what those before left or put there, is foreseen taken back, and is. */
async function foreseenAndTakenBack(used: readonly Used[], corrections: readonly Asked[]) {
  const one = await correctedTenant(used);
  const ids: string[] = [];
  for (const [index, asked] of corrections.entries()) {
    ids.push((await one.correct(questionOf(asked), `${index}`))?.id ?? '');
  }
  const [id = ''] = ids;
  const said = await one.foresee({ takesBack: await one.toTakeBack(id) });
  const before = await one.usage();
  const record = await one.takeBack(id);
  const again = await one.foresee({ takesBack: await one.toTakeBack(id) });
  const { counts } = record?.takenBack?.progress ?? {};
  return { ...said, again, before, after: await one.usage(), counts };
}

type Done = Omit<Awaited<ReturnType<typeof foreseenAndDone>>, 'counts'>;

/** Each usage that is said to change becomes what is said of it, and no other changes. */
function isAsSaid({ foreseen, before, after }: Done): void {
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
}

describe('what a dry run says of usage', () => {
  it('is what the correction does to it, of each aggregation; nothing else changes', async () => {
    const property = fc.asyncProperty(someUse, someCorrection, async (used, asked) => {
      const { counts, ...done } = await foreseenAndDone(used, asked);

      expect(done.events.counts).toEqual(counts);
      isAsSaid(done);
    });

    await fc.assert(property, { numRuns: 12 });
  }, 60_000);

  it('is what taking back does, also where other corrections are of the same events', async () => {
    const some = fc.array(someCorrection, { minLength: 1, maxLength: 3 });
    const property = fc.asyncProperty(someUse, some, async (used, corrections) => {
      const { counts, again, ...done } = await foreseenAndTakenBack(used, corrections);

      expect(done.events.counts).toEqual(counts);
      isAsSaid(done);
      expect(again).toMatchObject({ foreseen: [], events: { counts: { events: 0 }, minutes: [] } });
    });

    await fc.assert(property, { numRuns: 6 });
  }, 60_000);

  it('is nothing of what another correction has amended meanwhile', async () => {
    const days = { from: 20, to: 0 };
    const first = { where: { type: 'view' }, days, amend: { data: '{"n":7}' } };
    const second = { ...first, where: { type: 'view' }, amend: { type: 'other' } };
    const used = [{ subject: 'a', ago: 1_500, n: 3 }];

    const { counts, again: _, ...done } = await foreseenAndTakenBack(used, [first, second]);

    // What another has corrected meanwhile stays so: it is said to be left.
    expect(done.events).toMatchObject({ already: 1, corrected: [] });
    expect(counts).toMatchObject({ events: 0 });
    isAsSaid(done);
  });

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
