import { describe, expect, it } from '@jest/globals';
import type { Api } from '../../console/src/api.ts';
import { actOnMany, filterOf, type ManyDone } from '../../console/src/pages/events/act-on-many.ts';
import {
  canRetry,
  quarantineQuestion,
  quarantineShown,
} from '../../console/src/pages/events/quarantine-question.ts';

/** Answers with these parts, one after the other, and remembers what was asked; undefined fails. */
function answering(parts: readonly (object | undefined)[]) {
  const asked: unknown[] = [];
  const ask = async (route: string, { body }: { readonly body: unknown }) => {
    const part = parts[asked.length];
    asked.push([route, body]);
    if (part === undefined) throw new Error('no answer');
    return Promise.resolve(part);
  };
  return { asked, api: { ask } as unknown as Api };
}

describe('many entries of quarantine', () => {
  it('are dismissed part by part, until there is no more', async () => {
    const { api, asked } = answering([
      { done: 1000, skipped: 0, nextCursor: 'c-1' },
      { done: 0, skipped: 3, nextCursor: 'c-2' },
      { done: 7, skipped: 0 },
    ]);
    const told: ManyDone[] = [];
    const filter = filterOf({ reason: 'conflict', source: '', type: 'view', subject: '' });

    const done = await actOnMany(
      api,
      { action: 'dismiss', filter, reason: 'twice' },
      (part) => told.push(part),
      new AbortController().signal,
    );

    expect(done).toEqual({ done: 1007, skipped: 3 });
    expect(told.map((part) => part.done)).toEqual([1000, 1000, 1007]);
    const body = { filter: { reason: 'conflict', type: 'view' }, reason: 'twice' };
    expect(asked).toEqual([
      ['POST /v1/quarantine/dismiss', body],
      ['POST /v1/quarantine/dismiss', { ...body, cursor: 'c-1' }],
      ['POST /v1/quarantine/dismiss', { ...body, cursor: 'c-2' }],
    ]);
  });

  it('have been told of as far as they were retried when a part fails', async () => {
    const { api } = answering([{ done: 12, skipped: 1, nextCursor: 'c-1' }, undefined]);
    const told: ManyDone[] = [];

    const acting = actOnMany(
      api,
      { action: 'retry', filter: {} },
      (part) => told.push(part),
      new AbortController().signal,
    );

    await expect(acting).rejects.toThrow('no answer');
    expect(told).toEqual([{ done: 12, skipped: 1 }]);
  });
});

describe('whoever leaves what is done to many', () => {
  it('has no more entries dismissed than the part that is under way', async () => {
    const { api, asked } = answering([{ done: 1000, skipped: 0, nextCursor: 'c-1' }, undefined]);
    const stop = new AbortController();

    const change = { action: 'dismiss', filter: {}, reason: 'twice' } as const;
    const done = await actOnMany(api, change, () => stop.abort(), stop.signal);

    expect(done.done).toBe(1000);
    expect(asked).toHaveLength(1);
  });
});

describe('the quarantine that is shown', () => {
  it('is what is open, where the address does not say', () => {
    expect(quarantineQuestion(quarantineShown({ reason: 'nonsense' }))).toEqual({ status: 'open' });
  });

  it('is what the address says', () => {
    expect(quarantineQuestion(quarantineShown({ status: 'all', reason: 'too-old' }))).toEqual({
      reason: 'too-old',
    });
  });
});

describe('an entry of quarantine', () => {
  const entry = {
    ...{ id: 'q-1', detail: 'it came late', quarantinedAt: '2026-11-01T00:00:00Z' },
    event: {
      ...{ source: 'urn:shop', id: 'e-1', type: 'view', subject: 'reader-1' },
      time: '2026-06-01T00:00:00Z',
    },
  };

  it('can be retried while it is open, unless its identity is another event’s', () => {
    expect(canRetry({ ...entry, reason: 'too-old', status: 'open' })).toBe(true);
    expect(canRetry({ ...entry, reason: 'conflict', status: 'open' })).toBe(false);
    expect(canRetry({ ...entry, reason: 'too-old', status: 'dismissed' })).toBe(false);
  });
});
