import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import { activePlace } from '../../core/spend/active-place.ts';
import type { ActivePayer, ActivePayers } from '../../core/spend/ports.ts';

const partKey = (part: number): AttributeValue => ({ S: JSON.stringify(['active', part]) });

/**
 * Marks of active payers in the table of what is kept beside spend logs: `pk` is JSON `["active", part]`, `sk` the
 * place.
 */
export const dynamoDbActivePayers = (client: DynamoDBClient, tableName: string): ActivePayers => ({
  async mark(active) {
    const { tenant, payer, hour } = active;
    const others = { tenant: { S: tenant }, payer: { S: payer }, hour: { N: String(hour) } };
    await client.send(
      new PutItemCommand({ TableName: tableName, Item: { ...keyOf(active), ...others } }),
    );
  },

  async list(part, { after, limit }) {
    const { Items } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
        ExpressionAttributeValues: {
          ':pk': partKey(part),
          ...(after === undefined ? {} : { ':after': { S: after } }),
        },
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return (Items ?? []).map(markIn);
  },

  async unmark(active) {
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: keyOf(active) }));
  },
});

function keyOf(active: ActivePayer): Record<'pk' | 'sk', AttributeValue> {
  const { part, place } = activePlace(active);
  return { pk: partKey(part), sk: { S: place } };
}

function markIn(item: Record<string, AttributeValue>): ActivePayer & { readonly place: string } {
  const { sk, tenant, payer, hour } = item;
  invariant(
    sk?.S !== undefined && tenant?.S !== undefined && payer?.S !== undefined,
    'a mark says where it is, and whose',
  );
  return { tenant: tenant.S, payer: payer.S, hour: Number(hour?.N), place: sk.S };
}
