import { Books } from '../../core/books/books.ts';
import { webhooksOperations } from '../../core/contract/webhooks/operations.ts';
import { auditPorts } from '../adapters/audit-ports.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { dynamoDbWebhooks } from '../adapters/dynamo-db-webhooks.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { outboundClient, outboundOptions } from '../adapters/outbound-client.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { systemRandom } from '../adapters/system-random.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { serveWebhooks } from './serve-webhooks.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServeWebhooks',
    webhooksOperations,
    serveWebhooks({
      webhooks: dynamoDbWebhooks(dynamoDb, variables.WEBHOOKS_TABLE_NAME),
      books: new Books({ log, cells, clock: systemClock }),
      log,
      queue: sqsQueue(sqsClient(), { queueUrl: variables.WEBHOOKS_QUEUE_URL, groupOf: byTenant }),
      outbound: outboundClient(outboundOptions()),
      clock: systemClock,
      secrets: systemRandom,
    }),
    auditPorts(variables),
  ),
);
