import type { AwsJsonClient } from '../engines/aws-json.ts';
import type { JsonObject } from '../template/json.ts';

/** The calls that an event source makes on its queue. */
export interface QueueClient {
  /** Up to ten messages; waits up to `waitSeconds` for the first. Rejects when `signal` is aborted. */
  receive(request: {
    readonly countMax: number;
    readonly waitSeconds: number;
    readonly signal: AbortSignal;
  }): Promise<JsonObject>;
  remove(receiptHandles: readonly string[]): Promise<void>;
  /** Hides messages for so long from now on; not at all by 0. */
  hide(messages: readonly { readonly receiptHandle: string }[], seconds: number): Promise<void>;
  send(body: string): Promise<void>;
}

/** A client of the queue at `url`. */
export function queueClient(client: AwsJsonClient, url: string): QueueClient {
  const inTens = async (
    operation: string,
    receiptHandles: readonly string[],
    more: JsonObject,
  ): Promise<void> => {
    const calls: Promise<JsonObject>[] = [];
    for (let at = 0; at < receiptHandles.length; at += 10) {
      const Entries = receiptHandles
        .slice(at, at + 10)
        .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, ...more }));
      const target = `AmazonSQS.${operation}`;
      calls.push(client.call({ target, body: { QueueUrl: url, Entries } }));
    }
    await Promise.all(calls);
  };
  return {
    receive: ({ countMax, waitSeconds, signal }) =>
      client.call({
        target: 'AmazonSQS.ReceiveMessage',
        body: {
          QueueUrl: url,
          MaxNumberOfMessages: Math.min(10, countMax),
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        },
        signal,
      }),
    remove: (receiptHandles) => inTens('DeleteMessageBatch', receiptHandles, {}),
    hide: (messages, seconds) =>
      inTens(
        'ChangeMessageVisibilityBatch',
        messages.map(({ receiptHandle }) => receiptHandle),
        { VisibilityTimeout: seconds },
      ),
    send: async (body) => {
      const message = { QueueUrl: url, MessageBody: body };
      await client.call({ target: 'AmazonSQS.SendMessage', body: message });
    },
  };
}
