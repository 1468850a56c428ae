import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { OfferSecrets } from '../../core/gate/ports.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { conditionalPut } from './conditional-put.ts';

/** Secrets of offers in a table with `pk` (S), JSON `["offer-secret", tenant]`, and `sk` (S), the version. */
export function dynamoDbOfferSecrets(client: DynamoDBClient, TableName: string): OfferSecrets {
  return {
    async find(tenant, version) {
      const get = { TableName, Key: keyOf(tenant, version), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(get));
      if (Item === undefined) return undefined;
      const secret = Item['secret']?.B;
      invariant(secret !== undefined, 'an item of a secret has it');
      return secret;
    },

    put: (tenant, version, secret) =>
      conditionalPut(client, {
        TableName,
        Item: { ...keyOf(tenant, version), secret: { B: secret } },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
  };
}

const keyOf = (tenant: string, version: number): Record<'pk' | 'sk', AttributeValue> => ({
  pk: { S: JSON.stringify(['offer-secret', tenant]) },
  sk: { S: String(version) },
});
