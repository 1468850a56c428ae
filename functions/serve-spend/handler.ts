import { sharedRates } from '../adapters/shared-rates.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { spendRoutes } from './spend-routes.ts';

const variables = readEnvironment(environment);

export const handler = withinRate(sharedRates(variables), spendRoutes(variables));
