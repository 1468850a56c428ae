import middy from '@middy/core';
import { keyModes } from '../../core/access/api-key.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbKeys } from '../adapters/dynamo-db-keys.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { systemRandom } from '../adapters/system-random.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { environment } from './environment.ts';
import { issueKeys } from './issue-keys.ts';

const { KEYS_TABLE_NAME, KEY_MODE } = readEnvironment(environment);
const defaultMode = keyModes.find((mode) => mode === KEY_MODE);
invariant(defaultMode !== undefined, `set KEY_MODE to ${keyModes.join(' or ')}, got ${KEY_MODE}`);

export const handler = middy(
  issueKeys({
    keys: dynamoDbKeys(dynamoDbClient(), KEYS_TABLE_NAME),
    clock: systemClock,
    random: systemRandom,
    defaultMode,
  }),
);
