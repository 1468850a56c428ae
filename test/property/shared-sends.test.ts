import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EachQueue, SendOutcome } from '../../core/kernel/queue.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { eventMessageFrom } from '../../core/metering/intake/event-message.ts';
import { type SharedSends, sharedSends } from '../../core/metering/intake/shared-sends.ts';
import { inMemoryFlow } from '../fakes/flow.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';

const outcome = fc.oneof(
  { weight: 4, arbitrary: fc.constant('sent' as const) },
  { weight: 1, arbitrary: fc.constantFrom('unavailable' as const, 'refused' as const) },
);
const plan = fc.record({
  limits: fc.record({
    eventsMax: fc.integer({ min: 1, max: 8 }),
    charactersMax: fc.integer({ min: 1, max: 300 }),
    tenantsMax: fc.integer({ min: 1, max: 3 }),
    sendsMax: fc.integer({ min: 1, max: 3 }),
    waitingEventsMax: fc.integer({ min: 1, max: 20 }),
  }),
  requests: fc.array(
    fc.record({
      tenant: fc.constantFrom('one', 'two', 'three', 'four'),
      count: fc.integer({ min: 1, max: 5 }),
      pause: fc.boolean(),
    }),
    { maxLength: 30 },
  ),
  outcomes: fc.array(outcome, { minLength: 1, maxLength: 40 }),
  drainAfter: fc.nat(40),
});

type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

/** A queue that ends its sends in an order of its own, and keeps what it said it has. */
function fickleQueue(outcomes: readonly SendOutcome[]) {
  const kept = new Set<string>();
  const sizes: { readonly events: number; readonly tenants: number }[] = [];
  let drawn = 0;
  let atOnce = 0;
  let atOnceMost = 0;
  const queue: EachQueue = {
    sendEach: async (bodies) => {
      atOnce += 1;
      atOnceMost = Math.max(atOnceMost, atOnce);
      const messages = bodies.map(eventMessageFrom);
      sizes.push({
        events: messages.flatMap(({ events }) => events).length,
        tenants: new Set(messages.map(({ tenant }) => tenant)).size,
      });
      const said = messages.map(() => outcomes[drawn++ % outcomes.length] ?? 'sent');
      for (let waits = drawn % 3; waits >= 0; waits -= 1) await turn();
      for (const [index, { tenant, events }] of messages.entries()) {
        if (said[index] !== 'sent') continue;
        for (const { id } of events) kept.add(`${tenant} ${id}`);
      }
      atOnce -= 1;
      return said;
    },
  };
  return { queue, kept, sizes, atOnceMost: () => atOnceMost };
}

/** Sends all requests, and drains before the given one; rejects for an answer that is not true. */
async function sendAll(
  sink: SharedSends,
  kept: ReadonlySet<string>,
  { requests, drainAfter }: Pick<Plan, 'requests' | 'drainAfter'>,
): Promise<number> {
  let sent = 0;
  const answers: Promise<void>[] = [];
  for (const [number, { tenant, count, pause }] of requests.entries()) {
    if (number === drainAfter) void sink.drain();
    const ids = Array.from({ length: count }, (_, place) => `${number}-${place}`);
    const events = ids.map((id) => aUsageEvent({ id }));
    const has = (): boolean[] => ids.map((id) => kept.has(`${tenant} ${id}`));
    answers.push(
      sink.send(tenant, events).then(
        (said) => {
          if (said === 'sent') expect(has()).not.toContain(false);
          if (said === 'sent') sent += count;
          if (said === 'busy') expect(has()).not.toContain(true);
        },
        (error: unknown) => {
          expect(String(error)).toContain('takes every message');
        },
      ),
    );
    if (pause) await turn();
  }
  await Promise.all(answers);
  return sent;
}

describe('shared sends', () => {
  it('say "sent" only of what the queue has, whatever it takes, and answer everybody', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ limits, requests, outcomes, drainAfter }) => {
        const { queue, kept, sizes, atOnceMost } = fickleQueue(outcomes);
        const flow = inMemoryFlow();
        const sink = sharedSends(queue, limits, { clock: { now: () => timestampOf(0) }, ...flow });

        const sent = await sendAll(sink, kept, { requests, drainAfter });
        await sink.drain();

        expect(flow.accepted.reduce((sum, { events }) => sum + events, 0)).toBe(sent);

        const largest = Math.max(limits.eventsMax, ...requests.map(({ count }) => count));
        expect(Math.max(0, ...sizes.map(({ events }) => events))).toBeLessThanOrEqual(largest);
        expect(Math.max(0, ...sizes.map(({ tenants }) => tenants))).toBeLessThanOrEqual(
          limits.tenantsMax,
        );
        const isPlain = requests.length <= drainAfter && !outcomes.includes('refused');
        if (isPlain) expect(atOnceMost()).toBeLessThanOrEqual(limits.sendsMax);
      }),
      { numRuns: 300 },
    );
  });
});
