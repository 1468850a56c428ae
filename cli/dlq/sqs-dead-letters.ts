import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Failure } from '../failure.ts';
import { jsonFrom, textAt } from '../http/json.ts';
import { type DeadLetter, type DeadLetterQueue, queueNames } from './dead-letters.ts';

/** Where queues are. */
export interface QueuesPlace {
  /** Whose names they begin with. */
  readonly stack: string;
  /** Variables that lead to a local stack; undefined for AWS, as the machine is set up. */
  readonly environment: Readonly<Record<string, string>> | undefined;
}

/** SQS's own limits: of a batch, and of a page of queues. */
const messagesMax = 10;
const queuesMax = 1000;

/** Dead letters of a stack on SQS, and what is to be closed when they are done with. */
export interface SqsDeadLetters extends Disposable {
  readonly queues: readonly DeadLetterQueue[];
}

/**
 * The dead letter queues of a stack, found by the names of its queues and by where each of them says that its dead
 * letters go. Throws a `Failure` when SQS refuses or is not there.
 */
export async function sqsDeadLetters(place: QueuesPlace): Promise<SqsDeadLetters> {
  const client = new SQSClient(place.environment === undefined ? {} : localConfig(place));
  try {
    const queues = await queuesOf(client, place);
    return { queues, [Symbol.dispose]: () => client.destroy() };
  } catch (error) {
    client.destroy();
    if (error instanceof Failure || !(error instanceof Error)) throw error;
    const advice = place.environment === undefined ? awsAdvice : localAdvice;
    throw new Failure(
      `cannot look at the queues of ${place.stack}: ${error.name}: ${error.message}. ${advice}`,
    );
  }
}

const awsAdvice = 'Check AWS_REGION, AWS_PROFILE and the permissions on SQS that docs/cli.md names';
const localAdvice = 'Is the local stack running? Start it with `npm start`';

function localConfig({ environment = {} }: QueuesPlace) {
  return {
    endpoint: endpointIn(environment),
    region: environment['AWS_REGION'] ?? 'us-east-1',
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? 'local',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? 'local',
    },
  };
}

function endpointIn(environment: Readonly<Record<string, string>>): string {
  const endpoint = environment['AWS_ENDPOINT_URL_SQS'] ?? environment['AWS_ENDPOINT_URL'];
  if (endpoint !== undefined) return endpoint;
  throw new Failure('local.json names no AWS_ENDPOINT_URL_SQS: start the local stack again');
}

async function queuesOf(client: SQSClient, place: QueuesPlace): Promise<DeadLetterQueue[]> {
  const urls = await urlsOf(client, place);
  const byName = new Map(urls.map((url) => [nameIn(url), url]));
  const found = await Promise.all(
    urls.map(async (url) => {
      const policy = (await attributesOf(client, url))['RedrivePolicy'];
      const arn =
        policy === undefined ? undefined : textAt(jsonFrom(policy), 'deadLetterTargetArn');
      const letters = byName.get(arn?.split(':').at(-1) ?? '');
      const name = queueNames.find((one) => letters?.includes(`${one}DeadLetters`) === true);
      if (letters === undefined || name === undefined) return [];
      const retention = Number((await attributesOf(client, letters))['MessageRetentionPeriod']);
      return [queueAt(client, { name, letters, source: url, retentionMs: retention * 1000 })];
    }),
  );
  const queues = found.flat();
  if (queues.length > 0)
    return queueNames.flatMap((name) => queues.filter((one) => one.name === name));
  throw new Failure(
    `there are no queues of a stack named ${place.stack}: name it by --stack, as \`cdk deploy\` does`,
  );
}

/** What stands after a stack's name: a logical id, and what makes it unique. `Farthing-Test` is another stack. */
const ofOneStack = /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?$/;

async function urlsOf(client: SQSClient, { stack, environment }: QueuesPlace): Promise<string[]> {
  const { QueueUrls = [] } = await client.send(
    new ListQueuesCommand({ QueueNamePrefix: `${stack}-`, MaxResults: queuesMax }),
  );
  const own = QueueUrls.filter((url) => ofOneStack.test(nameIn(url).slice(stack.length + 1)));
  if (environment === undefined) return own;
  return own.map((url) => new URL(new URL(url).pathname, endpointIn(environment)).href);
}

const nameIn = (url: string): string => url.split('/').at(-1) ?? '';

async function attributesOf(
  client: SQSClient,
  url: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  const answer = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  return answer.Attributes ?? {};
}

function queueAt(
  client: SQSClient,
  queue: {
    readonly name: DeadLetterQueue['name'];
    readonly letters: string;
    readonly source: string;
    readonly retentionMs: number;
  },
): DeadLetterQueue {
  const { name, letters, source, retentionMs } = queue;
  const letterFrom = (message: Message): DeadLetter => {
    const queuedAt = Number(message.Attributes?.SentTimestamp ?? 0);
    const triedAt = message.Attributes?.ApproximateFirstReceiveTimestamp;
    return {
      queue: name,
      id: message.MessageId ?? '',
      body: message.Body ?? '',
      queuedAt,
      triedAt: triedAt === undefined ? undefined : Number(triedAt),
      receives: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
      keptUntil: queuedAt + retentionMs,
      receipt: message.ReceiptHandle ?? '',
    };
  };
  return {
    name,
    count: async () => {
      const attributes = await attributesOf(client, letters);
      return ['', 'NotVisible']
        .map((kind) => Number(attributes[`ApproximateNumberOfMessages${kind}`] ?? 0))
        .reduce((sum, count) => sum + count, 0);
    },
    receive: async (hiddenSeconds) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: letters,
          MaxNumberOfMessages: messagesMax,
          VisibilityTimeout: hiddenSeconds,
          // All of SQS's servers are asked: without it, an answer of none may come from one that has none.
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return Messages.map(letterFrom);
    },
    giveBack: async (given) => {
      for (let at = 0; at < given.length; at += messagesMax) {
        const Entries = given.slice(at, at + messagesMax).map(({ receipt }, index) => ({
          Id: String(index),
          ReceiptHandle: receipt,
          VisibilityTimeout: 0,
        }));
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: letters, Entries }));
      }
    },
    redrive: async ({ body, receipt }) => {
      const { MessageId = '' } = await client.send(
        new SendMessageCommand({ QueueUrl: source, MessageBody: body }),
      );
      await client.send(new DeleteMessageCommand({ QueueUrl: letters, ReceiptHandle: receipt }));
      return MessageId;
    },
  };
}
