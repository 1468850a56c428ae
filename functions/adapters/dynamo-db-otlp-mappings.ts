import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { OtlpMappings } from '../../core/otlp/ports.ts';
import { storedOtlpMappings } from '../../core/otlp/stored-mappings.ts';
import { dynamoDbRevisions } from './dynamo-db-revisions.ts';

/** Every tenant in a partition of its own: each export of a tenant reads its mappings. */
const placeOf = (tenant: string) => ({
  pk: JSON.stringify(['otlp-mappings', tenant]),
  sk: 'mappings',
});

/** Mappings of OTLP in a table with `pk` (S) and `sk` (S). */
export const dynamoDbOtlpMappings = (client: DynamoDBClient, tableName: string): OtlpMappings => {
  const documents = dynamoDbRevisions(client, tableName);
  return {
    async get(tenant) {
      const found = await documents.get(placeOf(tenant));
      if (found === undefined) return undefined;
      return { revision: found.revision, ...storedOtlpMappings(found.body) };
    },
    put: (tenant, { revision, mappings }) => documents.put(placeOf(tenant), revision, { mappings }),
  };
};
