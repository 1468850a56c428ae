import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { KeptBuckets } from '../../core/access/leased-rates.ts';
import { conditionalPut } from './conditional-put.ts';
import { storedItem, versionAttribute } from './stored-item.ts';

const VERSION = 1;

/** A bucket that is full is nothing to keep; clocks differ by less than this. */
const KEPT_SECONDS = 3_600;
const MICROSECONDS = 1_000_000;

/**
 * Buckets as items: `pk` (S, the name), `fullAt` (N, microseconds since 1970), `revision` (N), and `expires` (N,
 * seconds), when the table may delete it.
 */
export const dynamoDbBuckets = (client: DynamoDBClient, tableName: string): KeptBuckets => ({
  async read(name) {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: tableName,
        Key: { pk: { S: name } },
        ConsistentRead: true,
      }),
    );
    if (item === undefined) return undefined;
    const stored = storedItem(item, 'a bucket of tokens');
    stored.version(VERSION);
    return { name, fullAt: stored.integer('fullAt'), revision: stored.integer('revision') };
  },

  put: ({ name, fullAt, revision }) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        ...versionAttribute(VERSION),
        pk: { S: name },
        fullAt: { N: String(fullAt) },
        revision: { N: String(revision) },
        expires: { N: String(Math.ceil(fullAt / MICROSECONDS) + KEPT_SECONDS) },
      },
      ...(revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
          }),
    }),
});
