import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { eventMessageFrom } from '../../core/metering/intake/event-message.ts';
import type { QuarantineEntry } from '../../core/metering/quarantine/ports.ts';
import { reviewQuarantine } from '../../functions/review-quarantine/review-quarantine.ts';
import { inMemoryFlow } from '../fakes/flow.ts';
import { inMemoryQuarantine } from '../fakes/quarantine.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { aQuarantineEntry } from '../fixtures/quarantine.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { asking, everyItem } from '../support/ask.ts';
import { quarantineHandler } from '../support/changing-handlers.ts';

const clock = { now: () => timestampOf(1_780_000_000_000) };

/** So many entries of a tenant, told apart by their ids. */
const entriesOf = (count: number, fields: Partial<QuarantineEntry> = {}, from = 'e') =>
  Array.from({ length: count }, (_, index) =>
    aQuarantineEntry({ id: `${from}${10_000 + index}`, ...fields }),
  );

async function aReview(...entries: readonly QuarantineEntry[]) {
  const quarantine = inMemoryQuarantine();
  const events = inMemoryQueue();
  for (const entry of entries) await quarantine.put(entry);
  const review = reviewQuarantine({ quarantine, events, clock, ...inMemoryFlow() });
  const ask = asking(quarantineHandler(review));
  const all = async (route: string, body: object) => {
    const answers: { done: number; skipped: number }[] = [];
    let cursor: unknown;
    do {
      const answer = await ask(route, { body: { ...body, cursor } });
      expect(answer.status).toBe(200);
      answers.push(answer.body as unknown as { done: number; skipped: number });
      cursor = answer.body['nextCursor'];
    } while (cursor !== undefined);
    return answers;
  };
  return {
    ask,
    events,
    list: (query = {}) => ask('GET /v1/quarantine', { query }),
    dismiss: (body: object) => all('POST /v1/quarantine/dismiss', { reason: 'a bad job', ...body }),
    retry: (body: object) => all('POST /v1/quarantine/retry', body),
    open: async () =>
      (await quarantine.list('acme', { after: '', limit: 10_000 }))
        .filter(({ status }) => status === 'open')
        .map(({ id }) => id),
  };
}

const conflicts = entriesOf(3, { reason: 'conflict' }, 'c');
const old = entriesOf(2, { reason: 'too-old' }, 'o');

describe('many entries of quarantine', () => {
  it('are listed by their reason, page by page', async () => {
    const { list } = await aReview(...conflicts, ...old);

    const listed = await everyItem<{ id: string }>(list, 'entries', {
      reason: 'conflict',
      limit: '2',
    });

    expect(listed.map(({ id }) => id)).toEqual(conflicts.map(({ id }) => id));
  });

  it('are dismissed by their reason, and the others stay', async () => {
    const { dismiss, open } = await aReview(...conflicts, ...old);

    expect(await dismiss({ filter: { reason: 'conflict' } })).toEqual([{ done: 3, skipped: 0 }]);

    expect(await open()).toEqual(old.map(({ id }) => id));
  });

  it.each(['source', 'type', 'subject'] as const)('are dismissed by their %s', async (member) => {
    const other = aQuarantineEntry({ id: 'x', event: aUsageEvent({ [member]: 'another' }) });
    const { dismiss, open } = await aReview(...conflicts, other);

    expect(await dismiss({ filter: { [member]: 'another' } })).toEqual([{ done: 1, skipped: 0 }]);

    expect(await open()).toEqual(conflicts.map(({ id }) => id));
  });

  it('are dismissed a thousand a call, however many there are, and nothing twice', async () => {
    const { dismiss, open } = await aReview(...entriesOf(2_500));

    const answers = await dismiss({ filter: {} });

    expect(answers.map(({ done }) => done)).toEqual([1_000, 1_000, 500]);
    expect(await open()).toEqual([]);
    expect((await dismiss({ filter: {} })).map(({ done }) => done)).toEqual([0, 0, 0]);
  });

  it('are retried in few messages, let in however old they are; conflicts are left', async () => {
    const { retry, open, events } = await aReview(...conflicts, ...old);

    expect(await retry({ filter: {} })).toEqual([{ done: 2, skipped: 3 }]);

    expect(events.bodies.map(eventMessageFrom)).toMatchObject([
      { tenant: 'acme', admitted: true, events: [{}, {}] },
    ]);
    expect(await open()).toEqual(conflicts.map(({ id }) => id));
  });

  it('of another tenant are not touched, and a cursor is of one filter', async () => {
    const theirs = entriesOf(1_500, { tenant: 'other' });
    const { ask, dismiss, open } = await aReview(...theirs, ...entriesOf(1_500));
    const first = await ask('POST /v1/quarantine/dismiss', {
      body: { filter: {}, reason: 'a bad job' },
    });

    const mixed = await ask('POST /v1/quarantine/dismiss', {
      body: { filter: { reason: 'conflict' }, reason: 'x', cursor: first.body['nextCursor'] },
    });

    expect(mixed.body['code']).toBe('request.bad-cursor');
    await dismiss({ filter: {} });
    expect(await open()).toEqual([]);
  });

  it('are not marked where the queue does not take their events', async () => {
    const { ask, events, open } = await aReview(...old);
    events.send = async () => 'unavailable';

    const { status, body } = await ask('POST /v1/quarantine/retry', { body: { filter: {} } });

    expect([status, body['code']]).toEqual([503, 'queue.unavailable']);
    expect(await open()).toHaveLength(2);
  });
});
