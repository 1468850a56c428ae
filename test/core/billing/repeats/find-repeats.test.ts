import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  findRepeats,
  firstStep,
  type RepeatPorts,
  type RepeatsStep,
} from '../../../../core/billing/repeats/find-repeats.ts';
import { monthFrom } from '../../../../core/kernel/month.ts';
import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import { hourOfMinute, logKeyOf } from '../../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../../core/metering/log/usage-log.ts';
import { identified, type UsageEvent } from '../../../../core/metering/usage-event.ts';
import { inMemoryRepeats, inMemoryTraceScratch } from '../../../fakes/repeats.ts';
import { InMemoryUsageLog } from '../../../fakes/usage-log.ts';
import { InMemoryUsageTotals } from '../../../fakes/usage-totals.ts';
import { aUsageEvent } from '../../../fixtures/usage-events.ts';

const HOUR_MS = 3_600_000;
const january = Date.UTC(2026, 0, 1);
const begins = january / HOUR_MS;
const month = monthFrom('2026-01');
const window = { tenant: 'acme', month, from: begins - 48, begins, to: begins + 96 };
const shardEpochs = [{ from: timestampOf(0), shards: 2 }];
const now = timestampOf(Date.UTC(2026, 1, 3));
const STEPS_MAX = 5_000;

/** An event at so many minutes after the month begins. */
const sent = (id: string, minute: number, subject = 'app-1'): UsageEvent =>
  aUsageEvent({ id, subject, occurredAt: timestampOf(january + minute * 60_000) });

async function portsWith(events: readonly UsageEvent[], tracesMax: number) {
  const stores = { log: new InMemoryUsageLog(), totals: new InMemoryUsageTotals() };
  const ports: RepeatPorts = {
    usageHours: stores.log,
    totals: stores.totals,
    shardEpochs,
    repeats: inMemoryRepeats(),
    scratch: inMemoryTraceScratch(),
    tracesMax,
  };
  return {
    ports,
    use: used(stores, events),
    more: (others: readonly UsageEvent[]) => used(stores, others),
  };
}

async function used(
  { log, totals }: { readonly log: InMemoryUsageLog; readonly totals: InMemoryUsageTotals },
  events: readonly UsageEvent[],
): Promise<void> {
  const writer = new UsageLogWriter(log);
  for (const event of events) {
    const key = logKeyOf('acme', event, shardEpochs);
    await writer.append(key, [identified('acme', event)]);
    const value = { catalogVersion: 1, coverage: new Map() };
    await totals.putProgress({ ...key, hour: hourOfMinute(key.minute) }, { revision: 1, value });
  }
}

async function withLog(events: readonly UsageEvent[], tracesMax = 1_000_000) {
  const made = await portsWith(events, tracesMax);
  await made.use;
  return made;
}

/** Takes all steps, each so many times; answers how many there were. */
async function allSteps(ports: RepeatPorts, times = 1): Promise<number> {
  let step: RepeatsStep | undefined = firstStep(window);
  for (let steps = 1; steps < STEPS_MAX; steps += 1) {
    const current: RepeatsStep = step;
    for (let time = 0; time < times; time += 1) {
      step = await findRepeats(ports, window, { step: current, now });
    }
    if (step === undefined) return steps;
  }
  throw new Error('there is always another step');
}

async function listed({ repeats }: RepeatPorts): Promise<string[]> {
  const page = await repeats.list('acme', { month, after: '', limit: 10_000 });
  return page.repeats.map(({ repeat: { id, first, again } }) => {
    const minutes = [first, again].map(({ occurredAt }) => (occurredAt - january) / 60_000);
    return `${id} ${minutes.join(' ')}`;
  });
}

/** Each event but the earliest of its id, where the log has taken it. */
function repeatsOf(events: readonly UsageEvent[]): string[] {
  const logs = new Map(
    events
      .map((event) => {
        const { shard, minute } = logKeyOf('acme', event, shardEpochs);
        return [JSON.stringify([event.id, shard, minute]), { event, minute }] as const;
      })
      .toReversed(),
  );
  const byId = Map.groupBy(logs.values(), ({ event }) => event.id);
  return [...byId].flatMap(([id, all]) => {
    const [first, ...others] = all
      .map(({ minute }) => minute - january / 60_000)
      .sort((a, b) => a - b);
    return others.map((minute) => `${id} ${first ?? ''} ${minute}`);
  });
}

const someEvents = fc.array(
  fc
    .record({
      id: fc.nat(12),
      minute: fc.integer({ min: -48 * 60, max: 96 * 60 - 1 }),
      subject: fc.constantFrom('app-1', 'app-2', 'app-3'),
    })
    .map(({ id, minute, subject }) => sent(`e${id}`, minute, subject)),
  { maxLength: 40 },
);

describe('repeats of a month', () => {
  it('are every event but the earliest of its identity, whatever fits in memory at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        someEvents,
        fc.constantFrom(1, 3, 10, 1_000_000),
        fc.constantFrom(1, 2),
        async (events, tracesMax, times) => {
          const { ports } = await withLog(events, tracesMax);

          await allSteps(ports, times);

          expect((await listed(ports)).sort()).toEqual(repeatsOf(events).sort());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are found by one step and nothing put aside, where all fits in memory', async () => {
    const { ports } = await withLog([sent('dup-1', 0), sent('dup-1', 1), sent('dup-1', 60)]);
    const scratch = { ...ports.scratch, put: () => Promise.reject(new Error('not needed')) };

    expect(await allSteps({ ...ports, scratch })).toBe(1);
    expect(await listed(ports)).toEqual(['dup-1 0 1', 'dup-1 0 60']);
  });

  it('are found by several steps where it does not', async () => {
    const events = Array.from({ length: 30 }, (_, index) => sent(`e${index % 29}`, index * 60));
    const { ports } = await withLog(events, 5);

    expect(await allSteps(ports)).toBeGreaterThan(6);
    expect(await listed(ports)).toEqual(['e0 0 1740']);
  });

  it('put aside once: another run finds what has not changed', async () => {
    const { ports, more } = await withLog([sent('a', 0), sent('b', 600), sent('c', 1_200)], 1);
    let puts = 0;
    const scratch: RepeatPorts['scratch'] = {
      ...ports.scratch,
      put: async (...chunk) => {
        puts += 1;
        await ports.scratch.put(...chunk);
      },
    };
    await allSteps({ ...ports, scratch });
    expect(puts).toBe(3);

    await more([sent('a', 1_201)]);
    await allSteps({ ...ports, scratch });

    expect(puts).toBe(4);
    expect(await listed(ports)).toEqual(['a 0 1201']);
  });

  it('of hours that nothing was folded of are not read', async () => {
    const { ports } = await withLog([sent('dup-1', 0), sent('dup-1', 600)]);
    const read: number[] = [];
    const usageHours: RepeatPorts['usageHours'] = {
      readHour: (hour) => {
        read.push(hour.hour - begins);
        return ports.usageHours.readHour(hour);
      },
    };

    await allSteps({ ...ports, usageHours });

    expect(new Set(read)).toEqual(new Set([0, 10]));
  });

  it('are a thousand at most', async () => {
    const events = Array.from({ length: 1_040 }, (_, minute) => sent('the-same', minute));
    const { ports } = await withLog(events);

    await allSteps(ports);

    expect(await listed(ports)).toHaveLength(1_000);
  });

  it('of before the month are those that no earlier month has listed', async () => {
    const { ports } = await withLog([
      sent('old', -120),
      sent('old', -60),
      sent('new', -120),
      sent('new', -50),
    ]);
    await allSteps(ports);
    const { repeats } = await ports.repeats.list('acme', { month, after: '', limit: 10 });
    const [old] = repeats;
    if (old === undefined) throw new Error('the first of them is old');
    const again = { ...ports, repeats: inMemoryRepeats() };
    await again.repeats.add('acme', monthFrom('2025-12'), old);

    await allSteps(again);

    expect(await listed(again)).toEqual(['new -120 -50']);
  });
});
