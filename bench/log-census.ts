import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Runtime } from '../local/runtime.ts';

const HEAD_COUNT_OFFSET = 1;

/** Resolves when the events queue is empty, in flight included: then every event is in the log. */
export async function untilAppended(runtime: Runtime): Promise<void> {
  const client = new SQSClient(clientOf(runtime, 'AWS_ENDPOINT_URL_SQS'));
  const QueueUrl = runtime.outputs['EventsQueueUrl'] ?? '';
  for (;;) {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    const left =
      Number(Attributes?.['ApproximateNumberOfMessages']) +
      Number(Attributes?.['ApproximateNumberOfMessagesNotVisible']);
    if (left === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  client.destroy();
}

/** How many events and blocks are in the usage log, and how many bytes they take. */
export async function logCensus(
  runtime: Runtime,
): Promise<{ readonly events: number; readonly blocks: number; readonly bytes: number }> {
  const client = new DynamoDBClient(clientOf(runtime, 'AWS_ENDPOINT_URL_DYNAMODB'));
  const census = { events: 0, blocks: 0, bytes: 0 };
  let start: Record<string, never> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: runtime.outputs['UsageLogTableName'],
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    for (const { block } of page.Items ?? []) {
      const bytes = block?.B ?? new Uint8Array();
      census.events += Buffer.from(bytes).readUInt32BE(HEAD_COUNT_OFFSET);
      census.blocks += 1;
      census.bytes += bytes.length;
    }
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start !== undefined);
  client.destroy();
  return census;
}

/** The engines answer only who has the key that the runtime gives out. */
const clientOf = ({ environment }: Runtime, endpoint: string) => ({
  region: 'us-east-1',
  endpoint: environment[endpoint] ?? '',
  credentials: {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
  },
});
