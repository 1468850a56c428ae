import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { ListedRepeat, Repeats, TraceScratch } from '../../core/billing/repeats/ports.ts';
import { listedRepeatFrom } from '../../core/billing/repeats/stored-repeats.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { Month } from '../../core/kernel/month.ts';
import { storedJsonFrom } from '../../core/kernel/stored.ts';
import type { Timestamp } from '../../core/kernel/timestamp.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

const listPartition = (tenant: string, month: Month): string =>
  JSON.stringify(['repeated', tenant, month]);
const scratchPartition = (name: string): string => JSON.stringify(['traces', name]);

/** The repeats of a month beside each other by place, in a table with `pk` (S) and `sk` (S), as JSON. */
export function dynamoDbRepeats(client: DynamoDBClient, tableName: string): Repeats {
  const itemOf = (tenant: string, month: Month, listed: ListedRepeat): Item => ({
    pk: { S: listPartition(tenant, month) },
    sk: { S: listed.place },
    repeat: { S: JSON.stringify(listed) },
  });
  return {
    async add(tenant, month, listed) {
      const outcome = await conditionalPut(client, {
        TableName: tableName,
        Item: itemOf(tenant, month, listed),
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      if (outcome === 'unknown') throw new Error('a repeat was not listed: deliver again');
    },

    async overrule(tenant, month, listed) {
      await client.send(
        new PutItemCommand({ TableName: tableName, Item: itemOf(tenant, month, listed) }),
      );
    },

    async get(tenant, month, place) {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: { pk: { S: listPartition(tenant, month) }, sk: { S: place } },
          ConsistentRead: true,
        }),
      );
      return Item === undefined ? undefined : repeatIn(Item);
    },

    async list(tenant, { month, after, limit }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: after === '' ? 'pk = :pk' : 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: {
            ':pk': { S: listPartition(tenant, month) },
            ...(after === '' ? {} : { ':after': { S: after } }),
          },
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      return { repeats: Items.map(repeatIn), more: LastEvaluatedKey !== undefined };
    },
  };
}

function repeatIn({ repeat }: Item): ListedRepeat {
  invariant(repeat?.S !== undefined, 'the item of a repeat has it as text');
  return listedRepeatFrom(storedJsonFrom(repeat.S, 'a repeat'));
}

const HEXADECIMAL_ENDS = 'g';
/** Sorts after every chunk. */
const COMPLETE = '~complete';

/**
 * Traces put aside, in a table with `pk` (S), `sk` (S) and `expires` (N, seconds since 1970), past which the table
 * deletes them.
 */
export function dynamoDbTraceScratch(client: DynamoDBClient, tableName: string): TraceScratch {
  const put = async (name: string, sk: string, until: Timestamp, others: Item): Promise<void> => {
    const Item = {
      pk: { S: scratchPartition(name) },
      sk: { S: sk },
      expires: { N: String(Math.ceil(until / 1000)) },
      ...others,
    };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
  };
  return {
    async isComplete(name, until) {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: { pk: { S: scratchPartition(name) }, sk: { S: COMPLETE } },
          ConsistentRead: true,
        }),
      );
      return Number(Item?.['expires']?.N ?? 0) * 1000 >= until;
    },

    put: (name, { last, bytes }, until) => put(name, last, until, { traces: { B: bytes } }),

    complete: (name, until) => put(name, COMPLETE, until, {}),

    async *read(name, from) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': { S: scratchPartition(name) },
            ':from': { S: from },
            ':to': { S: HEXADECIMAL_ENDS },
          },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) {
        for (const { sk, traces } of Items) {
          invariant(sk?.S !== undefined && traces?.B !== undefined, 'a chunk has its traces');
          yield { last: sk.S, bytes: traces.B };
        }
      }
    },
  };
}
