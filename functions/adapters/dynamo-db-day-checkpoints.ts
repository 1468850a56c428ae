import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { DayCheckpoint, DayCheckpoints } from '../../core/transparency/ports.ts';
import { conditionalPut } from './conditional-put.ts';
import { storedItem } from './stored-item.ts';

type Item = Record<string, AttributeValue>;

const daysOf = (tenant: string): AttributeValue => ({ S: JSON.stringify(['days', tenant]) });

/** Days that have a checkpoint: `pk` is JSON `["days", tenant]`, `sk` the day. A year of them is some 40 KB. */
export const dynamoDbDayCheckpoints = (
  client: DynamoDBClient,
  TableName: string,
): DayCheckpoints => ({
  put: ({ tenant, day, size, digest }) =>
    conditionalPut(client, {
      TableName,
      Item: {
        ...{ pk: daysOf(tenant), sk: { S: day } },
        ...{ size: { N: String(size) }, digest: { S: digest } },
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),

  async last(tenant) {
    const { Items: [item] = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': daysOf(tenant) },
        ...{ ConsistentRead: true, ScanIndexForward: false, Limit: 1 },
      }),
    );
    return item === undefined ? undefined : dayIn(tenant, item);
  },

  async list({ tenant, year }) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :year)',
        ExpressionAttributeValues: { ':pk': daysOf(tenant), ':year': { S: `${year}-` } },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => dayIn(tenant, item));
  },
});

function dayIn(tenant: string, item: Item): DayCheckpoint {
  const stored = storedItem(item, 'the checkpoint of a day');
  const day = stored.text('sk');
  return {
    ...{ tenant, day, year: Number(day.slice(0, 'YYYY'.length)) },
    ...{ size: stored.integer('size'), digest: stored.text('digest') },
  };
}
