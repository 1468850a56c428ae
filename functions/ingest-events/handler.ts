import { queueSink } from '../../core/metering/intake/event-sink.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDbOtlpMappings } from '../adapters/dynamo-db-otlp-mappings.ts';
import { groupOfEvents } from '../adapters/message-groups.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment, wholeNumber } from '../middleware/environment.ts';
import { flowMetrics } from '../middleware/flow-metrics.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { ingestRoutes } from './ingest-events.ts';

const variables = readEnvironment(environment);
const {
  CATALOG_TABLE_NAME,
  EVENTS_QUEUE_URL,
  EVENT_GROUPS,
  EVENT_MAX_AGE_SECONDS,
  EVENT_MAX_LEAD_SECONDS,
  METRICS_NAMESPACE,
} = variables;

export const handler = withinRate(
  sharedRates(variables),
  ingestRoutes({
    sink: queueSink(
      sqsQueue(sqsClient(), { queueUrl: EVENTS_QUEUE_URL, groupOf: groupOfEvents(EVENT_GROUPS) }),
      {
        clock: systemClock,
        ...flowMetrics(METRICS_NAMESPACE),
      },
    ),
    otlpMappings: dynamoDbOtlpMappings(dynamoDbClient(), CATALOG_TABLE_NAME),
    clock: systemClock,
    limits: {
      maxAge: wholeNumber('EVENT_MAX_AGE_SECONDS', EVENT_MAX_AGE_SECONDS),
      maxLead: wholeNumber('EVENT_MAX_LEAD_SECONDS', EVENT_MAX_LEAD_SECONDS),
    },
  }),
);
