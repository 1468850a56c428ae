import middy from '@middy/core';
import { monthsReachedBackFor } from '../../core/billing/rating/reach.ts';
import { Books } from '../../core/books/books.ts';
import { webhooksMessageFrom } from '../../core/webhooks/message.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDbBillingRuns } from '../adapters/dynamo-db-billing-runs.ts';
import { dynamoDbBillingSettings } from '../adapters/dynamo-db-billing-settings.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { DynamoDbCustomers } from '../adapters/dynamo-db-customers.ts';
import { dynamoDbQuarantine } from '../adapters/dynamo-db-quarantine.ts';
import { dynamoDbWebhooks } from '../adapters/dynamo-db-webhooks.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { outboundClient, outboundOptions } from '../adapters/outbound-client.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment, wholeNumber } from '../middleware/environment.ts';
import { forEachRecord, reportBatchItemFailures } from '../middleware/process-batch.ts';
import { tellNotice } from '../middleware/tell-notice.ts';
import { environment } from './environment.ts';
import { sendWebhooks } from './send-webhooks.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);
const maxAge = wholeNumber('EVENT_MAX_AGE_SECONDS', variables.EVENT_MAX_AGE_SECONDS);

const send = sendWebhooks({
  webhooks: dynamoDbWebhooks(dynamoDb, variables.WEBHOOKS_TABLE_NAME),
  books: new Books({ log, cells, clock: systemClock }),
  log,
  cells,
  runs: dynamoDbBillingRuns(dynamoDb, variables.BILLING_RUNS_TABLE_NAME),
  quarantine: dynamoDbQuarantine(dynamoDb, variables.QUARANTINE_TABLE_NAME),
  rating: {
    customers: new DynamoDbCustomers(dynamoDb, variables.CATALOG_TABLE_NAME),
    settings: dynamoDbBillingSettings(dynamoDb, variables.CATALOG_TABLE_NAME),
    monthsReachedBack: monthsReachedBackFor(maxAge),
  },
  queue: sqsQueue(sqsClient(), { queueUrl: variables.WEBHOOKS_QUEUE_URL, groupOf: byTenant }),
  outbound: outboundClient(outboundOptions()),
  clock: systemClock,
  random: Math.random,
  onNotice: tellNotice,
});

export const handler = middy(forEachRecord(({ body }) => send(webhooksMessageFrom(body)))).use(
  reportBatchItemFailures(),
);
