import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fetch } from '../../sdk/src/fetch.ts';
import { senderIn } from '../../sdk/src/sender/create-sender.ts';
import type { Sender } from '../../sdk/src/sender/settings.ts';
import type { Drop } from '../../sdk/src/sender/told.ts';
import { inMemoryOutbox } from '../fakes/outbox.ts';
import { ingesting } from '../sdk/support/ingesting.ts';
import { manualEnvironment } from '../sdk/support/manual-environment.ts';
import { plantedBugs } from '../sdk/support/planted-bugs.ts';

const fault = fc.oneof(
  { weight: 5, arbitrary: fc.constant('none' as const) },
  {
    weight: 5,
    arbitrary: fc.constantFrom('lost' as const, 'answer-lost' as const, 'silent' as const),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      status: fc.constantFrom(200, 302, 400, 403, 413, 429, 500, 503),
      headers: fc.constantFrom({}, { 'retry-after': '1' }),
      // As a proxy may say it.
      text: fc.constantFrom(
        '',
        '{"code":"request.invalid","detail":"no"}',
        '{"rejected":[{"index":0}]}',
      ),
    }),
  },
);

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('track' as const),
      event: fc.oneof(
        { weight: 8, arbitrary: fc.constant('right' as const) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('rejected' as const, 'spoilt' as const, 'malformed' as const),
        },
      ),
      size: fc.integer({ min: 0, max: 150 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      milliseconds: fc.integer({ min: 0, max: 80 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'flush' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
);

const plan = fc.record({
  settings: fc.record({
    eventsMax: fc.integer({ min: 1, max: 6 }),
    bytesMax: fc.integer({ min: 200, max: 1_200 }),
    lingerMs: fc.integer({ min: 0, max: 40 }),
    requestsMax: fc.integer({ min: 1, max: 3 }),
    heldEventsMax: fc.integer({ min: 3, max: 40 }),
  }),
  faults: fc.array(fault, { maxLength: 25 }),
  steps: fc.array(step, { minLength: 1, maxLength: 50 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

const dataOf = (n: number, size: number, event: string): unknown => {
  if (event === 'malformed') return { n, bytes: 1n };
  if (event === 'spoilt') return JSON.parse(`{"n": ${n}, "__proto__": 1}`);
  return { n, text: 'x'.repeat(size) };
};

const numberOf = (event: unknown): number => (event as { data: { n: number } }).data.n;

/** A sender that may be ended and started again, on the same disk and the same network. */
function aLife({ settings, faults }: Plan, bugged: (fetch: Fetch) => Fetch) {
  const time = manualEnvironment();
  const service = ingesting(({ texts }, count) => {
    const fault = faults[count - 1] ?? 'none';
    // What is too large by itself is rejected for good.
    const isHalved = typeof fault === 'object' && fault.status === 413;
    return isHalved && texts.length === 1 ? 'none' : fault;
  });
  const disk = inMemoryOutbox();
  const drops: Drop[] = [];
  let crashes = 0;
  const start = (): Sender => {
    const own = crashes;
    const fetch = bugged(service.fetch);
    return senderIn(time.environment, {
      ...settings,
      url: 'https://farthing.example',
      apiKey: 'key',
      source: 'urn:property',
      timeoutMs: 50,
      backoff: { baseMs: 5, waitMaxMs: 40 },
      compress: false,
      // A process that has ended asks for nothing more.
      fetch: (url, asked) => (own === crashes ? fetch(url, asked) : new Promise(() => undefined)),
      outbox: disk.open(),
      onDrop: (drop) => drops.push(drop),
      onFailure: () => undefined,
    });
  };
  let sender = start();
  return {
    ...service,
    time,
    drops,
    disk,
    sender: () => sender,
    crashes: () => crashes,
    crash(): void {
      crashes += 1;
      time.forget();
      sender = start();
    },
  };
}

/** What a plan comes to: what the sender took and told, and what arrived. */
async function play(planned: Plan, bugged: (fetch: Fetch) => Fetch) {
  const life = aLife(planned, bugged);
  const taken = new Map<number, string>();
  const refused: number[] = [];
  const track = (n: number, { event, size }: Extract<Step, { kind: 'track' }>): void => {
    const type = event === 'rejected' ? '' : 'view';
    const isTaken = life.sender().track({ type, subject: 's', data: dataOf(n, size, event) });
    if (isTaken) taken.set(n, event);
    else refused.push(n);
  };
  for (const [n, one] of planned.steps.entries()) {
    if (one.kind === 'crash') life.crash();
    if (one.kind === 'flush') void life.sender().flush();
    if (one.kind === 'pass') await life.time.advance(one.milliseconds);
    if (one.kind === 'track') track(n, one);
  }
  const closed = await life.time.settled(life.sender().close({ timeoutMs: 60_000 }));
  const { events, asked, drops, disk, crashes } = life;
  return {
    events,
    asked,
    drops,
    taken,
    refused,
    closed,
    crashes: crashes(),
    leftOver: disk.texts(),
  };
}
type Played = Awaited<ReturnType<typeof play>>;

const countsOf = (numbers: readonly number[]): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1);
  return counts;
};

/** Every event is counted once or told; none is both, and none is neither. */
function holdToAccount({ events, drops, taken, refused, crashes }: Played): void {
  const identities = new Map(events().map((event) => [event.id, event]));
  const counted = countsOf(
    [...identities.values()].map(({ data }) => (JSON.parse(data ?? '') as { n: number }).n),
  );
  const rejected = countsOf(
    drops.filter(({ reason }) => reason === 'rejected').map(({ event }) => numberOf(event)),
  );
  for (const [n, event] of taken) {
    const isRight = event === 'right';
    expect([n, counted.get(n) ?? 0]).toEqual([n, isRight ? 1 : 0]);
    // Who ends between telling and forgetting tells once more.
    const told = rejected.get(n) ?? 0;
    expect([n, isRight ? told === 0 : told >= 1 && told <= 1 + crashes]).toEqual([n, true]);
  }
  for (const n of refused) expect([n, counted.get(n)]).toEqual([n, undefined]);
  expect(drops.filter(({ reason }) => reason !== 'rejected')).toHaveLength(refused.length);
}

/** What is sent again is the same to the byte. */
function holdToIdentity({ asked }: Played): void {
  const texts = new Map<number, string>();
  for (const text of asked.flatMap((one) => one.texts)) {
    const n = numberOf(JSON.parse(text));
    expect(text).toBe(texts.get(n) ?? text);
    texts.set(n, text);
  }
}

function holdToLimits({ asked }: Played, { eventsMax, bytesMax }: Plan['settings']): void {
  for (const { texts, request } of asked) {
    const isWithin = texts.length === 1 || String(request.body).length <= bytesMax + 1;
    expect(texts.length <= eventsMax && isWithin).toBe(true);
  }
}

/** Events are sent for the first time in their order; with several requests, batches begin in it. */
function holdToOrder({ asked }: Played): void {
  let last = -1;
  for (const { texts } of asked) {
    const numbers = texts.map((text) => numberOf(JSON.parse(text)));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    const [first = last] = numbers;
    if (first > last) last = numbers.at(-1) ?? last;
    else expect(last).toBeGreaterThanOrEqual(numbers.at(-1) ?? 0);
  }
}

async function hold(planned: Plan, bugged: (fetch: Fetch) => Fetch = (fetch) => fetch) {
  const played = await play(planned, bugged);
  holdToAccount(played);
  holdToIdentity(played);
  holdToLimits(played, planned.settings);
  holdToOrder(played);
  expect([played.closed, played.leftOver]).toEqual([{ unsent: 0 }, []]);
}

describe('a sender', () => {
  it('loses nothing, counts nothing twice and keeps its order, over a network that fails and processes that end', async () => {
    await fc.assert(
      fc.asyncProperty(plan, (planned) => hold(planned)),
      { numRuns: 150 },
    );
  });

  it.each(Object.entries(plantedBugs))('that %s is found', async (_, bug) => {
    const run = await fc.check(
      fc.asyncProperty(plan, (planned) => hold(planned, bug)),
      { numRuns: 150, endOnFailure: true },
    );

    expect(run.failed).toBe(true);
  });
});
