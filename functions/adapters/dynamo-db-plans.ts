import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PlanRecord, Plans } from '../../core/catalog/ports.ts';
import { storedPlan } from '../../core/catalog/stored-catalog.ts';
import { dynamoDbRevisions, type RevisedDocument } from './dynamo-db-revisions.ts';

const pkOf = (tenant: string): string => JSON.stringify(['plans', tenant]);

const planFrom = ({ sk, revision, body }: RevisedDocument): PlanRecord => ({
  key: sk,
  revision,
  body: storedPlan(body),
});

/** Plans in a table with `pk` (S) and `sk` (S): those of a tenant beside each other, by key. */
export const dynamoDbPlans = (client: DynamoDBClient, tableName: string): Plans => {
  const documents = dynamoDbRevisions(client, tableName);
  return {
    async get(tenant, key) {
      const found = await documents.get({ pk: pkOf(tenant), sk: key });
      return found === undefined ? undefined : planFrom(found);
    },
    put: (tenant, { key, revision, body }) =>
      documents.put({ pk: pkOf(tenant), sk: key }, revision, body),
    async list(tenant, page) {
      const { documents: found, more } = await documents.list(pkOf(tenant), page);
      return { records: found.map(planFrom), more };
    },
  };
};
