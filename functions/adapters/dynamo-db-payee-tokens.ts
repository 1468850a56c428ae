import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PayeeTokens } from '../../core/access/payee-tokens.ts';
import { payeeTokensFrom, payeeTokensJson } from '../../core/access/stored-payee-tokens.ts';
import { dynamoDbRevisions } from './dynamo-db-revisions.ts';

/** Tokens of payees in a table with `pk` (S) and `sk` (S): those of one payee are one item. */
export const dynamoDbPayeeTokens = (client: DynamoDBClient, tableName: string): PayeeTokens => {
  const documents = dynamoDbRevisions(client, tableName);
  const at = (tenant: string, place: string) => ({
    pk: JSON.stringify(['payee-tokens', tenant]),
    sk: place,
  });
  return {
    async get(tenant, place) {
      const found = await documents.get(at(tenant, place));
      return found === undefined ? undefined : payeeTokensFrom(found.body, found.revision);
    },
    put: (tenant, place, tokens) =>
      documents.put(at(tenant, place), tokens.revision, payeeTokensJson(tokens)),
  };
};
