import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import type { SpendLog, StoredSpendBlock } from '../../core/spend/ports.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

/** So many digits sort as their numbers do. */
const NUMBER_DIGITS = 12;
const NUMBER_MAX = 10 ** NUMBER_DIGITS - 1;
const STATE = '-';

const keyOf = (...parts: readonly string[]): AttributeValue => ({ S: JSON.stringify(parts) });

/** Where spend logs are: nothing of the log is ever changed, and what is kept beside it can be made again. */
export interface SpendTables {
  readonly log: string;
  readonly kept: string;
}

/**
 * Spend logs in a table with `pk` (S), JSON `[tenant, log]`, and `sk` (S), the number of a block in twelve digits.
 * Another table has the state of each (`pk` is JSON `["state", tenant, log]`), and pages of keys (`["keys", …]`).
 */
export function dynamoDbSpendLog(client: DynamoDBClient, tables: SpendTables): SpendLog {
  return {
    ...keysIn(client, tables.kept),
    ...spendBlocksIn(client, tables.log),

    async read(tenant, log, after, consistency) {
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tables.log,
          KeyConditionExpression: 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: {
            ':pk': keyOf(tenant, log),
            ':after': numberAttribute(after),
          },
          ConsistentRead: consistency === 'strong',
        }),
      );
      return { blocks: (Items ?? []).map(blockIn), more: LastEvaluatedKey !== undefined };
    },

    async readBack(tenant, log, { before, limit }) {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: tables.log,
          KeyConditionExpression: 'pk = :pk AND sk < :before',
          ExpressionAttributeValues: {
            ':pk': keyOf(tenant, log),
            ':before': numberAttribute(before),
          },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return (Items ?? []).map(blockIn);
    },

    append: (tenant, log, { seq, bytes }) =>
      putOnce(client, tables.log, {
        pk: keyOf(tenant, log),
        sk: numberAttribute(seq),
        block: { B: bytes },
      }),

    async readState(tenant, log) {
      const item = await itemAt(client, tables.kept, keyOf('state', tenant, log), { S: STATE });
      return item === undefined
        ? undefined
        : { version: Number(item['version']?.N), bytes: bytesIn(item, 'state') };
    },

    putState: (tenant, log, { version, bytes }) =>
      conditionalPut(client, {
        TableName: tables.kept,
        Item: {
          pk: keyOf('state', tenant, log),
          sk: { S: STATE },
          version: { N: String(version) },
          state: { B: bytes },
        },
        ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': { N: String(version) } },
      }),
  };
}

/** Single blocks of the log, for who needs no more of it. */
export const spendBlocksIn = (
  client: DynamoDBClient,
  tableName: string,
): Pick<SpendLog, 'readOne'> => ({
  async readOne(tenant, log, seq) {
    const item = await itemAt(client, tableName, keyOf(tenant, log), numberAttribute(seq));
    return item === undefined ? undefined : blockIn(item);
  },
});

async function itemAt(
  client: DynamoDBClient,
  TableName: string,
  pk: AttributeValue,
  sk: AttributeValue,
): Promise<Item | undefined> {
  const key = { TableName, Key: { pk, sk }, ConsistentRead: true };
  const { Item } = await client.send(new GetItemCommand(key));
  return Item;
}

/** What is put so is never put over. */
const putOnce = (client: DynamoDBClient, TableName: string, Item: Item): Promise<PutOutcome> =>
  conditionalPut(client, { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });

function keysIn(client: DynamoDBClient, tableName: string): Pick<SpendLog, 'readKeys' | 'putKeys'> {
  return {
    async readKeys(tenant, log, { from, to }) {
      const found = new Map<number, Uint8Array>();
      if (from > to) return found;
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': keyOf('keys', tenant, log),
            ':from': numberAttribute(from),
            ':to': numberAttribute(to),
          },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) found.set(numberIn(item), bytesIn(item, 'keys'));
      }
      return found;
    },

    putKeys: (tenant, log, page, bytes) =>
      putOnce(client, tableName, {
        pk: keyOf('keys', tenant, log),
        sk: numberAttribute(page),
        keys: { B: bytes },
      }),
  };
}

function numberAttribute(number: number): AttributeValue {
  invariant(number >= 0 && number <= NUMBER_MAX, `a log has no number ${number}`);
  return { S: String(number).padStart(NUMBER_DIGITS, '0') };
}

function numberIn({ sk }: Item): number {
  invariant(sk?.S !== undefined, 'an item of a spend log has its number');
  return Number(sk.S);
}

function bytesIn(item: Item, name: 'block' | 'state' | 'keys'): Uint8Array {
  const bytes = item[name]?.B;
  invariant(bytes !== undefined, `an item of a spend log has its ${name}`);
  return bytes;
}

const blockIn = (item: Item): StoredSpendBlock => ({
  seq: numberIn(item),
  bytes: bytesIn(item, 'block'),
});
