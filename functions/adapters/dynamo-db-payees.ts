import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PayeeRecord, Payees } from '../../core/shares/ports.ts';
import { storedPayee } from '../../core/shares/stored-shares.ts';
import { dynamoDbRevisions, type RevisedDocument } from './dynamo-db-revisions.ts';

const pkOf = (tenant: string): string => JSON.stringify(['payees', tenant]);

const payeeFrom = ({ sk, revision, body }: RevisedDocument): PayeeRecord => ({
  key: sk,
  revision,
  body: storedPayee(body),
});

/** Payees in a table with `pk` (S) and `sk` (S): those of a tenant beside each other, by key. */
export const dynamoDbPayees = (client: DynamoDBClient, tableName: string): Payees => {
  const documents = dynamoDbRevisions(client, tableName);
  return {
    async get(tenant, key) {
      const found = await documents.get({ pk: pkOf(tenant), sk: key });
      return found === undefined ? undefined : payeeFrom(found);
    },
    put: (tenant, { key, revision, body }) =>
      documents.put({ pk: pkOf(tenant), sk: key }, revision, body),
    async list(tenant, page) {
      const { documents: found, more } = await documents.list(pkOf(tenant), page);
      return { records: found.map(payeeFrom), more };
    },
  };
};
