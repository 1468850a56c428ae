import { leasedRates } from '../../core/access/leased-rates.ts';
import { type Rates, ratePolicyOf } from '../../core/access/rates.ts';
import { type EnvironmentOf, wholeNumber } from '../middleware/environment.ts';
import { logError } from '../middleware/log.ts';
import type { rateEnvironment } from '../middleware/rate-environment.ts';
import { dynamoDbClient } from './clients.ts';
import { dynamoDbBuckets } from './dynamo-db-buckets.ts';
import { systemClock } from './system-clock.ts';

/** The buckets that all functions behind the HTTP API share; each holds what flows into it in a second. */
export function sharedRates(variables: EnvironmentOf<typeof rateEnvironment>): Rates {
  const perSecond = wholeNumber('TENANT_RATE_MAX', variables.TENANT_RATE_MAX);
  const keyPercent = wholeNumber('KEY_RATE_PERCENT', variables.KEY_RATE_PERCENT);
  return leasedRates({
    policy: ratePolicyOf({ perSecond, holds: perSecond }, keyPercent),
    buckets: dynamoDbBuckets(dynamoDbClient(), variables.BUCKETS_TABLE_NAME),
    clock: systemClock,
    onFailure: (error) => {
      logError('the buckets did not answer, and requests go on without', error);
    },
  });
}
