import { Books } from '../../core/books/books.ts';
import { logsOperations } from '../../core/contract/logs/operations.ts';
import { shardEpochsFrom } from '../../core/metering/log/shard-epochs.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { dynamoDbPlans } from '../adapters/dynamo-db-plans.ts';
import { DynamoDbUsageLog } from '../adapters/dynamo-db-usage-log.ts';
import { logsOn } from '../adapters/logs-on.ts';
import { NO_LOGS } from '../adapters/no-logs.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { witnessOn } from '../adapters/witness-on.ts';
import { witnessesOn } from '../adapters/witnesses-on.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { serveProofs } from './serve-proofs.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const witnesses = witnessesOn(variables, dynamoDb);
const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServeProofs',
    logsOperations,
    serveProofs({
      ...logsOn(variables, dynamoDb),
      ...{ cosigned: witnesses?.cosigned, policy: witnesses?.policyText },
      witness: witnessOn(variables, dynamoDb),
      books: new Books({ log, cells, clock: systemClock }),
      log,
      usageLog: new DynamoDbUsageLog(dynamoDb, variables.USAGE_LOG_TABLE_NAME),
      epochs: shardEpochsFrom(variables.SHARD_EPOCHS),
      plans: dynamoDbPlans(dynamoDb, variables.CATALOG_TABLE_NAME),
      clock: systemClock,
      host: variables.LOG_HOST === NO_LOGS ? undefined : variables.LOG_HOST,
    }),
  ),
);
