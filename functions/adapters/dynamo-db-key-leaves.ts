import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import type { KeyLeaves, LoggedKey } from '../../core/transparency/ports.ts';
import { conditionalPut } from './conditional-put.ts';
import { storedItem } from './stored-item.ts';

const READS_AT_ONCE = 8;

const keyOf = (tenant: string, keyId: string): Record<'pk' | 'sk', AttributeValue> => ({
  pk: { S: JSON.stringify(['token-keys', tenant]) },
  sk: { S: keyId },
});

/** Leaves of keys of private passes: `pk` is JSON `["token-keys", tenant]`, `sk` the id of the key. */
export const dynamoDbKeyLeaves = (client: DynamoDBClient, TableName: string): KeyLeaves => ({
  put: ({ tenant, year, keyId, index }) =>
    conditionalPut(client, {
      TableName,
      Item: {
        ...{ ...keyOf(tenant, keyId), year: { N: String(year) }, index: { N: String(index) } },
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),

  async find(tenant, keyIds) {
    const found = await inParallel(READS_AT_ONCE, keyIds, async (keyId) => {
      const get = { TableName, Key: keyOf(tenant, keyId), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(get));
      if (Item === undefined) return [];
      const stored = storedItem(Item, 'the leaf of a key');
      const [year, index] = [stored.integer('year'), stored.integer('index')];
      return [[keyId, { tenant, keyId, year, index }] as const];
    });
    return new Map<string, LoggedKey>(found.flat());
  },
});
