import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { storedPayeeTokens } from '../../core/access/payee-tokens.ts';
import type { TokenStores } from '../../core/access/token.ts';
import { tokenEntries } from '../../core/spend/token-entries.ts';
import { dynamoDbPayeeTokens } from './dynamo-db-payee-tokens.ts';
import { spendBlocksIn } from './dynamo-db-spend-log.ts';

/** Where tokens are: those of payers in their spend logs, those of payees in the catalog. */
export const tokenStoresIn = (
  dynamoDb: DynamoDBClient,
  tables: Readonly<Record<'SPEND_TABLE_NAME' | 'CATALOG_TABLE_NAME', string>>,
): TokenStores => ({
  payer: tokenEntries(spendBlocksIn(dynamoDb, tables.SPEND_TABLE_NAME)),
  payee: storedPayeeTokens(dynamoDbPayeeTokens(dynamoDb, tables.CATALOG_TABLE_NAME)),
});
