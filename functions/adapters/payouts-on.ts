import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Books } from '../../core/books/books.ts';
import type { BillingSettings } from '../../core/catalog/ports.ts';
import { contractReader } from '../../core/payouts/chain/contract-reader.ts';
import { payoutBooks } from '../../core/payouts/payout-books.ts';
import type { MethodTelling } from '../../core/payouts/tell-methods.ts';
import type { RunTelling } from '../../core/payouts/tell-runs.ts';
import type { RailOutbound } from '../../core/rails/ports.ts';
import { tellerOver } from '../../core/webhooks/method-teller.ts';
import { dynamoDbClient } from './clients.ts';
import { dynamoDbBooksCells } from './dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from './dynamo-db-books-log.ts';
import { dynamoDbPayeeTokens } from './dynamo-db-payee-tokens.ts';
import { dynamoDbPayees } from './dynamo-db-payees.ts';
import { dynamoDbPayoutCommits } from './dynamo-db-payout-commits.ts';
import {
  dynamoDbPayeePayouts,
  dynamoDbPayingTenants,
  dynamoDbPayoutRuns,
  dynamoDbPayoutSettings,
} from './dynamo-db-payouts.ts';
import { dynamoDbWebhooks } from './dynamo-db-webhooks.ts';
import { systemClock } from './system-clock.ts';

type TablesOf<Names extends string> = Readonly<Record<Names, string>>;

/** Payouts in the tables of rails and of the books. */
export function payoutsOn(
  variables: TablesOf<'RAILS_TABLE_NAME' | 'BOOKS_TABLE_NAME' | 'BOOKS_CELLS_TABLE_NAME'>,
  dynamoDb: DynamoDBClient,
) {
  const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
  const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);
  return {
    books: payoutBooks(new Books({ log, cells, clock: systemClock })),
    runs: dynamoDbPayoutRuns(dynamoDb, variables.RAILS_TABLE_NAME),
  };
}

/** All that payees are paid with. */
export function payingOn(
  variables: TablesOf<'RAILS_TABLE_NAME' | 'CATALOG_TABLE_NAME'>,
  {
    books,
    settings,
    outbound,
  }: {
    readonly books: Books;
    readonly settings: BillingSettings;
    readonly outbound: RailOutbound;
  },
) {
  const dynamoDb = dynamoDbClient();
  return {
    books: payoutBooks(books),
    runs: dynamoDbPayoutRuns(dynamoDb, variables.RAILS_TABLE_NAME),
    payees: dynamoDbPayees(dynamoDb, variables.CATALOG_TABLE_NAME),
    payeeTokens: dynamoDbPayeeTokens(dynamoDb, variables.CATALOG_TABLE_NAME),
    tenants: dynamoDbPayingTenants(dynamoDb, variables.RAILS_TABLE_NAME),
    payouts: dynamoDbPayeePayouts(dynamoDb, variables.RAILS_TABLE_NAME),
    kept: dynamoDbPayoutSettings(dynamoDb, variables.RAILS_TABLE_NAME),
    commits: dynamoDbPayoutCommits(dynamoDb, variables.RAILS_TABLE_NAME),
    reader: contractReader(outbound),
    settings,
    clock: systemClock,
  };
}

/** Tells the endpoints of a tenant how a payee is paid from now on, and which runs wait to be approved. */
export function payoutTeller(
  variables: TablesOf<'WEBHOOKS_TABLE_NAME'>,
): MethodTelling & RunTelling {
  const webhooks = dynamoDbWebhooks(dynamoDbClient(), variables.WEBHOOKS_TABLE_NAME);
  return tellerOver({ webhooks, clock: systemClock });
}
