import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { ExportRun, ExportRuns, SeenDays } from '../../core/exports/ports.ts';
import { exportRunFrom, exportRunText } from '../../core/exports/stored-run.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

const KEPT_DAYS = 90;

const runsOf = (tenant: string): AttributeValue => ({ S: JSON.stringify(['runs', tenant]) });
const daysOf = (tenant: string): AttributeValue => ({ S: JSON.stringify(['days', tenant]) });

/** Runs: `pk` is JSON `["runs", tenant]`, `sk` the id, which sorts by time; they expire. */
export const dynamoDbExportRuns = (client: DynamoDBClient, tableName: string): ExportRuns => ({
  async get(tenant, id) {
    const Key = { pk: runsOf(tenant), sk: { S: id } };
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : runIn(tenant, Item);
  },

  put: (run) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        ...{ pk: runsOf(run.tenant), sk: { S: run.id }, value: { S: exportRunText(run) } },
        revision: { N: String(run.revision) },
        expires: { N: String(Math.floor((run.askedAt + KEPT_DAYS * millisecondsPer.day) / 1000)) },
      },
      ...(run.revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(run.revision - 1) } },
          }),
    }),

  async list(tenant, limit) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': runsOf(tenant) },
        ...{ ConsistentRead: true, ScanIndexForward: false, Limit: limit },
      }),
    );
    return Items.map((item) => runIn(tenant, item));
  },
});

function runIn(tenant: string, { sk, revision, value }: Item): ExportRun {
  invariant(sk?.S !== undefined && value?.S !== undefined, 'a run of an export has its text');
  return exportRunFrom({ tenant, id: sk.S, revision: Number(revision?.N) }, value.S);
}

/** Days as they were exported: `pk` is JSON `["days", tenant]`, `sk` the day. */
export const dynamoDbSeenDays = (client: DynamoDBClient, tableName: string): SeenDays => ({
  async list(tenant, { from, to }) {
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': daysOf(tenant),
          ':from': { S: from },
          ':to': { S: to },
        },
        ConsistentRead: true,
      },
    );
    const found: Item[] = [];
    for await (const { Items = [] } of pages) found.push(...Items);
    return found
      .map(({ sk, digest }) => ({ day: sk?.S ?? '', digest: digest?.S ?? '' }))
      .filter(({ day }) => day < to);
  },

  async put(tenant, { day, digest }) {
    const Item = { pk: daysOf(tenant), sk: { S: day }, digest: { S: digest } };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
  },
});
