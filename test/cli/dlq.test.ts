import { describe, expect, it } from '@jest/globals';
import { type DeadLetter, lettersIn, redriveFrom } from '../../cli/dlq/dead-letters.ts';
import { letterContent } from '../../cli/dlq/letter-content.ts';
import { eventMessageBodies } from '../../core/metering/intake/event-message.ts';
import { memoryDeadLetters } from '../fakes/dead-letters.ts';

const aLetter = (n: number, over: Partial<DeadLetter> = {}): DeadLetter => ({
  queue: 'Events',
  id: `id-${n}`,
  body: `body ${n}`,
  queuedAt: 1_790_000_000_000 - n,
  triedAt: undefined,
  receives: 5,
  keptUntil: 1_791_000_000_000,
  receipt: `receipt-${n}`,
  ...over,
});
const lettersTo = (count: number): DeadLetter[] =>
  Array.from({ length: count }, (_, n) => aLetter(n));
const redriving = (
  queue: Parameters<typeof redriveFrom>[0],
  { isWanted = () => true, limit = 1000 }: Partial<Parameters<typeof redriveFrom>[1]> = {},
) => redriveFrom(queue, { isWanted, limit, onRedriven: () => undefined });

describe('looking at dead letters', () => {
  it('leaves all of them to others, and shows as many as were asked for, the oldest first', async () => {
    const { queue, visible } = memoryDeadLetters('Events', lettersTo(25));

    const letters = await lettersIn(queue, 15);

    expect(letters.map(({ id }) => id)).toEqual(
      Array.from({ length: 15 }, (_, n) => `id-${14 - n}`),
    );
    expect(visible).toHaveLength(25);
  });
});

describe('redriving', () => {
  it('sends back what is wanted and leaves the rest to others', async () => {
    const { queue, visible, source } = memoryDeadLetters('Events', lettersTo(25));

    const result = await redriving(queue, { isWanted: ({ id }) => id.endsWith('3') });

    expect(result).toEqual({ redriven: 3, failures: [] });
    expect(source).toEqual(['body 3', 'body 13', 'body 23']);
    expect(visible).toHaveLength(22);
  });

  it('stops at its limit', async () => {
    const { queue, visible, source } = memoryDeadLetters('Events', lettersTo(25));

    const result = await redriving(queue, { limit: 12 });

    expect(result.redriven).toBe(12);
    expect(source).toHaveLength(12);
    expect(visible).toHaveLength(13);
  });

  it('keeps what the queue does not take, and says why', async () => {
    const { queue, visible, refused } = memoryDeadLetters('Events', lettersTo(3));
    refused.add('body 1');

    const result = await redriving(queue);

    expect(result).toEqual({
      redriven: 2,
      failures: [{ id: 'id-1', reason: 'Error: the queue is full' }],
    });
    expect(visible.map(({ id }) => id)).toEqual(['id-1']);
  });

  it('ends though all that it sends back comes back', async () => {
    const { queue, visible } = memoryDeadLetters('Events', lettersTo(3));
    const { redrive } = queue;
    const boomerang = {
      ...queue,
      redrive: async (letter: DeadLetter) => {
        const id = await redrive(letter);
        visible.push({ ...letter, id });
        return id;
      },
    };

    const result = await redriving(boomerang);

    expect(result.redriven).toBe(3);
    expect(visible.map(({ id }) => id)).toEqual(['again-1', 'again-2', 'again-3']);
  });
});

describe('what a dead letter is', () => {
  it('is told of events with their tenant, their time and each of them', () => {
    const event = (id: string, occurredAt: number) =>
      ({ source: 's', id, type: 'view', subject: 'ada', occurredAt }) as never;
    const [body = ''] = eventMessageBodies({
      tenant: 'acme',
      admitted: false,
      events: [event('2', 1_790_000_060_000), event('1', 1_790_000_000_000)],
    });

    expect(letterContent('Events', body)).toEqual({
      tenant: 'acme',
      what: '2 events of 2026-09-21T14:13:20.000Z to 2026-09-21T14:14:20.000Z',
      names: [
        '2026-09-21T14:14:20.000Z view of ada: s 2',
        '2026-09-21T14:13:20.000Z view of ada: s 1',
      ],
    });
  });

  it.each([
    ['Billing', '{"kind":"sweep","again":false}', undefined, 'look for months that are due', []],
    [
      'Billing',
      '{"version":2,"kind":"close","tenant":"t","period":"2026-10","overrides":[],"customers":["a","b"]}',
      't',
      'close 2026-10 of 2 customers',
      ['a', 'b'],
    ],
    [
      'Billing',
      '{"version":2,"kind":"run","phase":"begin","tenant":"t","period":"2026-10","overrides":[],"asked":true}',
      't',
      'billing run of 2026-10: begin',
      [],
    ],
    [
      'Announced',
      '{"version":2,"tenant":"t","ids":["INV-1"]}',
      't',
      'forms of 1 document',
      ['INV-1'],
    ],
    [
      'Backfill',
      '{"tenant":"t","version":4,"shard":1,"after":0}',
      't',
      'meters of version 4, shard 1',
      [],
    ],
  ] as const)('is told of %s: %s', (queue, body, tenant, what, names) => {
    expect(letterContent(queue, body)).toEqual({ tenant, what, names });
  });

  it('is told of what nobody can read by the reason', () => {
    const { tenant, what } = letterContent('Touched', 'rubbish');

    expect(tenant).toBeUndefined();
    expect(what).toMatch(/^cannot be read: ./);
  });
});
