import { describe, expect, it, jest } from '@jest/globals';
import { httpApi } from '../../cli/http/api.ts';
import { settingsFrom } from '../../core/catalog/tenant-billing.ts';
import { customerBody, customerKey } from '../../core/contract/catalog/customer-shapes.ts';
import { meterDefinition, meterKey } from '../../core/contract/catalog/meter-shapes.ts';
import { planKey } from '../../core/contract/catalog/plan-shapes.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { planFrom } from '../../core/pricing/plan-from.ts';
import { demoCustomers, demoMeters, demoSubjects } from '../../start/demo/magazine.ts';
import { playDemo } from '../../start/demo/play.ts';
import { seededRandom, weighted } from '../../start/demo/random.ts';
import { demoPlans, demoSettings } from '../../start/demo/terms.ts';
import { type DemoEvent, demoMonth, demoTraffic } from '../../start/demo/traffic.ts';
import { usageHead } from '../cli/support/canned.ts';
import { fakeFarthing } from '../cli/support/fake-farthing.ts';
import { fakeShell } from '../cli/support/fake-shell.ts';

// A month of events goes through HTTP here, on machines that do other things too.
jest.setTimeout(60_000);

const day = 86_400_000;
const now = Date.parse('2026-11-22T15:00:00Z');
const month = (at: number, seed = 'seed'): DemoEvent[] =>
  [...demoTraffic(demoMonth(at), seed)].flat();
const tallied = <Item>(items: readonly Item[], keyOf: (item: Item) => string | number) => {
  const counts = new Map<string | number, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
};

describe('seeded randomness', () => {
  it('repeats for the same seed and differs for another', () => {
    const draw = (seed: string) => {
      const random = seededRandom(seed);
      return Array.from({ length: 100 }, () => random.next());
    };

    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('draws as often as the mean and the weights say', () => {
    const random = seededRandom('mean');
    const pick = weighted([1, 3]);
    const draws = Array.from(
      { length: 20_000 },
      () => [random.poisson(2.5), pick(random)] as const,
    );

    const [mean, share] = [0, 1].map(
      (index) => draws.reduce((sum, draw) => sum + (draw[index] ?? 0), 0) / draws.length,
    );

    expect(mean).toBeCloseTo(2.5, 1);
    expect(share).toBeCloseTo(0.75, 1);
  });
});

describe('the demo month', () => {
  const events = month(now);

  it('is the last calendar month that has ended everywhere', () => {
    const times = events.map(({ time }) => time).toSorted();
    const labels = [
      '2026-11-22T15:00:00Z',
      '2026-12-01T11:59:59Z',
      '2026-12-01T12:00:00Z',
      '2027-01-15T00:00:00Z',
    ].map((instant) => demoMonth(Date.parse(instant)).label);

    expect(times[0]?.slice(0, 10)).toBe('2026-10-01');
    expect(times.at(-1)?.slice(0, 10)).toBe('2026-10-31');
    expect(labels).toEqual(['2026-10', '2026-10', '2026-11', '2026-12']);
  });

  it('has nothing of the month before by anybody’s calendar', () => {
    const zones = new Map(demoSubjects.map(({ key, timezone }) => [key, timezone]));
    const early = events.filter(({ subject, time }) => {
      const timeZone = zones.get(subject) ?? '';
      const date = new Date(time).toLocaleDateString('sv-SE', { timeZone });
      return date < '2026-10-01';
    });

    expect(early).toEqual([]);
  });

  it('is the same whenever it is played', () => {
    expect(month(now + 5 * day)).toEqual(events);
  });

  it('gives every event an id of its own', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('has nights, weekends, favourites and nearly every subject', () => {
    const europeans = new Set(
      demoSubjects
        .filter(({ timezone, kind }) => timezone.startsWith('Europe/') && kind !== 'app')
        .map(({ key }) => key),
    );
    const read = events.filter(({ subject }) => europeans.has(subject));
    const hours = tallied(read, ({ time }) => Number(time.slice(11, 13)));
    const between = (from: number, to: number): number =>
      [...hours]
        .filter(([hour]) => Number(hour) >= from && Number(hour) < to)
        .reduce((sum, [, count]) => sum + count, 0);
    const apps = events.filter(({ type }) => type === 'api.call');
    const weekdays = tallied(apps, ({ time }) => new Date(time).getUTCDay());
    const paths = tallied(events, ({ data }) => data['path'] ?? '');
    const subjects = tallied(events, ({ subject }) => subject);

    // Summer time: an hour or two earlier than in winter.
    expect(between(16, 20)).toBeGreaterThan(4 * between(0, 4));
    expect(weekdays.get(4) ?? 0).toBeGreaterThan(1.5 * (weekdays.get(0) ?? 0));
    expect(paths.get('/politics/article-1') ?? 0).toBeGreaterThan(
      20 * (paths.get('/culture/article-99') ?? 0),
    );
    // Some try it and do not come back that month; who pays is seldom away for so long.
    const regular = demoSubjects.filter(({ key }) => !key.startsWith('trial-'));
    const absent = regular.filter(({ key }) => !subjects.has(key));
    expect(absent.length).toBeLessThan(regular.length / 20);
    expect(subjects.size).toBeGreaterThan(regular.length);
  });

  it('is paid for by customers, at prices, by terms and counted by meters that the interface takes', () => {
    for (const { key, ...body } of demoCustomers) {
      customerKey.parse(key);
      customerBody.parse(body);
    }
    for (const { key, ...body } of demoMeters) {
      meterKey.parse(key);
      meterDefinition.parse(body);
    }
    for (const { key, ...body } of demoPlans) {
      planKey.parse(key);
      const plan = planFrom(body);
      if (plan instanceof Rejection) throw plan;
    }
    expect(settingsFrom(demoSettings).seller.name).toBe('Dreiviertel Magazin GmbH');
    const owned = demoCustomers.flatMap(({ subjects }) => subjects);

    expect(new Set(owned).size).toBe(owned.length);
    expect(demoSubjects.length).toBeGreaterThan(owned.length);
  });

  it('is played through the interface, twice to the same end', async () => {
    await using farthing = await fakeFarthing();
    const { shell } = fakeShell();
    const times: string[] = [];
    const api = httpApi({ url: farthing.url, apiKey: 'k', shell });
    const settings = {
      api,
      now,
      seed: 'seed',
      settled: () => Promise.resolve(),
      atTime: async (time: number, work: () => Promise<void>) => {
        times.push(new Date(time).toISOString());
        await api.call({
          method: 'POST',
          path: '/v1/clock',
          body: JSON.stringify({ now: times[0] }),
        });
        await work();
      },
      shell,
      onProgress: () => undefined,
    };

    const first = await playDemo(settings);
    const second = await playDemo(settings);

    expect(first).toEqual({
      month: '2026-10',
      start: '2026-10-01T00:00:00.000Z',
      end: '2026-11-01T00:00:00.000Z',
      events: events.length,
      meters: demoMeters.length,
      customers: demoCustomers.length,
    });
    expect(second).toEqual(first);
    expect(farthing.events()).toHaveLength(events.length);
    expect(farthing.items().size).toBe(demoMeters.length + demoPlans.length + demoCustomers.length);
    // The month began more than 35 days before now: it is played when it had just ended.
    expect(times).toEqual(['2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z']);
  });

  it('is not taken for played while usage is missing', async () => {
    const { from: start, to: end } = usageHead;
    await using farthing = await fakeFarthing(({ path }) =>
      path === '/v1/usage'
        ? {
            status: 200,
            json: { ...usageHead, rows: [{ start, end, dimensions: {}, value: '1' }] },
          }
        : undefined,
    );
    farthing.setClock('2026-11-01T00:00:00.000Z');
    const { shell } = fakeShell();
    const api = httpApi({ url: farthing.url, apiKey: 'k', shell });

    const playing = playDemo({
      api,
      now,
      seed: 'seed',
      settled: () => Promise.resolve(),
      atTime: (_, work) => work(),
      shell,
      onProgress: () => undefined,
    });

    await expect(playing).rejects.toThrow('did not become visible: 3 of');
  });
});
