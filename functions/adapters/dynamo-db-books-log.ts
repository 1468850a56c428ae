import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { BooksLog, StoredBooksBlock } from '../../core/books/ports.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { conditionalPut } from './conditional-put.ts';

/** The books in a table with `tenant` (S) and `seq` (N) as its key. */
export const dynamoDbBooksLog = (client: DynamoDBClient, tableName: string): BooksLog => ({
  async read(tenant, after, consistency) {
    const { Items, LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: '#tenant = :tenant AND #seq > :after',
        ExpressionAttributeNames: { '#tenant': 'tenant', '#seq': 'seq' },
        ExpressionAttributeValues: { ':tenant': { S: tenant }, ':after': { N: String(after) } },
        ConsistentRead: consistency === 'strong',
      }),
    );
    return { blocks: (Items ?? []).map(blockFrom), more: LastEvaluatedKey !== undefined };
  },

  async readOne(tenant, seq) {
    const Key = { tenant: { S: tenant }, seq: { N: String(seq) } };
    // The first read may be served by a replica that lags behind the block.
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : blockFrom(Item);
  },

  append: (tenant, { seq, bytes }) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: { tenant: { S: tenant }, seq: { N: String(seq) }, block: { B: bytes } },
      ConditionExpression: 'attribute_not_exists(#seq)',
      ExpressionAttributeNames: { '#seq': 'seq' },
    }),
});

function blockFrom({ seq, block }: Record<string, AttributeValue>): StoredBooksBlock {
  invariant(seq?.N !== undefined && block?.B !== undefined, 'a block has a number and bytes');
  return { seq: Number(seq.N), bytes: block.B };
}
