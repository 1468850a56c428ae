import middy from '@middy/core';
import { earningsMessageFrom } from '../../core/earnings/message.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDbPayees } from '../adapters/dynamo-db-payees.ts';
import { dynamoDbShareMonths } from '../adapters/dynamo-db-share-months.ts';
import { dynamoDbShares } from '../adapters/dynamo-db-shares.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { ratingStores } from '../adapters/rating-stores.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { systemRandom } from '../adapters/system-random.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { forEachRecord, reportBatchItemFailures } from '../middleware/process-batch.ts';
import { tellNotice } from '../middleware/tell-notice.ts';
import { environment } from './environment.ts';
import { shareEarnings } from './share-earnings.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const { rating, log, cells } = ratingStores(variables, dynamoDb);

const share = shareEarnings({
  months: dynamoDbShareMonths(dynamoDb, variables.PAYEES_TABLE_NAME),
  payees: dynamoDbPayees(dynamoDb, variables.CATALOG_TABLE_NAME),
  shares: dynamoDbShares(dynamoDb, variables.CATALOG_TABLE_NAME),
  settings: rating.settings,
  books: rating.books,
  rating,
  ...{ log, cells },
  queue: sqsQueue(sqsClient(), { queueUrl: variables.EARNINGS_QUEUE_URL, groupOf: byTenant }),
  clock: systemClock,
  random: systemRandom,
  onAstray: (astray) => {
    tellNotice({ event: 'earnings.astray', ...astray });
  },
});

export const handler = middy(forEachRecord(({ body }) => share(earningsMessageFrom(body)))).use(
  reportBatchItemFailures(),
);
