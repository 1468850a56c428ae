import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, ListQueuesCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Longer than a step of a test on a busy machine, and shorter than a message that is put off again and again. */
const waitMsMax = 240_000;

/**
 * Waits until every queue is empty, and fails when something was parked, or stays for minutes. While a queue has
 * messages only that one is looked at: asking all of them all the time takes more of a machine than what is waited for.
 */
export async function untilEmpty(client: SQSClient): Promise<void> {
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  const end = performance.now() + waitMsMax;
  let busy: string | undefined;
  for (let calm = 0; calm < 3; await sleep(50)) {
    if (performance.now() > end) {
      throw new Error(`after ${waitMsMax / 1_000} s there still are messages in ${busy}`);
    }
    if (busy !== undefined && (await leftIn(client, busy)) > 0) continue;
    const counts = await Promise.all(QueueUrls.map((url) => leftIn(client, url)));
    const filled = QueueUrls.filter((_, index) => (counts[index] ?? 0) > 0);
    if (filled.some((url) => /dead/i.test(url))) {
      throw new Error('messages were parked in a dead-letter queue');
    }
    [busy] = filled;
    calm = busy === undefined ? calm + 1 : 0;
  }
}

/** How many messages a queue has, whoever can have them now. */
async function leftIn(client: SQSClient, QueueUrl: string): Promise<number> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  const { Attributes: found = {} } = await client.send(command);
  return (
    Number(found['ApproximateNumberOfMessages']) +
    Number(found['ApproximateNumberOfMessagesNotVisible']) +
    Number(found['ApproximateNumberOfMessagesDelayed'])
  );
}
