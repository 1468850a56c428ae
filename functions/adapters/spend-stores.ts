import { queueSink } from '../../core/metering/intake/event-sink.ts';
import { flowMetrics } from '../middleware/flow-metrics.ts';
import { spendMetrics } from '../middleware/spend-metrics.ts';
import { dynamoDbClient, sqsClient } from './clients.ts';
import { dynamoDbActivePayers } from './dynamo-db-active-payers.ts';
import { dynamoDbGivingTenants } from './dynamo-db-giving-tenants.ts';
import { dynamoDbSpendLog } from './dynamo-db-spend-log.ts';
import { groupOfEvents } from './message-groups.ts';
import { sqsQueue } from './sqs-queue.ts';
import { systemClock } from './system-clock.ts';

/** Where spend logs are, and where what was spent is told. */
export type SpendTables = Readonly<
  Record<
    | 'SPEND_TABLE_NAME'
    | 'SPEND_KEPT_TABLE_NAME'
    | 'EVENTS_QUEUE_URL'
    | 'EVENT_GROUPS'
    | 'METRICS_NAMESPACE',
    string
  >
>;

/** The tables, the queue and the metrics, as ports. */
export function spendStores(variables: SpendTables) {
  const dynamoDb = dynamoDbClient();
  const kept = variables.SPEND_KEPT_TABLE_NAME;
  const queue = sqsQueue(sqsClient(), {
    queueUrl: variables.EVENTS_QUEUE_URL,
    groupOf: groupOfEvents(variables.EVENT_GROUPS),
  });
  return {
    log: dynamoDbSpendLog(dynamoDb, { log: variables.SPEND_TABLE_NAME, kept }),
    active: dynamoDbActivePayers(dynamoDb, kept),
    giving: dynamoDbGivingTenants(dynamoDb, kept),
    // As those that senders send are: they are measured on their way, and settled by the same functions.
    events: queueSink(queue, { clock: systemClock, ...flowMetrics(variables.METRICS_NAMESPACE) }),
    onNotice: spendMetrics(variables.METRICS_NAMESPACE, systemClock),
    clock: systemClock,
  } as const;
}
