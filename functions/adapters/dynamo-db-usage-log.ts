import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import { logKeyText } from '../../core/metering/log-key.ts';
import type { UsageLog } from '../../core/metering/ports.ts';
import { conditionalPut } from './conditional-put.ts';

/** The usage log in a table with `log` (S) and `seq` (N) as its key. */
export const dynamoDbUsageLog = (client: DynamoDBClient, tableName: string): UsageLog => ({
  async read(key, after, consistency) {
    const { Items, LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: '#log = :log AND #seq > :after',
        ExpressionAttributeNames: { '#log': 'log', '#seq': 'seq' },
        ExpressionAttributeValues: {
          ':log': { S: logKeyText(key) },
          ':after': { N: String(after) },
        },
        ConsistentRead: consistency === 'strong',
      }),
    );
    const blocks = (Items ?? []).map(({ seq, block }) => {
      invariant(seq?.N !== undefined && block?.B !== undefined, 'a block has a number and bytes');
      return { seq: Number(seq.N), bytes: block.B };
    });
    return { blocks, more: LastEvaluatedKey !== undefined };
  },

  append: (key, { seq, bytes }) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: { log: { S: logKeyText(key) }, seq: { N: String(seq) }, block: { B: bytes } },
      ConditionExpression: 'attribute_not_exists(#seq)',
      ExpressionAttributeNames: { '#seq': 'seq' },
    }),
});
