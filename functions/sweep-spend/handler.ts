import { sweepSettlements } from '../../core/gate/chain/sweep-settlements.ts';
import { settleEpochs } from '../../core/gate/private/settle-epochs.ts';
import { sweepPorts } from '../../core/spend/protocol/sweep-gate.ts';
import { Spend } from '../../core/spend/spend.ts';
import { sweepPayer } from '../../core/spend/sweep-payer.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbMeterCatalogs } from '../adapters/dynamo-db-meter-catalogs.ts';
import { dynamoDbPrivatePasses } from '../adapters/dynamo-db-private-passes.ts';
import { lowWallets } from '../adapters/low-wallets.ts';
import { pauseAbout } from '../adapters/pause-about.ts';
import { settlingOn } from '../adapters/settling-on.ts';
import { spendOn } from '../adapters/spend-gate.ts';
import { spendStores } from '../adapters/spend-stores.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { environment } from './environment.ts';
import { sweepSpend } from './sweep-spend.ts';

const variables = readEnvironment(environment);
const stores = spendStores(variables);
/** Most payers are looked at once in a sweep. */
const OPEN_LOGS_MAX = 200;

const gate = spendOn(variables);

const ports = sweepPorts({
  ...stores,
  spend: new Spend({ ...stores, pause: pauseAbout }, { openLogsMax: OPEN_LOGS_MAX }),
  catalogs: dynamoDbMeterCatalogs(dynamoDbClient(), variables.CATALOG_TABLE_NAME),
  ...{ books: gate.books, settings: gate.settings },
  low: lowWallets(variables.RAILS_QUEUE_URL),
});

const settling = settlingOn(variables, gate);
const privatePasses = dynamoDbPrivatePasses(dynamoDbClient(), variables.SPEND_KEPT_TABLE_NAME);

export const handler = sweepSpend({
  ...stores,
  sweep: (marked) => sweepPayer(ports, marked),
  settle: (time) => sweepSettlements(settling, time),
  settlePrivately: (time) => settleEpochs({ spend: gate, clock: gate.clock }, privatePasses, time),
});
