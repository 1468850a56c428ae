import { setTimeout as sleep } from 'node:timers/promises';
import { Books } from '../../core/books/books.ts';
import { timestampFrom } from '../../core/kernel/timestamp.ts';
import { markedTotals } from '../../core/metering/rollups/marked-totals.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { type SpendSources, spendGate } from '../../core/spend/protocol/spend-gate.ts';
import { dynamoDbClient } from './clients.ts';
import { dynamoDbBillingSettings } from './dynamo-db-billing-settings.ts';
import { dynamoDbBooksCells } from './dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from './dynamo-db-books-log.ts';
import { DynamoDbCustomers } from './dynamo-db-customers.ts';
import { dynamoDbMeterCatalogs } from './dynamo-db-meter-catalogs.ts';
import { dynamoDbPasses } from './dynamo-db-passes.ts';
import { dynamoDbPlans } from './dynamo-db-plans.ts';
import { DynamoDbRollups } from './dynamo-db-rollups.ts';
import { dynamoDbShares } from './dynamo-db-shares.ts';
import { DynamoDbUsageTotals } from './dynamo-db-usage-totals.ts';
import { pauseAbout } from './pause-about.ts';
import { type SpendTables, spendStores } from './spend-stores.ts';
import { systemClock } from './system-clock.ts';
import { systemRandom } from './system-random.ts';

/** Where everything is that spend is decided by. */
type ProtocolTables = SpendTables &
  Readonly<
    Record<
      | 'BOOKS_TABLE_NAME'
      | 'BOOKS_CELLS_TABLE_NAME'
      | 'CATALOG_TABLE_NAME'
      | 'TOTALS_TABLE_NAME'
      | 'PSEUDONYMS_FROM',
      string
    >
  >;

/** The tables, the queue and the metrics, as what answers requests of spend; `events` takes the place of the queue. */
export function spendOn(
  variables: ProtocolTables,
  {
    events,
    onLow,
  }: { readonly events?: SpendGate['events'] | undefined } & Pick<SpendSources, 'onLow'> = {},
): SpendGate {
  const dynamoDb = dynamoDbClient();
  const { CATALOG_TABLE_NAME, TOTALS_TABLE_NAME } = variables;
  const stores = spendStores(variables);
  const rollups = new DynamoDbRollups(dynamoDb, TOTALS_TABLE_NAME);
  return spendGate({
    ...stores,
    ...(events === undefined ? {} : { events }),
    onLow,
    passes: dynamoDbPasses(dynamoDb, variables.SPEND_KEPT_TABLE_NAME),
    shares: dynamoDbShares(dynamoDb, CATALOG_TABLE_NAME),
    random: systemRandom,
    pause: pauseAbout,
    pseudonymsFrom: timestampFrom(variables.PSEUDONYMS_FROM),
    rating: {
      customers: new DynamoDbCustomers(dynamoDb, CATALOG_TABLE_NAME),
      plans: dynamoDbPlans(dynamoDb, CATALOG_TABLE_NAME),
      settings: dynamoDbBillingSettings(dynamoDb, CATALOG_TABLE_NAME),
      catalogs: dynamoDbMeterCatalogs(dynamoDb, CATALOG_TABLE_NAME),
      totals: markedTotals(new DynamoDbUsageTotals(dynamoDb, TOTALS_TABLE_NAME), rollups),
      rollups,
      books: new Books({
        log: dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME),
        cells: dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME),
        clock: systemClock,
        pause: (milliseconds) => sleep(milliseconds),
      }),
    },
  });
}
