import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { storedCatalogVersion } from '../../core/catalog/stored-version.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { conditionalPut } from './conditional-put.ts';
import type { Item } from './dynamo-db-chunks.ts';
import { storedItem, versionAttribute } from './stored-item.ts';

interface Place {
  readonly pk: string;
  readonly sk: string;
}

/** A JSON document under a key, with the number of times it was put. */
export interface RevisedDocument {
  readonly sk: string;
  readonly revision: number;
  readonly body: unknown;
}

/** JSON documents in a table with `pk` (S) and `sk` (S), each put only over the revision before it. */
export const dynamoDbRevisions = (client: DynamoDBClient, tableName: string) => ({
  async get({ pk, sk }: Place): Promise<RevisedDocument | undefined> {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: tableName,
        Key: { pk: { S: pk }, sk: { S: sk } },
        ConsistentRead: true,
      }),
    );
    return Item === undefined ? undefined : documentFrom(Item);
  },

  put({ pk, sk }: Place, revision: number, body: unknown): Promise<PutOutcome> {
    const condition =
      revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
          };
    return conditionalPut(client, {
      TableName: tableName,
      Item: {
        pk: { S: pk },
        sk: { S: sk },
        revision: { N: String(revision) },
        ...versionAttribute(storedCatalogVersion),
        body: { S: JSON.stringify(body) },
      },
      ...condition,
    });
  },

  /** Documents of a partition past `after`, by `sk`; `more` when there may be others. */
  async list(
    pk: string,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly documents: readonly RevisedDocument[]; readonly more: boolean }> {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: after === '' ? 'pk = :pk' : 'pk = :pk AND sk > :after',
        ExpressionAttributeValues: {
          ':pk': { S: pk },
          ...(after === '' ? {} : { ':after': { S: after } }),
        },
        Limit: limit,
      }),
    );
    return { documents: Items.map(documentFrom), more: LastEvaluatedKey !== undefined };
  },
});

function documentFrom(item: Item): RevisedDocument {
  const stored = storedItem(item, 'a record of the catalog');
  stored.version(storedCatalogVersion);
  return {
    sk: stored.text('sk'),
    revision: stored.integer('revision'),
    body: JSON.parse(stored.text('body')) as unknown,
  };
}
