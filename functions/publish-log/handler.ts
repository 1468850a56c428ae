import { shardEpochsFrom } from '../../core/metering/log/shard-epochs.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbBillingSettings } from '../adapters/dynamo-db-billing-settings.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { dynamoDbPrivatePasses } from '../adapters/dynamo-db-private-passes.ts';
import { DynamoDbUsageLog } from '../adapters/dynamo-db-usage-log.ts';
import { DynamoDbUsageTotals } from '../adapters/dynamo-db-usage-totals.ts';
import { logsOn } from '../adapters/logs-on.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { systemRandom } from '../adapters/system-random.ts';
import { witnessesOn } from '../adapters/witnesses-on.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { tellNotice } from '../middleware/tell-notice.ts';
import { environment } from './environment.ts';
import { publishLog } from './publish-log.ts';
import { takenKeys } from './taken-keys.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();

const { hours, keys, ...logs } = logsOn(variables, dynamoDb);
const passes = dynamoDbPrivatePasses(dynamoDb, variables.SPEND_KEPT_TABLE_NAME);

export const handler = publishLog({
  ...logs,
  usage: {
    ...{ clock: systemClock, hours },
    epochs: shardEpochsFrom(variables.SHARD_EPOCHS),
    usageLog: new DynamoDbUsageLog(dynamoDb, variables.USAGE_LOG_TABLE_NAME),
    counted: new DynamoDbUsageTotals(dynamoDb, variables.TOTALS_TABLE_NAME),
  },
  keys: { clock: systemClock, issued: takenKeys(passes, systemClock), leaves: keys },
  host: variables.LOG_HOST,
  log: dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME),
  settings: dynamoDbBillingSettings(dynamoDb, variables.CATALOG_TABLE_NAME),
  ...{ clock: systemClock, random: systemRandom },
  onNotice: tellNotice,
  witnesses: witnessesOn(variables, dynamoDb),
});
