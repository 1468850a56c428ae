import { prepareClosings } from '../../core/billing/rating/prepare-closings.ts';
import { invoicesAndPayments } from '../../core/contract/payments/operations.ts';
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
import { recordInvoices } from './record-invoices.ts';

const variables = readEnvironment(environment);

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'RecordInvoices',
    invoicesAndPayments,
    recordInvoices({
      ...billingStores(variables),
      prepare: prepareClosings,
      documents: sqsQueue(sqsClient(), {
        queueUrl: variables.DOCUMENTS_QUEUE_URL,
        groupOf: byTenant,
      }),
      clock: systemClock,
    }),
    auditPorts(variables),
  ),
);
