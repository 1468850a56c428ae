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

/** 2026-05-28T20:26:40Z. */
const clock = { now: () => timestampOf(1_780_000_000_000) };
const acceptedMinute = 29_666_666;

async function aReview(...entries: readonly QuarantineEntry[]) {
  const quarantine = inMemoryQuarantine();
  const events = inMemoryQueue();
  const flow = inMemoryFlow();
  for (const entry of entries) await quarantine.put(entry);
  const ask = asking(quarantineHandler(reviewQuarantine({ quarantine, events, clock, ...flow })));
  const byId = (route: string) => (id: string, body?: unknown, tenant?: string) =>
    ask(route, { params: { id }, body, ...(tenant === undefined ? {} : { tenant }) });
  return {
    quarantine,
    events,
    flow,
    list: (query = {}) => ask('GET /v1/quarantine', { query }),
    get: byId('GET /v1/quarantine/{id}'),
    retry: byId('POST /v1/quarantine/{id}/retry'),
    dismiss: byId('POST /v1/quarantine/{id}/dismiss'),
  };
}

const entry = aQuarantineEntry();

describe('GET /v1/quarantine', () => {
  it('shows an event as it was sent, no digit lost', async () => {
    const data = '{"n":0.10000000000000000001,"list":[12345678901234567890,null],"__x":"é"}';
    const odd = aQuarantineEntry({ event: aUsageEvent({ data }) });
    const { get } = await aReview(odd);

    const { status, text, body } = await get(odd.id);

    expect(status).toBe(200);
    expect(text).toContain(`"data":${data}`);
    expect(body).toMatchObject({
      id: odd.id,
      reason: 'too-old',
      status: 'open',
      quarantinedAt: '2026-05-28T20:26:40Z',
      event: { source: 'urn:magazine', id: 'event-1', time: '2026-03-14T15:09:26.535Z' },
    });
  });

  it('pages through the entries with a status, each once', async () => {
    const statuses = ['open', 'retried', 'dismissed'] as const;
    const entries = Array.from({ length: 30 }, (_, index) =>
      aQuarantineEntry({ id: `e${100 + index}`, status: statuses[index % 3] ?? 'open' }),
    );
    const { list } = await aReview(...entries);
    const idsOf = async (query: Readonly<Record<string, string>>) =>
      (await everyItem<{ id: string }>(list, 'entries', query)).map(({ id }) => id);
    const withStatus = (...wanted: readonly string[]) =>
      entries.filter(({ status }) => wanted.includes(status)).map(({ id }) => id);
    expect(await idsOf({ limit: '4' })).toEqual(entries.map(({ id }) => id));
    expect(await idsOf({ limit: '3', status: 'open' })).toEqual(withStatus('open'));
    expect(await idsOf({ status: 'closed' })).toEqual(withStatus('retried', 'dismissed'));
    expect(await idsOf({ limit: '100', status: 'dismissed' })).toEqual(withStatus('dismissed'));
  });

  it('ends a page after a thousand entries of another status', async () => {
    const entries = Array.from({ length: 1_100 }, (_, index) =>
      aQuarantineEntry({
        id: `e${10_000 + index}`,
        status: index === 1_099 ? 'open' : 'dismissed',
      }),
    );
    const { list } = await aReview(...entries);

    const first = await list({ status: 'open', limit: '100' });
    const second = await list({
      status: 'open',
      limit: '100',
      cursor: String(first.body['nextCursor']),
    });

    expect(first.body['entries']).toEqual([]);
    expect(second.body['entries']).toMatchObject([{ id: 'e11099' }]);
    expect(second.body).not.toHaveProperty('nextCursor');
  });

  it('refuses a status there is not, and a cursor of another list', async () => {
    const { list } = await aReview(aQuarantineEntry({ id: 'a' }), aQuarantineEntry({ id: 'b' }));
    const { body } = await list({ limit: '1' });
    const cursor = String(body['nextCursor']);

    expect((await list({ status: 'shut' })).body).toMatchObject({ param: 'status' });
    expect((await list({ status: 'open', cursor })).body).toMatchObject({
      code: 'request.bad-cursor',
    });
  });

  it('answers another tenant’s entry like a missing one', async () => {
    const { get, retry, dismiss, events } = await aReview(entry);

    const answers = [
      await get(entry.id, undefined, 'other'),
      await retry(entry.id, undefined, 'other'),
      await dismiss(entry.id, { reason: 'mine now' }, 'other'),
      await get('nothing'),
    ];

    expect(new Set(answers.map(({ body }) => body['code']))).toEqual(
      new Set(['quarantine.not-found']),
    );
    expect(events.bodies).toEqual([]);
  });
});

describe('POST /v1/quarantine/{id}/retry', () => {
  it('sends the event again, let in however old it is, and marks the entry', async () => {
    const { retry, get, events, flow } = await aReview(entry);

    const { status, body } = await retry(entry.id);

    expect(status).toBe(200);
    expect(body).toMatchObject({ id: entry.id, status: 'retried' });
    expect((await get(entry.id)).body).toEqual(body);
    expect(events.bodies.map(eventMessageFrom)).toEqual([
      { tenant: 'acme', admitted: true, events: [entry.event], acceptedMinute },
    ]);
    expect(flow.accepted).toEqual([{ acceptedMinute, events: 1 }]);
  });

  it('may be repeated', async () => {
    const { retry, quarantine } = await aReview(entry);
    await retry(entry.id);

    const again = await retry(entry.id);

    expect(again).toMatchObject({ status: 200, body: { status: 'retried' } });
    expect((await quarantine.get('acme', entry.id))?.revision).toBe(2);
  });

  it('leaves the entry open when the queue does not take the event', async () => {
    const { retry, get, events } = await aReview(entry);
    events.fail();

    const { status, body } = await retry(entry.id);

    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'queue.unavailable' });
    expect((await get(entry.id)).body).toMatchObject({ status: 'open' });
  });

  it('refuses an event whose identity belongs to another', async () => {
    const conflict = aQuarantineEntry({ reason: 'conflict' });
    const { retry, events } = await aReview(conflict);

    const { body } = await retry(conflict.id);

    expect(body).toMatchObject({ status: 409, code: 'quarantine.identity-taken' });
    expect(events.bodies).toEqual([]);
  });

  it('marks the entry also when the answer to the put was lost', async () => {
    const sound = inMemoryQuarantine();
    await sound.put(entry);
    const events = inMemoryQueue();
    const flow = inMemoryFlow();
    const quarantine = {
      ...sound,
      put: async (next: QuarantineEntry) => {
        await sound.put(next);
        return 'unknown' as const;
      },
    };
    const ask = asking(quarantineHandler(reviewQuarantine({ quarantine, events, clock, ...flow })));

    const { status } = await ask('POST /v1/quarantine/{id}/retry', { params: { id: entry.id } });

    expect(status).toBe(200);
    expect(await sound.get('acme', entry.id)).toMatchObject({ status: 'retried', revision: 2 });
  });
});

describe('POST /v1/quarantine/{id}/dismiss', () => {
  it('closes the entry with the reason, once', async () => {
    const { dismiss, retry, events } = await aReview(entry);

    const closed = await dismiss(entry.id, { reason: 'a broken job' });
    const again = await dismiss(entry.id, { reason: 'a broken job' });

    expect(closed).toMatchObject({
      status: 200,
      body: { status: 'dismissed', dismissal: 'a broken job' },
    });
    expect(again.body).toEqual(closed.body);
    expect((await dismiss(entry.id, { reason: 'other' })).body).toMatchObject({
      status: 409,
      code: 'quarantine.already-closed',
    });
    expect((await retry(entry.id)).body).toMatchObject({ code: 'quarantine.already-closed' });
    expect(events.bodies).toEqual([]);
  });

  it('does not close an entry that was retried', async () => {
    const { dismiss, retry } = await aReview(entry);
    await retry(entry.id);

    expect((await dismiss(entry.id, { reason: 'no' })).body).toMatchObject({
      code: 'quarantine.already-closed',
    });
  });

  it.each([[{}], [{ reason: '' }], [{ reason: 'x', by: 'me' }], [{ reason: 7 }]])(
    'refuses %j',
    async (body) => {
      const { dismiss } = await aReview(entry);

      expect((await dismiss(entry.id, body)).status).toBe(400);
    },
  );
});
