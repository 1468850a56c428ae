import { join } from 'node:path';
import { payeesOperations } from '../../core/contract/payee-statements/operations.ts';
import { dynamoDbClient, s3Client, sqsClient } from '../adapters/clients.ts';
import { dynamoDbPayees } from '../adapters/dynamo-db-payees.ts';
import { dynamoDbShareMonths } from '../adapters/dynamo-db-share-months.ts';
import { dynamoDbShares } from '../adapters/dynamo-db-shares.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { payeeTokenPorts } from '../adapters/payee-token-ports.ts';
import { pdfFromFonts } from '../adapters/pdf-from-fonts.ts';
import { ratingStores } from '../adapters/rating-stores.ts';
import { s3Forms } from '../adapters/s3-forms.ts';
import { s3Logos } from '../adapters/s3-logos.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { servePayees } from './serve-payees.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const { rating, log } = ratingStores(variables, dynamoDb);

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServePayees',
    payeesOperations,
    servePayees({
      payees: dynamoDbPayees(dynamoDb, variables.CATALOG_TABLE_NAME),
      shares: dynamoDbShares(dynamoDb, variables.CATALOG_TABLE_NAME),
      books: rating.books,
      settings: rating.settings,
      ...{ rating, log },
      months: dynamoDbShareMonths(dynamoDb, variables.PAYEES_TABLE_NAME),
      queue: sqsQueue(sqsClient(), { queueUrl: variables.EARNINGS_QUEUE_URL, groupOf: byTenant }),
      clock: systemClock,
      forms: s3Forms(s3Client(), variables.DOCUMENTS_BUCKET_NAME),
      ...pdfFromFonts(
        join(import.meta.dirname, 'fonts'),
        s3Logos(s3Client(), variables.DOCUMENTS_BUCKET_NAME),
      ),
    }),
    payeeTokenPorts(variables),
  ),
);
