import {
  type AwsJsonClient,
  awsJsonClient,
  type EngineCaller,
} from '../../local/engines/aws-json.ts';
import type { Runtime } from '../../local/runtime.ts';

type Answer = Awaited<ReturnType<AwsJsonClient['call']>>;

/** What a test asks of a runtime's tables and queues from outside. */
export interface Outside {
  send(queueOutput: string, bodies: readonly unknown[], delaySeconds?: number): Promise<void>;
  receive(queueOutput: string): Promise<readonly { readonly Body: string }[]>;
  /** Items that a function kept under a key, as plain values. */
  kept(key: string): Promise<readonly Readonly<Record<string, string>>[]>;
  call(service: 'dynamoDb' | 'sqs', operation: string, body: object): Promise<Answer>;
}

/** As whom a runtime's engines are asked. */
export const callerIn = (environment: Runtime['environment']): EngineCaller => ({
  region: environment['AWS_REGION'] ?? '',
  accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
});

/** The outside of a runtime of the fixture stack. */
export function outsideOf({ environment, outputs }: Runtime): Outside {
  const caller = callerIn(environment);
  const clients = {
    dynamoDb: awsJsonClient(environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? '', caller),
    sqs: awsJsonClient(environment['AWS_ENDPOINT_URL_SQS'] ?? '', caller),
  };
  const prefixes = { dynamoDb: 'DynamoDB_20120810', sqs: 'AmazonSQS' };
  const call: Outside['call'] = (service, operation, body) =>
    clients[service].call({
      target: `${prefixes[service]}.${operation}`,
      body: JSON.parse(JSON.stringify(body)) as Answer,
    });
  return {
    call,
    send: async (queueOutput, bodies, delaySeconds = 0) => {
      for (let at = 0; at < bodies.length; at += 10) {
        await call('sqs', 'SendMessageBatch', {
          QueueUrl: outputs[queueOutput],
          Entries: bodies.slice(at, at + 10).map((body, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(body),
            DelaySeconds: delaySeconds,
          })),
        });
      }
    },
    receive: async (queueOutput) => {
      const query = { QueueUrl: outputs[queueOutput], MaxNumberOfMessages: 10, WaitTimeSeconds: 2 };
      const { Messages = [] } = await call('sqs', 'ReceiveMessage', query);
      return Messages as unknown as readonly { readonly Body: string }[];
    },
    kept: async (key) => {
      const { Items = [] } = await call('dynamoDb', 'Query', {
        TableName: outputs['TableName'],
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: key } },
        ConsistentRead: true,
      });
      return (Items as unknown as readonly Record<string, Record<string, string>>[]).map((item) =>
        Object.fromEntries(
          Object.entries(item).map(([name, value]) => [name, Object.values(value)[0] ?? '']),
        ),
      );
    },
  };
}

/** Waits until `done` holds; fails loudly after a while. */
export async function until(done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error('waited 10 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
