import { prepareClosings } from '../../core/billing/rating/prepare-closings.ts';
import { correctionsOperations } from '../../core/contract/corrections/operations.ts';
import { eventsOperations } from '../../core/contract/events/operations.ts';
import { exportsOperations } from '../../core/contract/exports/operations.ts';
import { reconciliationOperations } from '../../core/contract/reconciliation/operations.ts';
import { runsOperations } from '../../core/contract/runs/operations.ts';
import { unbilledOperations } from '../../core/contract/unbilled/operations.ts';
import { auditPorts } from '../adapters/audit-ports.ts';
import { billingStores } from '../adapters/billing-stores.ts';
import { dynamoDbClient, s3Client, sqsClient } from '../adapters/clients.ts';
import { dynamoDbCorrections } from '../adapters/dynamo-db-corrections.ts';
import { dynamoDbExportRuns } from '../adapters/dynamo-db-exports.ts';
import { dynamoDbQuarantine } from '../adapters/dynamo-db-quarantine.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { pseudonymsOf } from '../adapters/pseudonyms-of.ts';
import { s3ExportFiles } from '../adapters/s3-export-files.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { systemRandom } from '../adapters/system-random.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { serveRuns } from './serve-runs.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServeRuns',
    {
      ...runsOperations,
      ...unbilledOperations,
      ...reconciliationOperations,
      ...correctionsOperations,
      ...eventsOperations,
      ...exportsOperations,
    },
    serveRuns({
      ...billingStores(variables, dynamoDb),
      quarantine: dynamoDbQuarantine(dynamoDb, variables.QUARANTINE_TABLE_NAME),
      pseudonyms: pseudonymsOf(variables, dynamoDb),
      prepare: prepareClosings,
      corrections: { records: dynamoDbCorrections(dynamoDb, variables.BILLING_RUNS_TABLE_NAME) },
      billing: sqsQueue(sqsClient(), { queueUrl: variables.BILLING_QUEUE_URL, groupOf: byTenant }),
      clock: systemClock,
      random: systemRandom,
      exportRuns: dynamoDbExportRuns(dynamoDb, variables.EXPORTS_TABLE_NAME),
      exported: s3ExportFiles(s3Client(), variables.EXPORTS_BUCKET_NAME),
      exports: sqsQueue(sqsClient(), { queueUrl: variables.EXPORTS_QUEUE_URL, groupOf: byTenant }),
    }),
    auditPorts(variables),
  ),
);
