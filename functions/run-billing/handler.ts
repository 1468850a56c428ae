import middy from '@middy/core';
import { prepareClosings } from '../../core/billing/rating/prepare-closings.ts';
import { billingMessageFrom } from '../../core/billing/run/message.ts';
import { billingStores } from '../adapters/billing-stores.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { correctionStores } from '../adapters/correction-stores.ts';
import { dynamoDbQuarantine } from '../adapters/dynamo-db-quarantine.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { forEachRecord, reportBatchItemFailures } from '../middleware/process-batch.ts';
import { tellNotice } from '../middleware/tell-notice.ts';
import { environment } from './environment.ts';
import { runBilling } from './run-billing.ts';

const LATER_SECONDS = 60;
const SOON_SECONDS = 3;

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const sqs = sqsClient();
const queueUrl = variables.BILLING_QUEUE_URL;

const stores = billingStores(variables, dynamoDb);

const run = runBilling({
  ...stores,
  rating: { ...stores.rating, keepsLevels: true },
  prepare: prepareClosings,
  corrections: correctionStores(variables, dynamoDb),
  quarantine: dynamoDbQuarantine(dynamoDb, variables.QUARANTINE_TABLE_NAME),
  billing: sqsQueue(sqs, { queueUrl, groupOf: byTenant }),
  later: sqsQueue(sqs, { queueUrl, groupOf: byTenant, delaySeconds: LATER_SECONDS }),
  soon: sqsQueue(sqs, { queueUrl, groupOf: byTenant, delaySeconds: SOON_SECONDS }),
  documents: sqsQueue(sqs, { queueUrl: variables.DOCUMENTS_QUEUE_URL, groupOf: byTenant }),
  clock: systemClock,
  onNotice: tellNotice,
});

export const handler = middy(forEachRecord(({ body }) => run(billingMessageFrom(body)))).use(
  reportBatchItemFailures(),
);
