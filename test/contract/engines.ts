import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { dynamoDbClient, sqsClient } from '../../functions/adapters/clients.ts';

/** dynalite's only export: an HTTP server that has not been told to listen. */
type Dynalite = (options: Readonly<Record<string, unknown>>) => Server;

const identity = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

/** DynamoDB in this process, in memory, on loopback. */
export interface DynamoEngine {
  readonly origin: string;
  readonly client: DynamoDBClient;
  /** Makes a table under a name of its own and answers the name. */
  createTable(
    definition: Omit<CreateTableCommandInput, 'TableName' | 'BillingMode'>,
  ): Promise<string>;
  stop(): Promise<void>;
}

/** Starts dynalite, with a client of the kind that the functions use. */
export async function startDynamo(): Promise<DynamoEngine> {
  const dynalite = createRequire(import.meta.url)('dynalite') as Dynalite;
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = dynamoDbClient({ ...identity, endpoint: origin });
  let tables = 0;
  return {
    origin,
    client,
    createTable: async (definition) => {
      tables += 1;
      const TableName = `table-${tables}`;
      await client.send(
        new CreateTableCommand({ ...definition, TableName, BillingMode: 'PAY_PER_REQUEST' }),
      );
      while (
        (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus !== 'ACTIVE'
      ) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      return TableName;
    },
    stop: async () => {
      client.destroy();
      // dynalite closes its store after the last connection, and clients keep theirs open.
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

/** SQS in this process, in memory, on loopback. */
export interface SqsEngine {
  readonly origin: string;
  readonly client: SQSClient;
  /** Makes a standard queue under a name of its own and answers its URL, at `origin`. */
  createQueue(attributes?: Readonly<Record<string, string>>): Promise<string>;
  stop(): Promise<void>;
}

/** Starts fauxqs, with a client of the kind that the functions use. */
export async function startSqs(): Promise<SqsEngine> {
  const app = buildApp({ logger: false });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const client = sqsClient({ ...identity, endpoint: origin });
  let queues = 0;
  return {
    origin,
    client,
    createQueue: async (attributes = {}) => {
      queues += 1;
      const QueueName = `queue-${queues}`;
      const { QueueUrl = '' } = await client.send(
        new CreateQueueCommand({ QueueName, Attributes: { ...attributes } }),
      );
      return new URL(new URL(QueueUrl).pathname, origin).href;
    },
    stop: async () => {
      client.destroy();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
