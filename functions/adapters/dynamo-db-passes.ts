import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Passes, PassRecord } from '../../core/spend/passes/ports.ts';
import { storedPass } from '../../core/spend/passes/stored-pass.ts';
import { dynamoDbRevisions, type RevisedDocument } from './dynamo-db-revisions.ts';

const pkOf = (tenant: string): string => JSON.stringify(['passes', tenant]);

const passFrom = ({ sk, revision, body }: RevisedDocument): PassRecord => ({
  key: sk,
  revision,
  body: storedPass(body),
});

/** Passes that are offered, in a table with `pk` (S) and `sk` (S): those of a tenant beside each other, by key. */
export const dynamoDbPasses = (client: DynamoDBClient, tableName: string): Passes => {
  const documents = dynamoDbRevisions(client, tableName);
  return {
    async get(tenant, key) {
      const found = await documents.get({ pk: pkOf(tenant), sk: key });
      return found === undefined ? undefined : passFrom(found);
    },
    put: (tenant, { key, revision, body }) =>
      documents.put({ pk: pkOf(tenant), sk: key }, revision, body),
    async list(tenant, page) {
      const { documents: found, more } = await documents.list(pkOf(tenant), page);
      return { records: found.map(passFrom), more };
    },
  };
};
