import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BillingSettings } from '../../core/catalog/ports.ts';
import { storedSettings } from '../../core/catalog/stored-catalog.ts';
import { dynamoDbRevisions } from './dynamo-db-revisions.ts';

/** One partition, so that the tenants that are billed can be listed. */
const pk = JSON.stringify(['billing-settings']);

/** Billing settings in a table with `pk` (S) and `sk` (S), the tenant. */
export const dynamoDbBillingSettings = (
  client: DynamoDBClient,
  tableName: string,
): BillingSettings => {
  const documents = dynamoDbRevisions(client, tableName);
  return {
    async get(tenant) {
      const found = await documents.get({ pk, sk: tenant });
      if (found === undefined) return undefined;
      return { tenant, revision: found.revision, body: storedSettings(found.body) };
    },
    put: ({ tenant, revision, body }) => documents.put({ pk, sk: tenant }, revision, body),
    async listTenants(page) {
      const { documents: found, more } = await documents.list(pk, page);
      return { tenants: found.map(({ sk }) => sk), more };
    },
  };
};
