import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SaltPage, SaltPages } from '../../core/transparency/ports.ts';
import { saltPageText, seedsFrom } from '../../core/transparency/salt-tree.ts';
import { batchedGets } from './batched-gets.ts';
import { conditionalPut } from './conditional-put.ts';
import type { Item } from './dynamo-db-chunks.ts';
import { storedItem, versionAttribute } from './stored-item.ts';

const VERSION = 1;

const pageKey = (tenant: string, place: string): Item => ({
  pk: { S: JSON.stringify(['salts', tenant]) },
  sk: { S: `page ${place}` },
});

/** Trees of salts in a table with `pk` (S) and `sk` (S): a page is put over the one before, which is gone then. */
export function dynamoDbSaltPages(client: DynamoDBClient, tableName: string): SaltPages {
  const gets = batchedGets(client, tableName);
  return {
    async find(tenant, places) {
      const items = await gets.loadMany(places.map((place) => pageKey(tenant, place)));
      const pages = new Map<string, SaltPage>();
      for (const [index, place] of places.entries()) {
        const item = items[index];
        if (item instanceof Error) throw item;
        if (item !== undefined) pages.set(place, pageIn(place, item));
      }
      return pages;
    },

    put: (tenant, { place, revision, seeds }) =>
      conditionalPut(client, {
        TableName: tableName,
        Item: {
          ...{ ...pageKey(tenant, place), ...versionAttribute(VERSION) },
          ...{ revision: { N: String(revision) }, seeds: { S: saltPageText(seeds) } },
        },
        ...(revision === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :before',
              ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
            }),
      }),
  };
}

function pageIn(place: string, item: Item): SaltPage {
  const stored = storedItem(item, 'a page of salts');
  stored.version(VERSION);
  return { place, revision: stored.integer('revision'), seeds: seedsFrom(stored.text('seeds')) };
}
