import { describe, expect, it } from '@jest/globals';
import { createSender } from '../../sdk/src/index.ts';
import { aSender, aView, several } from './support/a-sender.ts';

describe('what is tracked', () => {
  it('gets an id, a source and a time, which the service takes', async () => {
    const { sender, time, events } = aSender();

    expect(sender.track(aView({ data: { bytes: 5 } }))).toBe(true);
    await time.settled(sender.flush());

    expect(events()).toEqual([
      {
        id: expect.stringMatching(
          /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ),
        source: 'urn:magazine',
        type: 'view',
        subject: 'reader-7',
        occurredAt: Date.UTC(2026, 10, 22, 9),
        data: '{"bytes":5}',
      },
    ]);
  });

  it('keeps the id, the source and the time that it has', async () => {
    const { sender, time, events } = aSender();
    const given = { id: 'order-5', source: 'urn:shop', time: new Date('2026-11-21T08:00:00Z') };

    sender.track(aView(given));
    await time.settled(sender.flush());

    expect(events()).toMatchObject([
      { id: 'order-5', source: 'urn:shop', occurredAt: Date.UTC(2026, 10, 21, 8) },
    ]);
  });

  it('may have null, and the word', async () => {
    const { sender, time, events } = aSender();

    sender.track(aView({ data: { a: null, b: 'null', at: new Date(0), n: 1.5 } }));
    await time.settled(sender.flush());

    expect(events().map(({ data }) => JSON.parse(data ?? '') as unknown)).toEqual([
      { a: null, b: 'null', at: '1970-01-01T00:00:00.000Z', n: 1.5 },
    ]);
  });

  it('has the time at which it was tracked, however late it is sent', async () => {
    const { sender, time, events } = aSender({}, ['lost', 'lost', 'lost']);

    sender.track(aView());
    await time.advance(60_000);

    expect(events()).toMatchObject([{ occurredAt: Date.UTC(2026, 10, 22, 9) }]);
  });

  it('is asked for where it is a function, which may say that there is none', async () => {
    const { sender, time, events, drops } = aSender();

    expect(sender.track(() => aView())).toBe(true);
    expect(sender.track(() => undefined)).toBe(false);
    await time.settled(sender.flush());

    expect(events()).toHaveLength(1);
    expect(drops).toEqual([]);
  });

  it.each([
    ['cannot be written as JSON', () => aView({ data: 1n }), /BigInt/],
    ['has a time that is none', () => aView({ time: new Date(Number.NaN) }), /[Ii]nvalid/],
    ['has no number where one is', () => aView({ data: { bytes: 0 / 0 } }), /"bytes" is NaN/],
    ['has a number without end', () => aView({ data: { of: [1, 1 / 0] } }), /"1" is Infinity/],
    [
      'has a date that is none',
      () => aView({ data: { at: new Date(Number.NaN) } }),
      /"at" is Invalid Date/,
    ],
    [
      'is made by a function that throws',
      () => {
        throw new Error('no user');
      },
      /no user/,
    ],
  ])('is dropped and told where it %s', (_, eventOf, detail) => {
    const { sender, drops } = aSender();

    expect(sender.track(eventOf)).toBe(false);

    expect(drops).toMatchObject([{ reason: 'malformed', detail: expect.stringMatching(detail) }]);
  });
});

describe('a request', () => {
  it('goes as soon as there are 100 events', async () => {
    const { sender, time, asked } = aSender();

    for (const event of several(250)) sender.track(event);
    await time.advance(0);

    expect(asked.map(({ texts }) => texts.length)).toEqual([100, 100]);
    expect(sender.held).toBe(50);
  });

  it('goes a second after its first event', async () => {
    const { sender, time, asked } = aSender();

    sender.track(aView());
    await time.advance(999);
    expect(asked).toEqual([]);
    sender.track(aView());
    await time.advance(1);

    expect(asked.map(({ texts }) => texts.length)).toEqual([2]);
  });

  it('has 256 KB at most, and what is larger goes alone', async () => {
    const { sender, time, asked } = aSender({ lingerMs: 10 });
    const ofBytes = (bytes: number) => aView({ data: 'x'.repeat(bytes) });

    for (let count = 0; count < 11; count += 1) sender.track(ofBytes(26_000));
    sender.track(ofBytes(300_000));
    sender.track(aView());
    await time.advance(10);

    expect(asked.map(({ texts }) => texts.length)).toEqual([10, 1, 1, 1]);
  });

  it('waits for one of four that are under way', async () => {
    const silent = Array.from({ length: 4 }, () => 'silent' as const);
    const { sender, time, asked, events } = aSender({ eventsMax: 1 }, silent);

    for (const event of several(9)) sender.track(event);
    await time.advance(29_999);
    expect(asked).toHaveLength(4);
    await time.settled(sender.flush());

    expect(events()).toHaveLength(9);
  });

  it('names the key, and says that it is JSON', async () => {
    const { sender, time, asked } = aSender();

    sender.track(aView());
    await time.settled(sender.flush());

    expect(asked[0]?.request).toMatchObject({
      method: 'POST',
      headers: { authorization: 'Bearer ft_test_key_secret', 'content-type': 'application/json' },
      redirect: 'manual',
    });
  });
});

describe('a setting', () => {
  const right = { url: 'https://farthing.example', apiKey: 'k', source: 'urn:s' };

  it.each([
    ['source', { source: '' }],
    ['eventsMax', { eventsMax: 1_001 }],
    ['bytesMax', { bytesMax: 0 }],
    ['requestsMax', { requestsMax: Number.NaN }],
    ['waitMaxMs', { backoff: { baseMs: 1, waitMaxMs: Number.NaN } }],
  ])('%s is refused where it cannot be meant', (name, wrong) => {
    expect(() => createSender({ ...right, ...wrong })).toThrow(name);
  });
});
