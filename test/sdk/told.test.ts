import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sender } from '../../sdk/src/sender/settings.ts';
import type { Drop } from '../../sdk/src/sender/told.ts';
import { aSender, aView } from './support/a-sender.ts';

const { warn } = console;
let warned: string[] = [];
beforeEach(() => {
  warned = [];
  console.warn = (text: string) => warned.push(text);
});
afterEach(() => {
  console.warn = warn;
});

/** A sender without room, whose `onDrop` is this. */
const withoutRoom = (onDrop: (drop: Drop, sender: Sender) => unknown): Sender => {
  const { sender } = aSender(
    { heldEventsMax: 1, onDrop: (drop): void => void onDrop(drop, sender) },
    ['silent'],
  );
  sender.track(aView());
  return sender;
};

describe('an onDrop', () => {
  it('that throws stops nothing, and the console is told in its place', () => {
    const sender = withoutRoom(() => {
      throw new Error('no log');
    });

    expect(sender.track(aView({ id: 'dropped' }))).toBe(false);

    expect(warned[0]).toBe('farthing: onDrop failed: no log');
    expect(warned[1]).toMatch(/^farthing: an event was dropped \(full\)/);
  });

  it('that fails later is told, too', async () => {
    const failsLater: unknown = () => Promise.reject(new Error('no log'));
    const { sender } = aSender({
      heldEventsMax: 1,
      onDrop: failsLater as () => void,
    });

    sender.track(aView());
    sender.track(aView());
    await Promise.resolve();
    await Promise.resolve();

    expect(warned).toEqual(['farthing: onDrop failed: no log']);
  });

  it('that tracks while nothing may be held is called once', () => {
    const dropped: Drop[] = [];
    const sender = withoutRoom((drop, { track }) => {
      dropped.push(drop);
      track.call(sender, aView({ id: 'an event was dropped' }));
    });

    sender.track(aView({ id: 'first' }));
    sender.track(aView({ id: 'second' }));

    expect(dropped).toMatchObject([{ event: { id: 'first' } }, { event: { id: 'second' } }]);
    expect(warned).toHaveLength(2);
  });

  it('may be a console that tracks what it is told', () => {
    const { sender } = aSender({ heldEventsMax: 1, onDrop: undefined as never });
    console.warn = (text: string) => {
      warned.push(text);
      sender.track(aView());
    };

    sender.track(aView());
    sender.track(aView());

    expect(warned).toHaveLength(2);
  });
});

describe('a console that fails', () => {
  it('stops nothing', () => {
    const { sender } = aSender({ heldEventsMax: 1, onDrop: undefined as never });
    let warnings = 0;
    console.warn = () => {
      warnings += 1;
      throw new Error('no console');
    };

    expect([1, 2, 3].map((n) => sender.track(aView({ data: { n } })))).toEqual([
      true,
      false,
      false,
    ]);
    expect(warnings).toBeGreaterThanOrEqual(2);
  });
});

describe('an onFailure', () => {
  it('that throws stops no retry', async () => {
    const { sender, time, events } = aSender(
      {
        onFailure: () => {
          throw new Error('no log');
        },
      },
      ['lost', 'lost'],
    );

    sender.track(aView());
    await time.settled(sender.flush());

    expect(events()).toHaveLength(1);
    expect(warned).toEqual(Array(2).fill('farthing: onFailure failed: no log'));
  });
});

describe('the console', () => {
  it('is told at once of an outbox that cannot keep events, and once', async () => {
    const { sender, time } = aSender({
      onFailure: undefined as never,
      outbox: {
        left: () => [],
        begin: () => {
          throw new Error('ENOSPC');
        },
        close: () => undefined,
      },
    });

    sender.track(aView());
    sender.track(aView());
    await time.settled(sender.flush());

    expect(warned).toEqual([
      'farthing: the outbox could not keep an event, which is in memory alone: ENOSPC',
    ]);
  });
});
