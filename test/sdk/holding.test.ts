import { describe, expect, it } from '@jest/globals';
import { createSender } from '../../sdk/src/index.ts';
import { aSender, aView, several } from './support/a-sender.ts';

describe('a sender that holds all it may', () => {
  it('drops what is tracked, and tells it', () => {
    const { sender, drops } = aSender({ heldEventsMax: 2 }, ['silent']);

    const held = several(3).map((event) => sender.track(event));

    expect(held).toEqual([true, true, false]);
    expect(drops).toMatchObject([{ reason: 'full', event: { data: { n: 2 } } }]);
  });

  it('counts bytes, too', () => {
    const { sender, drops } = aSender({ heldBytesMax: 1_000 }, ['silent']);

    const held = [400, 400, 400].map((bytes) => sender.track(aView({ data: 'x'.repeat(bytes) })));

    expect(held).toEqual([true, false, false]);
    expect(drops.map(({ reason }) => reason)).toEqual(['full', 'full']);
  });

  it('says when there is room again', async () => {
    const { sender, time, events, drops } = aSender({ heldEventsMax: 2, lingerMs: 5 }, ['lost']);
    const trackAll = async (): Promise<void> => {
      for (const event of several(9)) {
        await sender.ready();
        sender.track(event);
      }
      await sender.flush();
    };

    await time.settled(trackAll());

    expect(events()).toHaveLength(9);
    expect(drops).toEqual([]);
  });
});

/** An event of about so many bytes. */
const sized = (n: number, bytes: number) => aView({ data: { n, text: 'x'.repeat(bytes) } });

describe('a sender whose bytes are held', () => {
  const settings = { heldBytesMax: 4_000, lingerMs: 5 };

  it('drops nothing that was ready', async () => {
    const { sender, time, events, drops } = aSender(settings, ['lost']);
    const trackAll = async (): Promise<void> => {
      for (let n = 0; n < 60; n += 1) {
        await sender.ready();
        sender.track(sized(n, (n * 97) % 1_500));
      }
      await sender.flush();
    };

    await time.settled(trackAll());

    expect([events().length, drops]).toEqual([60, []]);
  });

  it('drops nothing of many who are ready at once, and promises no more than there is room for', async () => {
    const { sender, time, events, drops } = aSender(settings, ['lost']);
    let most = 0;
    const trackOne = async (n: number): Promise<void> => {
      await sender.ready();
      sender.track(sized(n, n === 7 ? 9_000 : 100));
      most = Math.max(most, sender.held);
    };

    await time.settled(Promise.all(Array.from({ length: 60 }, (_, n) => trackOne(n))));
    await time.settled(sender.flush());

    expect([events().length, drops]).toEqual([60, []]);
    expect(most).toBeLessThanOrEqual(16);
  });
});

describe('who is ready', () => {
  it('has room, though others track without asking', async () => {
    const { sender, drops } = aSender({ heldEventsMax: 1 }, ['silent']);

    await sender.ready();
    sender.track(aView({ id: 'faster' }));

    expect(sender.track(aView({ id: 'ready' }))).toBe(true);
    expect(sender.track(aView({ id: 'late' }))).toBe(false);
    expect(drops).toMatchObject([{ event: { id: 'late' } }]);
  });

  it('has room for this turn alone', async () => {
    const { sender, time } = aSender({ heldEventsMax: 1 }, ['silent']);

    await sender.ready();
    await time.advance(1);
    const held = several(2).map((event) => sender.track(event));

    expect(held).toEqual([true, false]);
  });
});

describe('many who wait for room', () => {
  it('get it one after another, and nothing is dropped', async () => {
    const { sender, time, events, drops } = aSender({ heldEventsMax: 3, lingerMs: 5 }, ['lost']);
    const trackOne = async (n: number): Promise<void> => {
      await sender.ready();
      sender.track(aView({ data: { n } }));
    };

    await time.settled(Promise.all(Array.from({ length: 40 }, (_, n) => trackOne(n))));
    await time.settled(sender.flush());

    expect([events().length, drops]).toEqual([40, []]);
  });

  it('do not wait for one who got it and tracks nothing', async () => {
    const { sender, time } = aSender({ heldEventsMax: 2 });

    const all = Promise.all(Array.from({ length: 9 }, () => sender.ready()));

    expect(await time.settled(all)).toHaveLength(9);
  });

  it('go on when it is closed', async () => {
    const { sender, time, drops } = aSender({ heldEventsMax: 1 }, ['silent']);
    sender.track(aView());
    const waiting = sender.ready().then(() => sender.track(aView()));

    void sender.close();

    expect(await time.settled(waiting)).toBe(false);
    expect(drops).toMatchObject([{ reason: 'closed' }]);
  });
});

describe('flush', () => {
  it('says whether all was judged in time', async () => {
    const { sender, time } = aSender({}, ['silent']);

    expect(await time.settled(sender.flush())).toBe(true);
    sender.track(aView());

    expect(await time.settled(sender.flush({ timeoutMs: 1_000 }))).toBe(false);
    expect(await time.settled(sender.flush())).toBe(true);
  });
});

describe('a flush that may take as long as it will', () => {
  it('is not over at once', async () => {
    const sender = createSender({
      url: 'https://farthing.example',
      apiKey: 'ft_test_key_secret',
      source: 'urn:s',
      fetch: async () => {
        await new Promise((later) => setTimeout(later, 20));
        return new Response('{"accepted":1,"rejected":[]}', { status: 202 });
      },
    });
    sender.track(aView());

    expect(await sender.flush({ timeoutMs: Number.POSITIVE_INFINITY })).toBe(true);
  });
});

describe('close', () => {
  it('sends what is held, and takes no more', async () => {
    const { sender, time, events, drops } = aSender();

    sender.track(aView({ id: 'before' }));
    expect(await time.settled(sender.close())).toEqual({ unsent: 0 });
    expect(sender.track(aView({ id: 'after' }))).toBe(false);

    expect(events()).toMatchObject([{ id: 'before' }]);
    expect(drops).toMatchObject([{ reason: 'closed', event: { id: 'after' } }]);
  });

  it('gives up after its time, and tells of each event that was not sent', async () => {
    const faults = Array.from({ length: 99 }, () => ({ status: 503 }));
    const { sender, time, drops } = aSender({ eventsMax: 2, requestsMax: 1 }, faults);

    for (const event of several(5)) sender.track(event);
    const closed = await time.settled(sender.close({ timeoutMs: 3_000 }));

    expect(closed).toEqual({ unsent: 5 });
    expect(drops.map(({ reason }) => reason)).toEqual(Array(5).fill('closed'));
    expect(sender.held).toBe(0);
  });

  it('asked for twice is done once', async () => {
    const { sender, time } = aSender();

    sender.track(aView());
    const twice = Promise.all([sender.close(), sender.close()]);

    expect(await time.settled(twice)).toEqual([{ unsent: 0 }, { unsent: 0 }]);
  });
});
