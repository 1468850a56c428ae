import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import middy from '@middy/core';
import type { SQSEvent } from 'aws-lambda';
import {
  forEachRecord,
  forWholeBatch,
  reportBatchItemFailures,
} from '../../../functions/middleware/process-batch.ts';
import { context } from '../../support/gateway-event.ts';

const aBatch = (...bodies: string[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: '',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'us-east-1',
  })),
});
const failed = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

let logged: ReturnType<typeof jest.spyOn>;
beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  logged.mockRestore();
});

describe('a batch of records, one at a time', () => {
  it('fails only the records that throw, at once or later', async () => {
    const handler = middy(
      forEachRecord(async ({ body }) => {
        if (body === 'bad') throw new Error('at once');
        await Promise.resolve();
        if (body === 'late') throw new Error('later');
      }),
    ).use(reportBatchItemFailures());

    const answer = await handler(aBatch('good', 'bad', 'late', 'good'), context);

    expect(answer).toEqual(failed('m1', 'm2'));
    expect(JSON.stringify(logged.mock.calls)).toMatch(/m1.*at once.*m2.*later/);
  });
});

describe('a batch of records, all together', () => {
  const decode = (body: string): number => {
    const value = Number(body);
    if (Number.isNaN(value)) throw new Error(`no number: ${body}`);
    return value;
  };
  const done = { status: 'fulfilled', value: undefined } as const;

  it('fails a record that cannot be decoded alone, and hands over the others in order', async () => {
    const given: (readonly number[])[] = [];
    const handler = middy(
      forWholeBatch(decode, async (messages) => {
        given.push(messages);
        return messages.map((message) =>
          message === 2 ? { status: 'rejected', reason: new Error('two') } : done,
        );
      }),
    ).use(reportBatchItemFailures());

    const answer = await handler(aBatch('1', 'x', '2', '3'), context);

    expect(given).toEqual([[1, 2, 3]]);
    expect(answer).toEqual(failed('m1', 'm2'));
  });

  it('fails records without a result', async () => {
    const handler = middy(forWholeBatch(decode, async () => [done])).use(reportBatchItemFailures());

    expect(await handler(aBatch('1', '2', '3'), context)).toEqual(failed('m1', 'm2'));
  });

  it('fails as a whole when the work throws, so that every record comes again', async () => {
    const handler = middy(forWholeBatch(decode, () => Promise.reject(new Error('no table')))).use(
      reportBatchItemFailures(),
    );

    await expect(handler(aBatch('1', '2'), context)).rejects.toThrow('no table');
  });

  it('says when time runs short', async () => {
    const shortAt = async (remainingMs: number): Promise<boolean> => {
      let isShort: boolean | undefined;
      const handler = middy(
        forWholeBatch(decode, async (_, time) => {
          isShort = time.isShort();
          return [done];
        }),
      );
      await handler(aBatch('1'), { ...context, getRemainingTimeInMillis: () => remainingMs });
      return isShort ?? false;
    };

    expect(await shortAt(40_000)).toBe(false);
    expect(await shortAt(14_000)).toBe(true);
  });

  it('does not work on a batch of which nothing can be decoded', async () => {
    let calls = 0;
    const handler = middy(
      forWholeBatch(decode, async () => {
        calls += 1;
        return [];
      }),
    ).use(reportBatchItemFailures());

    expect(await handler(aBatch('x', 'y'), context)).toEqual(failed('m0', 'm1'));
    expect(calls).toBe(0);
  });
});
