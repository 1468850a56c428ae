import { monthsReachedBackFor } from '../../core/billing/rating/reach.ts';
import { backfillsOperations } from '../../core/contract/backfills/operations.ts';
import { correctionsOperations } from '../../core/contract/corrections/operations.ts';
import { dropsOperations } from '../../core/contract/drops/operations.ts';
import { quarantineOperations } from '../../core/contract/quarantine/operations.ts';
import { shardEpochsFrom } from '../../core/metering/log/shard-epochs.ts';
import { auditPorts } from '../adapters/audit-ports.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { correctionStores } from '../adapters/correction-stores.ts';
import { dynamoDbBackfills } from '../adapters/dynamo-db-backfills.ts';
import { dynamoDbDrops } from '../adapters/dynamo-db-drops.ts';
import { dynamoDbMeterCatalogs } from '../adapters/dynamo-db-meter-catalogs.ts';
import { dynamoDbQuarantine } from '../adapters/dynamo-db-quarantine.ts';
import { DynamoDbUsageLog } from '../adapters/dynamo-db-usage-log.ts';
import { byTenant, groupOfEvents } from '../adapters/message-groups.ts';
import { pseudonymsOf } from '../adapters/pseudonyms-of.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment, wholeNumber } from '../middleware/environment.ts';
import { flowMetrics } from '../middleware/flow-metrics.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { backfillUsage } from './backfill-usage.ts';
import { correctUsage } from './correct-usage.ts';
import { environment } from './environment.ts';
import { listDropped } from './list-dropped.ts';
import { reviewQuarantine } from './review-quarantine.ts';

/** By then a request was answered, or its function is dead. */
const REQUEST_SECONDS_MAX = 30;

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const { QUARANTINE_TABLE_NAME, EVENTS_QUEUE_URL, EVENT_GROUPS, METRICS_NAMESPACE } = variables;

const usageLog = new DynamoDbUsageLog(dynamoDb, variables.USAGE_LOG_TABLE_NAME);
/** What writes to the usage log beside the events queue. */
const writing = {
  ...correctionStores(variables, dynamoDb),
  catalogs: dynamoDbMeterCatalogs(dynamoDb, variables.CATALOG_TABLE_NAME),
  shardEpochs: shardEpochsFrom(variables.SHARD_EPOCHS),
  pseudonyms: pseudonymsOf(variables, dynamoDb),
  later: sqsQueue(sqsClient(), {
    queueUrl: variables.BILLING_QUEUE_URL,
    groupOf: byTenant,
    delaySeconds: REQUEST_SECONDS_MAX,
  }),
  clock: systemClock,
};

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ReviewQuarantine',
    {
      ...quarantineOperations,
      ...correctionsOperations,
      ...backfillsOperations,
      ...dropsOperations,
    },
    {
      ...reviewQuarantine({
        quarantine: dynamoDbQuarantine(dynamoDb, QUARANTINE_TABLE_NAME),
        events: sqsQueue(sqsClient(), {
          queueUrl: EVENTS_QUEUE_URL,
          groupOf: groupOfEvents(EVENT_GROUPS),
        }),
        clock: systemClock,
        ...flowMetrics(METRICS_NAMESPACE),
      }),
      ...correctUsage({ ...writing, usageHours: usageLog }),
      ...listDropped(dynamoDbDrops(dynamoDb, variables.BILLING_RUNS_TABLE_NAME)),
      ...backfillUsage({
        ...writing,
        usageLog,
        records: dynamoDbBackfills(dynamoDb, variables.BILLING_RUNS_TABLE_NAME),
        monthsReachedBack: monthsReachedBackFor(
          wholeNumber('EVENT_MAX_AGE_SECONDS', variables.EVENT_MAX_AGE_SECONDS),
        ),
      }),
    },
    auditPorts(variables),
  ),
);
