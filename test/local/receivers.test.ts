import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { startReceivers } from '../../local/queues/receivers.ts';

/** A queue to which a message comes every 2 ms until there were `total`, received until all have come. */
async function trickle(total: number, gatherMs: number) {
  const closing = new AbortController();
  let [sent, received, calls] = [0, 0, 0];
  const all = new Promise<void>((resolve) => {
    startReceivers({
      fullCount: 10,
      gatherMs: () => gatherMs,
      isFull: () => false,
      closing: closing.signal,
      onError: (error) => {
        throw error;
      },
      receive: async (waitSeconds) => {
        calls += 1;
        while (waitSeconds > 0 && sent === received && !closing.signal.aborted) await sleep(1);
        const count = Math.min(10, sent - received);
        received += count;
        if (received === total) resolve();
        return count;
      },
    });
  });
  for (; sent < total; sent += 1) await sleep(2);
  await all;
  closing.abort();
  return { received, calls };
}

describe('the receivers of a queue', () => {
  it('are given all messages by many calls when they need not wait', async () => {
    const { received, calls } = await trickle(60, 0);

    expect(received).toBe(60);
    expect(calls).toBeGreaterThan(20);
  });

  it('are given as many by few calls when messages may gather', async () => {
    const { received, calls } = await trickle(60, 50);

    expect(received).toBe(60);
    expect(calls).toBeLessThan(20);
  });
});
