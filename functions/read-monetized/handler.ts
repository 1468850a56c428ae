import { dynamoDbClient, wafClient } from '../adapters/clients.ts';
import { dynamoDbMonetized } from '../adapters/dynamo-db-monetized.ts';
import { spendOn } from '../adapters/spend-gate.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { wafRecords } from '../adapters/waf-records.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { environment } from './environment.ts';
import { monetizedFrontsFrom, readMonetizedFronts } from './read-monetized.ts';

const variables = readEnvironment(environment);
const gate = spendOn(variables);

export const handler = readMonetizedFronts(
  {
    ...{ gate, clock: systemClock, onNotice: (notice) => gate.onNotice(notice) },
    source: wafRecords(wafClient()),
    store: dynamoDbMonetized(dynamoDbClient(), variables.SPEND_KEPT_TABLE_NAME),
  },
  monetizedFrontsFrom(variables.MONETIZED),
);
