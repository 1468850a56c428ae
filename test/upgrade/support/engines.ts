import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';

/** A message as it stood in a queue, which is named by its logical id. */
export interface QueuedMessage {
  readonly queue: string;
  readonly body: string;
}

/** Sends messages as they are, one after the other. */
export async function sendMessages(
  farthing: LocalFarthing,
  messages: readonly QueuedMessage[],
): Promise<void> {
  const client = new SQSClient({
    region: 'us-east-1',
    endpoint: farthing.stack.environment['AWS_ENDPOINT_URL_SQS'] ?? '',
    credentials: {
      accessKeyId: farthing.stack.environment['AWS_ACCESS_KEY_ID'] ?? 'local',
      secretAccessKey: 'local',
    },
  });
  for (const { queue, body } of messages) {
    const { QueueUrl } = await client.send(
      new GetQueueUrlCommand({ QueueName: `Farthing-${queue}` }),
    );
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  }
  client.destroy();
}
