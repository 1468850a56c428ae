import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import { entryFrom, entryText } from '../../core/metering/quarantine/entry-text.ts';
import type { Quarantine, QuarantineEntry } from '../../core/metering/quarantine/ports.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

/** Entries in a table with `pk` (S), the tenant, and `sk` (S), the entry's id; each as JSON beside its revision. */
export const dynamoDbQuarantine = (client: DynamoDBClient, tableName: string): Quarantine => ({
  async get(tenant, id) {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: tableName,
        Key: { pk: { S: tenant }, sk: { S: id } },
        ConsistentRead: true,
      }),
    );
    return Item === undefined ? undefined : entryIn(Item);
  },

  put: (entry) => {
    const condition =
      entry.revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(entry.revision - 1) } },
          };
    return conditionalPut(client, {
      TableName: tableName,
      Item: {
        pk: { S: entry.tenant },
        sk: { S: entry.id },
        revision: { N: String(entry.revision) },
        entry: { S: entryText(entry) },
      },
      ...condition,
    });
  },

  async list(tenant, { after, limit }) {
    const entries: QuarantineEntry[] = [];
    let last = after;
    while (entries.length < limit) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: last === '' ? 'pk = :pk' : 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: {
            ':pk': { S: tenant },
            ...(last === '' ? {} : { ':after': { S: last } }),
          },
          Limit: limit - entries.length,
          ConsistentRead: true,
        }),
      );
      entries.push(...Items.map(entryIn));
      if (LastEvaluatedKey === undefined) break;
      last = entries.at(-1)?.id ?? last;
    }
    return entries;
  },
});

function entryIn(item: Item): QuarantineEntry {
  const text = item['entry']?.S;
  invariant(text !== undefined, 'the item of a quarantined event has its entry');
  return entryFrom(text);
}
