import type { MiddlewareObj } from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { TimeLeft } from '../../core/kernel/clock.ts';
import { countMetric } from './count-metric.ts';
import { logError } from './log.ts';

type Settled = readonly PromiseSettledResult<unknown>[];

/** Runs all records at once, each by itself, and settles every one: a poison message blocks no other. */
export const forEachRecord =
  (handle: (record: SQSRecord, context?: RemainingTime) => Promise<void>) =>
  (event: SQSEvent, context?: RemainingTime): Promise<Settled> =>
    Promise.allSettled(event.Records.map(async (record) => handle(record, context)));

type RemainingTime = Pick<Context, 'getRemainingTimeInMillis'>;

/** Enough for calls that are under way, with their retries. */
const SHORT_MS = 15_000;

/**
 * Runs a batch through `handle` as a whole, for work that is cheaper together. A record that `decode` throws on fails
 * alone; `handle` settles each of the others, in the order it was given them. When it throws, all of them failed.
 */
export const forWholeBatch =
  <Message>(
    decode: (body: string) => Message,
    handle: (messages: readonly Message[], time: TimeLeft) => Promise<Settled>,
  ) =>
  async (event: SQSEvent, context?: RemainingTime): Promise<Settled> => {
    const decoded = await Promise.allSettled(event.Records.map(async ({ body }) => decode(body)));
    const messages = decoded.flatMap((result) =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    const settled =
      messages.length === 0
        ? []
        : await handle(messages, {
            isShort: () => (context?.getRemainingTimeInMillis() ?? SHORT_MS) < SHORT_MS,
          });
    let next = 0;
    return decoded.map((result) => {
      if (result.status === 'rejected') return result;
      next += 1;
      return settled[next - 1] ?? { status: 'rejected', reason: new Error('has no result') };
    });
  };

/** Tells SQS which records failed. A record without a result counts as failed: lost usage is lost revenue. */
export const reportBatchItemFailures = (): MiddlewareObj<SQSEvent, Settled | SQSBatchResponse> => ({
  after: (request) => {
    const settled = request.response as Settled;
    const failed = request.event.Records.filter((record, index) => {
      const result = settled[index];
      if (result?.status === 'fulfilled') return false;
      logError('a message failed', result?.reason, { messageId: record.messageId });
      countMetric('FailedMessages');
      return true;
    });
    request.response = {
      batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
    };
  },
});
