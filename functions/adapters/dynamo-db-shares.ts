import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ShareRecord, Shares } from '../../core/shares/ports.ts';
import { storedShareBody } from '../../core/shares/stored-shares.ts';
import { dynamoDbRevisions, type RevisedDocument } from './dynamo-db-revisions.ts';

const pkOf = (tenant: string): string => JSON.stringify(['shares', tenant]);

const shareFrom = ({ sk, revision, body }: RevisedDocument): ShareRecord => ({
  key: sk,
  revision,
  body: storedShareBody(body),
});

/** Shares in a table with `pk` (S) and `sk` (S): those of a tenant beside each other, by key. */
export const dynamoDbShares = (client: DynamoDBClient, tableName: string): Shares => {
  const documents = dynamoDbRevisions(client, tableName);
  return {
    async get(tenant, key) {
      const found = await documents.get({ pk: pkOf(tenant), sk: key });
      return found === undefined ? undefined : shareFrom(found);
    },
    put: (tenant, { key, revision, body }) =>
      documents.put({ pk: pkOf(tenant), sk: key }, revision, body),
    async list(tenant, page) {
      const { documents: found, more } = await documents.list(pkOf(tenant), page);
      return { records: found.map(shareFrom), more };
    },
  };
};
