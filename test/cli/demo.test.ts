import { describe, expect, it, jest } from '@jest/globals';
import { demoCustomers, demoMeters, demoSubjects } from '../../cli/demo/magazine.ts';
import { playDemo } from '../../cli/demo/play.ts';
import { seededRandom, weighted } from '../../cli/demo/random.ts';
import { type DemoEvent, demoPeriod, demoTraffic } from '../../cli/demo/traffic.ts';
import { httpApi } from '../../cli/http/api.ts';
import { customerBody, customerKey } from '../../core/contract/shapes-customers.ts';
import { meterDefinition, meterKey } from '../../core/contract/shapes-meters.ts';
import { fakeFarthing } from './support/fake-farthing.ts';
import { fakeShell } from './support/fake-shell.ts';

// A month of events goes through HTTP here, on machines that do other things too.
jest.setTimeout(60_000);

const day = 86_400_000;
const now = Date.parse('2026-11-22T15:00:00Z');
const month = (at: number, seed = 'seed'): DemoEvent[] =>
  [...demoTraffic(demoPeriod(at), seed)].flat();
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

  it('is the 31 whole days before today', () => {
    const times = events.map(({ time }) => time).toSorted();

    expect(times[0]?.slice(0, 10)).toBe('2026-10-22');
    expect(times.at(-1)?.slice(0, 10)).toBe('2026-11-21');
    expect(Date.parse(times[0] ?? '')).toBeGreaterThan(now - 35 * day);
  });

  it('is the same whenever it is played, for the days that two months share', () => {
    const next = new Map(month(now + day).map((event) => [event.id, event]));
    const shared = events.filter(({ time }) => time >= '2026-10-23');

    expect(shared.length).toBeGreaterThan(1000);
    for (const event of shared) expect(next.get(event.id)).toEqual(event);
  });

  it('gives every event an id of its own', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('has nights, weekends, favourites and every subject', () => {
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

    expect(between(17, 21)).toBeGreaterThan(5 * between(1, 5));
    expect(weekdays.get(4) ?? 0).toBeGreaterThan(1.5 * (weekdays.get(0) ?? 0));
    expect(paths.get('/politics/article-1') ?? 0).toBeGreaterThan(
      20 * (paths.get('/culture/article-99') ?? 0),
    );
    expect(new Set(subjects.keys())).toEqual(new Set(demoSubjects.map(({ key }) => key)));
  });

  it('is paid for by customers and counted by meters that the interface takes', () => {
    for (const { key, ...body } of demoCustomers) {
      customerKey.parse(key);
      customerBody.parse(body);
    }
    for (const { key, ...body } of demoMeters) {
      meterKey.parse(key);
      meterDefinition.parse(body);
    }
    const owned = demoCustomers.flatMap(({ subjects }) => subjects);

    expect(new Set(owned).size).toBe(owned.length);
    expect(demoSubjects.length).toBeGreaterThan(owned.length);
  });

  it('is played through the interface, twice to the same end', async () => {
    await using farthing = await fakeFarthing();
    const { shell } = fakeShell();
    const settings = {
      api: httpApi({ url: farthing.url, apiKey: 'k', shell }),
      now,
      seed: 'seed',
      settled: () => Promise.resolve(),
      shell,
      onProgress: () => undefined,
    };

    const first = await playDemo(settings);
    const second = await playDemo(settings);

    expect(first).toEqual({
      start: '2026-10-22T00:00:00.000Z',
      end: '2026-11-22T00:00:00.000Z',
      events: events.length,
      meters: demoMeters.length,
      customers: demoCustomers.length,
    });
    expect(second).toEqual(first);
    expect(farthing.events()).toHaveLength(events.length);
    expect(farthing.items().size).toBe(demoMeters.length + demoCustomers.length);
  });

  it('is not taken for played while usage is missing', async () => {
    await using farthing = await fakeFarthing(({ path }) =>
      path === '/v1/usage' ? { status: 200, json: { rows: [{ value: '1' }] } } : undefined,
    );
    const { shell } = fakeShell();
    const api = httpApi({ url: farthing.url, apiKey: 'k', shell });

    const playing = playDemo({
      api,
      now,
      seed: 'seed',
      settled: () => Promise.resolve(),
      shell,
      onProgress: () => undefined,
    });

    await expect(playing).rejects.toThrow('did not become visible: 3 of');
  });
});
