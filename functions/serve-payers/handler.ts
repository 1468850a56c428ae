import { monthsReachedBackFor } from '../../core/billing/rating/reach.ts';
import { Books } from '../../core/books/books.ts';
import { payersOperations } from '../../core/contract/payers/operations.ts';
import { timestampFrom } from '../../core/kernel/timestamp.ts';
import { Spend } from '../../core/spend/spend.ts';
import { auditPorts } from '../adapters/audit-ports.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbActivePayers } from '../adapters/dynamo-db-active-payers.ts';
import { dynamoDbAuditLog } from '../adapters/dynamo-db-audit-log.ts';
import { dynamoDbBillingRuns } from '../adapters/dynamo-db-billing-runs.ts';
import { dynamoDbBillingSettings } from '../adapters/dynamo-db-billing-settings.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { DynamoDbCustomers } from '../adapters/dynamo-db-customers.ts';
import { dynamoDbGivingTenants } from '../adapters/dynamo-db-giving-tenants.ts';
import { dynamoDbQuarantine } from '../adapters/dynamo-db-quarantine.ts';
import { dynamoDbSalts } from '../adapters/dynamo-db-salts.ts';
import { dynamoDbMandates } from '../adapters/dynamo-db-sepa.ts';
import { dynamoDbSpendLog } from '../adapters/dynamo-db-spend-log.ts';
import { DynamoDbUsageLog } from '../adapters/dynamo-db-usage-log.ts';
import { DynamoDbUsageTotals } from '../adapters/dynamo-db-usage-totals.ts';
import { openersOn } from '../adapters/logs-on.ts';
import { pauseAbout } from '../adapters/pause-about.ts';
import { pseudonymsOf } from '../adapters/pseudonyms-of.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment, wholeNumber } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { servePayers } from './serve-payers.ts';

/** Few payers are asked about at a time. */
const OPEN_LOGS_MAX = 50;

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);
const spendLog = dynamoDbSpendLog(dynamoDb, {
  log: variables.SPEND_TABLE_NAME,
  kept: variables.SPEND_KEPT_TABLE_NAME,
});
const active = dynamoDbActivePayers(dynamoDb, variables.SPEND_KEPT_TABLE_NAME);
const giving = dynamoDbGivingTenants(dynamoDb, variables.SPEND_KEPT_TABLE_NAME);
const spend = new Spend(
  { log: spendLog, active, giving, clock: systemClock, pause: pauseAbout },
  { openLogsMax: OPEN_LOGS_MAX },
);

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServePayers',
    payersOperations,
    servePayers({
      customers: new DynamoDbCustomers(dynamoDb, variables.CATALOG_TABLE_NAME),
      quarantine: dynamoDbQuarantine(dynamoDb, variables.QUARANTINE_TABLE_NAME),
      totals: new DynamoDbUsageTotals(dynamoDb, variables.TOTALS_TABLE_NAME),
      usageLog: new DynamoDbUsageLog(dynamoDb, variables.USAGE_LOG_TABLE_NAME),
      books: new Books({ log, cells, clock: systemClock }),
      log,
      ...{ spend, spendLog },
      audit: dynamoDbAuditLog(dynamoDb, variables.AUDIT_TABLE_NAME),
      clock: systemClock,
      mandates: dynamoDbMandates(dynamoDb, variables.RAILS_TABLE_NAME),
      settings: dynamoDbBillingSettings(dynamoDb, variables.CATALOG_TABLE_NAME),
      runs: dynamoDbBillingRuns(dynamoDb, variables.BILLING_RUNS_TABLE_NAME),
      salts: dynamoDbSalts(dynamoDb, variables.SALTS_TABLE_NAME),
      openers: openersOn(dynamoDb, variables.LOGS_TABLE_NAME),
      pseudonyms: pseudonymsOf(variables, dynamoDb),
      pseudonymsFrom: timestampFrom(variables.PSEUDONYMS_FROM),
      monthsReachedBack: monthsReachedBackFor(
        wholeNumber('EVENT_MAX_AGE_SECONDS', variables.EVENT_MAX_AGE_SECONDS),
      ),
      documentYears: wholeNumber('DOCUMENT_YEARS', variables.DOCUMENT_YEARS),
    }),
    auditPorts(variables),
  ),
);
