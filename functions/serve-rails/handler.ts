import { railsAndSepa } from '../../core/contract/sepa/operations.ts';
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

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'ServeRails',
    railsAndSepa,
    serveRails({ ...railStores(variables), selling: sellingOn(variables) }),
    payeeTokenPorts(variables),
  ),
);
