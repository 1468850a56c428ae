import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import {
  type CosignedLogs,
  cosignedLogFrom,
  cosignedLogText,
} from '../../core/transparency/cosigned-log.ts';
import type { LogId } from '../../core/transparency/ports.ts';
import { conditionalPut } from './conditional-put.ts';

const keyOf = ({ tenant, year }: LogId): Record<'pk' | 'sk', AttributeValue> => ({
  ...{ pk: { S: JSON.stringify(['cosigned', tenant]) }, sk: { S: String(year) } },
});

/** What witnesses have made of logs: `pk` is JSON `["cosigned", tenant]`, `sk` the year. */
export const dynamoDbCosignedLogs = (client: DynamoDBClient, tableName: string): CosignedLogs => ({
  async get({ tenant, year }) {
    const Key = keyOf({ tenant, year });
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    const text = Item['value']?.S;
    invariant(text !== undefined, 'a cosigned log is kept with its text');
    return cosignedLogFrom({ tenant, year, revision: Number(Item['revision']?.N) }, text);
  },

  put: (log) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        ...{ ...keyOf(log), revision: { N: String(log.revision) } },
        value: { S: cosignedLogText(log) },
      },
      ...(log.revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(log.revision - 1) } },
          }),
    }),
});
