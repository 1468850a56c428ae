import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Wallets } from '../../core/billing/ports.ts';
import { walletsOf } from '../../core/spend/wallet-use.ts';
import { dynamoDbGivingTenants } from './dynamo-db-giving-tenants.ts';
import { dynamoDbSpendLog } from './dynamo-db-spend-log.ts';
import { systemClock } from './system-clock.ts';

/** Wallets as closings ask for them, by spend logs and what is kept beside them. */
export const walletsIn = (
  client: DynamoDBClient,
  tables: { readonly SPEND_TABLE_NAME: string; readonly SPEND_KEPT_TABLE_NAME: string },
): Wallets =>
  walletsOf({
    log: dynamoDbSpendLog(client, {
      log: tables.SPEND_TABLE_NAME,
      kept: tables.SPEND_KEPT_TABLE_NAME,
    }),
    giving: dynamoDbGivingTenants(client, tables.SPEND_KEPT_TABLE_NAME),
    clock: systemClock,
  });
