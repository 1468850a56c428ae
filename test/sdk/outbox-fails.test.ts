import { describe, expect, it } from '@jest/globals';
import type { Outbox, OutboxBatch } from '../../sdk/src/sender/outbox.ts';
import { inMemoryOutbox } from '../fakes/outbox.ts';
import { aSender, aView, several } from './support/a-sender.ts';
import type { Fault } from './support/ingesting.ts';

const full = (): never => {
  throw new Error('ENOSPC: no space left on device');
};

/** An outbox on a disk that is full for some of what it is asked. */
function aFullDisk(verbs: Partial<Outbox & OutboxBatch>) {
  const disk = inMemoryOutbox();
  const open = disk.open();
  const outbox: Outbox = {
    ...open,
    begin: () => ({ ...open.begin(), ...verbs }),
    ...(verbs.begin === undefined ? {} : { begin: verbs.begin }),
    ...(verbs.close === undefined ? {} : { close: verbs.close }),
  };
  return { outbox, texts: disk.texts };
}

describe('a sender whose outbox fails', () => {
  it.each([
    ['begin a batch', { begin: full }, 2],
    ['keep an event', { keep: full }, 2],
    ['close a batch', { seal: full }, 1],
    ['forget a batch', { settle: full }, 1],
    ['be closed', { close: full }, 1],
  ] as const)('to %s sends what it holds, and tells', async (_, verbs, times) => {
    const { sender, time, events, drops, failures } = aSender(aFullDisk(verbs), ['lost']);

    expect(several(2).map((event) => sender.track(event))).toEqual([true, true]);
    expect(await time.settled(sender.close())).toEqual({ unsent: 0 });

    expect([events().length, drops]).toEqual([2, []]);
    const told = failures.filter(({ kind }) => kind === 'outbox');
    expect(told.map(({ attempt }) => attempt)).toEqual([1, 2].slice(0, times));
    expect(told[0]?.detail).toContain('ENOSPC');
  });

  it('counts what is tracked while that is told', async () => {
    let told = 0;
    const { sender, time, asked, events } = aSender({
      ...aFullDisk({ keep: full }),
      eventsMax: 2,
      onFailure: () => {
        told += 1;
        if (told < 5) sender.track(aView({ data: { told } }));
      },
    });

    for (const event of several(3)) sender.track(event);
    await time.settled(sender.close());

    expect(new Set(events().map(({ id }) => id)).size).toBe(6);
    expect(asked.map(({ texts }) => texts.length)).toEqual([2, 2, 2]);
  });

  it('tells what it has not kept where it is closed before that is sent, and of nothing else', async () => {
    let isFull = false;
    const disk = inMemoryOutbox();
    const outbox = {
      ...disk.open(),
      begin() {
        const batch = disk.open().begin();
        return { ...batch, keep: (text: string) => (isFull ? full() : batch.keep(text)) };
      },
    };
    const silent = Array.from({ length: 99 }, (): Fault => 'silent');
    const { sender, time, drops } = aSender({ outbox }, silent);

    sender.track(aView({ id: 'kept' }));
    isFull = true;
    sender.track(aView({ id: 'unkept' }));
    const closed = await time.settled(sender.close({ timeoutMs: 50 }));

    expect(closed).toEqual({ unsent: 2 });
    expect(drops).toMatchObject([{ reason: 'not-kept', event: { id: 'unkept' } }]);
    expect(disk.texts().map((text) => (JSON.parse(text) as { id: string }).id)).toEqual(['kept']);
  });

  it('starts where what was left cannot be forgotten', async () => {
    const disk = inMemoryOutbox();
    const left = { texts: [], unreadable: ['\0'], settle: full };
    const outbox = { ...disk.open(), left: () => [left] };

    const { sender, time, drops, failures } = aSender({ outbox });
    sender.track(aView());
    await time.settled(sender.flush());

    expect(drops.map(({ reason }) => reason)).toEqual(['unreadable']);
    expect(failures).toMatchObject([{ kind: 'outbox', events: 0 }]);
  });
});
