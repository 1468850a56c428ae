import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { GivingTenants } from '../../core/spend/ports.ts';

const keyOf = (tenant: string) => ({
  pk: { S: JSON.stringify(['giving', tenant]) },
  sk: { S: '-' },
});

/** Tenants that gave money, in the table of what is kept beside spend logs: `pk` is JSON `["giving", tenant]`. */
export const dynamoDbGivingTenants = (
  client: DynamoDBClient,
  tableName: string,
): GivingTenants => ({
  async mark(tenant) {
    await client.send(new PutItemCommand({ TableName: tableName, Item: keyOf(tenant) }));
  },

  async has(tenant) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: keyOf(tenant), ConsistentRead: true }),
    );
    return Item !== undefined;
  },
});
