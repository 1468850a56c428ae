import { quarantineOperations } from '../../core/contract/quarantine/operations.ts';
import { auditPorts } from '../adapters/audit-ports.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDbQuarantine } from '../adapters/dynamo-db-quarantine.ts';
import { groupOfEvents } from '../adapters/message-groups.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { flowMetrics } from '../middleware/flow-metrics.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { reviewQuarantine } from './review-quarantine.ts';

const variables = readEnvironment(environment);
const { QUARANTINE_TABLE_NAME, EVENTS_QUEUE_URL, EVENT_GROUPS, METRICS_NAMESPACE } = variables;

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ReviewQuarantine',
    quarantineOperations,
    reviewQuarantine({
      quarantine: dynamoDbQuarantine(dynamoDbClient(), QUARANTINE_TABLE_NAME),
      events: sqsQueue(sqsClient(), {
        queueUrl: EVENTS_QUEUE_URL,
        groupOf: groupOfEvents(EVENT_GROUPS),
      }),
      clock: systemClock,
      ...flowMetrics(METRICS_NAMESPACE),
    }),
    auditPorts(variables),
  ),
);
