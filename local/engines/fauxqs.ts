import { mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { isObject, type Json } from '../template/json.ts';
import type { BucketDefinition, QueueDefinition } from '../template/queues.ts';
import { AwsError, type AwsJsonClient, awsJsonClient, signatureOf } from './aws-json.ts';
import type { EngineSettings } from './dynalite.ts';
import { type EngineProcess, startEngine } from './engine-process.ts';

/** Messages in one queue, by what a consumer can do with them. */
interface Backlog {
  readonly visible: number;
  readonly delayed: number;
  readonly inFlight: number;
}

/** SQS and S3 on this machine. */
export interface SqsEngine extends EngineProcess {
  /** Makes the queues that are not there yet, and gives the others the attributes that the template has now. */
  createQueues(queues: readonly QueueDefinition[], region: string): Promise<void>;
  /** Makes the buckets that are not there yet, and has queues told of what is put from now on. */
  createBuckets(buckets: readonly BucketDefinition[], region: string): Promise<void>;
  /** By queue name. Exact, unlike the attributes of a queue on AWS. */
  backlog(): Promise<ReadonlyMap<string, Backlog>>;
}

/** Starts fauxqs, in memory or in `dataDirectory/sqs`. */
export async function startFauxqs(settings: EngineSettings): Promise<SqsEngine> {
  const { dataDirectory, accessKeyId } = settings;
  const directory = dataDirectory === undefined ? undefined : join(dataDirectory, 'sqs');
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  const engine = await startEngine({
    name: 'fauxqs',
    module: new URL('./fauxqs-process.ts', import.meta.url),
    settings: { dataDirectory: directory ?? null, countCalls: settings.countCalls, accessKeyId },
    onEnd: settings.onEnd,
    onLog: settings.onLog,
  });
  return {
    ...engine,
    createQueues: async (queues, region) => {
      const client = awsJsonClient(engine.origin, { region, accessKeyId });
      for (const queue of queues) await ensureQueue(client, queue);
      client.close();
    },
    createBuckets: async (buckets, region) => {
      const authorization = signatureOf({ region, accessKeyId });
      for (const { name } of buckets) await putBucket(`${engine.origin}/${name}`, authorization);
      const told = buckets.flatMap(({ name: bucket, notifications }) =>
        notifications.map((one) => ({ bucket, region, ...one })),
      );
      await engine.ask('notifications', told);
    },
    backlog: async () => backlogIn(await engine.ask('backlog')),
  };
}

async function ensureQueue(client: AwsJsonClient, queue: QueueDefinition): Promise<void> {
  const { name, attributes } = queue;
  const url = await queueUrl(client, name);
  if (url === undefined) {
    const body = { QueueName: name, Attributes: attributes };
    await client.call({ target: 'AmazonSQS.CreateQueue', body });
    return;
  }
  // A dead-letter queue that the template no longer names is dropped by an empty policy.
  const Attributes = { RedrivePolicy: '', ...attributes };
  await client.call({
    target: 'AmazonSQS.SetQueueAttributes',
    body: { QueueUrl: url, Attributes },
  });
}

async function queueUrl(client: AwsJsonClient, name: string): Promise<string | undefined> {
  try {
    const answer = await client.call({
      target: 'AmazonSQS.GetQueueUrl',
      body: { QueueName: name },
    });
    return String(answer['QueueUrl']);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'QueueDoesNotExist') return undefined;
    throw error;
  }
}

/** The engine keeps a bucket that is there already as it is. */
function putBucket(url: string, authorization: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'PUT', headers: { authorization } }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`bucket ${url} was refused with status ${response.statusCode ?? 0}`));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function backlogIn(answer: Json): ReadonlyMap<string, Backlog> {
  const backlog = new Map<string, Backlog>();
  for (const [name, counts] of Object.entries(isObject(answer) ? answer : {})) {
    const at = (field: string): number => Number(isObject(counts) ? (counts[field] ?? 0) : 0);
    backlog.set(name, { visible: at('visible'), delayed: at('delayed'), inFlight: at('inFlight') });
  }
  return backlog;
}
