import { prepareClosings } from '../../core/billing/rating/prepare-closings.ts';
import { reconciliationOperations } from '../../core/contract/reconciliation/operations.ts';
import { runsOperations } from '../../core/contract/runs/operations.ts';
import { unbilledOperations } from '../../core/contract/unbilled/operations.ts';
import { auditPorts } from '../adapters/audit-ports.ts';
import { billingStores } from '../adapters/billing-stores.ts';
import { sqsClient } from '../adapters/clients.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { serveRuns } from './serve-runs.ts';

const variables = readEnvironment(environment);

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServeRuns',
    { ...runsOperations, ...unbilledOperations, ...reconciliationOperations },
    serveRuns({
      ...billingStores(variables),
      prepare: prepareClosings,
      billing: sqsQueue(sqsClient(), { queueUrl: variables.BILLING_QUEUE_URL, groupOf: byTenant }),
      clock: systemClock,
    }),
    auditPorts(variables),
  ),
);
