import { prepareClosings } from '../../core/billing/rating/prepare-closings.ts';
import { eventsOperations } from '../../core/contract/events/operations.ts';
import { reconciliationOperations } from '../../core/contract/reconciliation/operations.ts';
import { runsOperations } from '../../core/contract/runs/operations.ts';
import { unbilledOperations } from '../../core/contract/unbilled/operations.ts';
import { auditPorts } from '../adapters/audit-ports.ts';
import { billingStores } from '../adapters/billing-stores.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDbQuarantine } from '../adapters/dynamo-db-quarantine.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { pseudonymsOf } from '../adapters/pseudonyms-of.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
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
      ...eventsOperations,
    },
    serveRuns({
      ...billingStores(variables, dynamoDb),
      quarantine: dynamoDbQuarantine(dynamoDb, variables.QUARANTINE_TABLE_NAME),
      pseudonyms: pseudonymsOf(variables, dynamoDb),
      prepare: prepareClosings,
      billing: sqsQueue(sqsClient(), { queueUrl: variables.BILLING_QUEUE_URL, groupOf: byTenant }),
      clock: systemClock,
    }),
    auditPorts(variables),
  ),
);
