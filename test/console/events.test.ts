import { describe, expect, it } from '@jest/globals';
import {
  eventsQuestion,
  isSame,
  type ListedEvent,
} from '../../console/src/pages/events/events-question.ts';
import { lookFor } from '../../console/src/pages/events/look-for.ts';

const sent = {
  ...{ source: 'urn:me', id: 'e-1', type: 'view', subject: 'reader-1' },
  ...{ time: '2026-11-29T14:00:00Z', data: { section: 'news', bytes: 5 } },
};
const listed: ListedEvent = {
  ...sent,
  status: 'counted',
  meters: [{ meter: 'views', value: '1' }],
};

describe('the events that are listed', () => {
  it('are those of the last day, where the address does not say', () => {
    expect(eventsQuestion({})).toEqual({ limit: 100 });
  });

  it('are those of a day, which may be today', () => {
    expect(eventsQuestion({ day: '2026-11-29', subject: 'reader-1', from: 'x', to: 'y' })).toEqual({
      ...{ subject: 'reader-1', from: '2026-11-29T00:00:00Z', limit: 100 },
    });
  });

  it('are those of a stretch that a link names', () => {
    const { from, to } = eventsQuestion({
      from: '2026-11-29T13:59:00Z',
      to: '2026-11-29T14:01:00Z',
    });

    expect([from, to]).toEqual(['2026-11-29T13:59:00Z', '2026-11-29T14:01:00Z']);
  });
});

describe('an event in the list', () => {
  it('is the one that was sent, whatever the order of its data', () => {
    expect(isSame(sent, { ...listed, data: { bytes: 5, section: 'news' } })).toBe(true);
  });

  it('is another one where it has the same identity and other content', () => {
    expect(isSame(sent, { ...listed, data: { bytes: 6, section: 'news' } })).toBe(false);
    expect(isSame(sent, { ...listed, subject: 'reader-2' })).toBe(false);
  });

  it('is found without data, too', () => {
    const { data: _, ...bare } = sent;

    expect(isSame(bare, { ...bare, status: 'counted', meters: [] })).toBe(true);
  });
});

/** Answers look after look; each is pages of events. Pauses are counted, and take no time. */
function answering(looks: readonly (readonly (readonly ListedEvent[])[])[]) {
  const standing = { look: 0, asked: 0 };
  const ask = async (_: string, { query }: { readonly query: { readonly cursor?: string } }) => {
    standing.asked += 1;
    const page = Number(query.cursor ?? 0);
    const pages = looks[Math.min(standing.look, looks.length - 1)] ?? [];
    const next = page + 1 < pages.length ? { nextCursor: String(page + 1) } : {};
    return Promise.resolve({ events: pages[page] ?? [], ...next });
  };
  const pause = async (): Promise<void> => {
    standing.look += 1;
    return Promise.resolve();
  };
  return { api: { ask } as unknown as Parameters<typeof lookFor>[0], pause, standing };
}

describe('an event that was sent', () => {
  const recorded: ListedEvent = { ...sent, status: 'recorded', meters: [] };

  it('is looked for until usage has it', async () => {
    const { api, pause, standing } = answering([[[]], [[recorded]], [[listed]]]);
    const told: string[] = [];

    const found = await lookFor(api, sent, { pause, onFound: ({ status }) => told.push(status) });

    expect(found).toEqual(listed);
    expect(told).toEqual(['recorded', 'counted']);
    expect(standing.look).toBe(2);
  });

  it('is looked for on pages after empty ones', async () => {
    const { api, pause } = answering([[[], [], [listed]]]);

    expect(await lookFor(api, sent, { pause, onFound: () => undefined })).toEqual(listed);
  });

  it('is told from the one whose identity it took', async () => {
    const quarantined: ListedEvent = { ...sent, status: 'quarantined', meters: [] };
    const first: ListedEvent = { ...listed, data: { bytes: 9 } };
    const { api, pause } = answering([[[first]], [[first, quarantined]]]);

    expect(await lookFor(api, sent, { pause, onFound: () => undefined })).toEqual(quarantined);
  });

  it('is not looked for without an end', async () => {
    const { api, pause, standing } = answering([[[]]]);

    expect(await lookFor(api, sent, { pause, onFound: () => undefined })).toBeUndefined();
    expect(standing.asked).toBe(20);
  });
});
