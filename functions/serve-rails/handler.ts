import { railsAndSepa } from '../../core/contract/sepa/operations.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbPlans } from '../adapters/dynamo-db-plans.ts';
import { logAnchorsOn } from '../adapters/log-anchors-on.ts';
import { payeeTokenPorts } from '../adapters/payee-token-ports.ts';
import { railStores } from '../adapters/rail-stores.ts';
import { sellingOn } from '../adapters/selling-on.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { serveRails } from './serve-rails.ts';

const variables = readEnvironment(environment);
const stores = railStores(variables);

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServeRails',
    railsAndSepa,
    serveRails({
      ...stores,
      paying: { ...stores.paying, anchors: logAnchorsOn(variables, dynamoDbClient()) },
      selling: {
        ...sellingOn(variables),
        plans: dynamoDbPlans(dynamoDbClient(), variables.CATALOG_TABLE_NAME),
      },
    }),
    payeeTokenPorts(variables),
  ),
);
