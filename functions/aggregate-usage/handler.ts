import middy from '@middy/core';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { shardEpochsFrom } from '../../core/metering/log/shard-epochs.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDbQuarantine } from '../adapters/dynamo-db-quarantine.ts';
import { DynamoDbUsageLog } from '../adapters/dynamo-db-usage-log.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { pseudonymsOf } from '../adapters/pseudonyms-of.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment, wholeNumber } from '../middleware/environment.ts';
import { flowMetrics } from '../middleware/flow-metrics.ts';
import { reportBatchItemFailures } from '../middleware/process-batch.ts';
import { tellNotice } from '../middleware/tell-notice.ts';
import { aggregateUsage } from './aggregate-usage.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const pseudonyms = pseudonymsOf(variables, dynamoDb);

const aggregate = aggregateUsage({
  writer: new UsageLogWriter(new DynamoDbUsageLog(dynamoDb, variables.USAGE_LOG_TABLE_NAME)),
  quarantine: dynamoDbQuarantine(dynamoDb, variables.QUARANTINE_TABLE_NAME),
  touched: sqsQueue(sqsClient(), {
    queueUrl: variables.TOUCHED_QUEUE_URL,
    groupOf: byTenant,
    delaySeconds: wholeNumber('TOUCHED_DELAY_SECONDS', variables.TOUCHED_DELAY_SECONDS),
  }),
  clock: systemClock,
  ...definedOnly({ pseudonyms }),
  epochs: shardEpochsFrom(variables.SHARD_EPOCHS),
  logReachSeconds: wholeNumber('LOG_REACH_SECONDS', variables.LOG_REACH_SECONDS),
  onQuarantined: (entry) => {
    tellNotice({ event: 'usage.quarantined', ...entry });
  },
  ...flowMetrics(variables.METRICS_NAMESPACE),
});

export const handler = middy(aggregate).use(reportBatchItemFailures());
