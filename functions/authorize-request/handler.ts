import middy from '@middy/core';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbKeys } from '../adapters/dynamo-db-keys.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { authorizeRequest } from './authorize-request.ts';
import { environment } from './environment.ts';

const { KEYS_TABLE_NAME } = readEnvironment(environment);

export const handler = middy(
  authorizeRequest({ keys: dynamoDbKeys(dynamoDbClient(), KEYS_TABLE_NAME) }),
);
