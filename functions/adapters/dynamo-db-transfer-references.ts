import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { TransferReferences } from '../../core/payments/transfer-reference.ts';
import { conditionalPut } from './conditional-put.ts';

const keyOf = (tenant: string, content: string) => ({
  pk: { S: JSON.stringify(['transfer-references', tenant]) },
  sk: { S: content },
});

/** Whose references of transfers are, in the table of rails: each put once, and never changed. */
export function dynamoDbTransferReferences(
  client: DynamoDBClient,
  tableName: string,
): TransferReferences {
  const ownerOf = async (tenant: string, content: string): Promise<string | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: tableName,
        Key: keyOf(tenant, content),
        ConsistentRead: true,
      }),
    );
    return Item?.['text']?.S;
  };
  return {
    ownerOf,

    async claim(tenant, { content, payer }) {
      await conditionalPut(client, {
        TableName: tableName,
        Item: { ...keyOf(tenant, content), text: { S: payer } },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      const owner = await ownerOf(tenant, content);
      invariant(owner !== undefined, 'a reference that was claimed is somebody’s');
      return owner;
    },
  };
}
