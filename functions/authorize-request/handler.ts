import middy from '@middy/core';
import { KnownRefusals } from '../../core/access/known-refusals.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbKeys } from '../adapters/dynamo-db-keys.ts';
import { noteUses } from '../adapters/note-uses.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { tokenStoresIn } from '../adapters/token-stores-in.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { authorizeRequest } from './authorize-request.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();

/** As long as the gateway keeps a refusal. */
const UNKNOWN_MS = 60_000;
const KEPT_MAX = 10_000;

export const handler = middy(
  authorizeRequest({
    keys: dynamoDbKeys(dynamoDb, variables.KEYS_TABLE_NAME),
    tokens: tokenStoresIn(dynamoDb, variables),
    refusals: new KnownRefusals({ clock: systemClock, unknownMs: UNKNOWN_MS, keptMax: KEPT_MAX }),
    clock: systemClock,
    noteUse: noteUses(dynamoDb, variables.AUDIT_TABLE_NAME),
  }),
);
