import { describe, expect, it } from '@jest/globals';
import { complaintIn } from '../../local/lambda/complaint.ts';
import { retrySeconds } from '../../local/queues/retries.ts';
import { retrying } from '../../local/queues/retrying.ts';

const ofAws = { visibilityTimeoutSeconds: 720, receivesMax: 5 };

describe('a message that a function has failed on', () => {
  it('is hidden for seconds, then for up to a minute, and set aside at once after its last try', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((receives) => retrySeconds(receives, ofAws));

    expect(waits).toEqual([1, 4, 16, 60, 0, 0]);
  });

  it('is never hidden for longer than its queue says, and is tried for ever where that says no end', () => {
    const soon = { visibilityTimeoutSeconds: 3, receivesMax: undefined };

    expect([1, 2, 3, 99].map((receives) => retrySeconds(receives, soon))).toEqual([1, 3, 3, 3]);
  });
});

describe('messages that a function has failed on together', () => {
  it('come again each in its time, also where the queue does not answer for some', async () => {
    const hidden: number[] = [];
    const hide = async (_: readonly unknown[], seconds: number): Promise<void> => {
      if (seconds === 1) throw new Error('no answer');
      hidden.push(seconds);
    };
    const never = () => Promise.reject(new Error('not asked'));
    const queue = { hide, receive: never, remove: never, send: never };
    const again = retrying({ queue, retried: ofAws, path: 'Consume', onFailure: () => undefined });
    const failed = [1, 2, 5].map((receives) => ({
      ...{ messageId: String(receives), receiptHandle: String(receives), receives, record: '' },
    }));

    await expect(again.later(failed, 'why')).rejects.toThrow('no answer');

    expect(hidden).toEqual([4, 0]);
    expect(again.retries().map(({ reason }) => reason)).toEqual(['why', 'why']);
    for (const message of failed) again.came(message);
    expect(again.retries()).toEqual([]);
  });
});

describe('what a function says on standard error', () => {
  const late = Object.assign(new Error('took\nmore than 5 s'), { name: 'TimeoutError' });

  it.each<[string, readonly unknown[], string | undefined]>([
    ['an error', [late], 'TimeoutError: took more than 5 s'],
    [
      'an error in an object',
      ['oh', { event: 'put', error: late }],
      'TimeoutError: took more than 5 s',
    ],
    ['a text', ['no', 'room'], 'no room'],
    ['something else', [{ a: 1 }], '{ a: 1 }'],
    ['nothing', [], undefined],
    ['a long text', ['x'.repeat(1_000)], 'x'.repeat(300)],
  ])('is told in one line: %s', (_, said, line) => {
    expect(complaintIn(said)).toBe(line);
  });
});
