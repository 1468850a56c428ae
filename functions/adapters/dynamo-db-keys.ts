import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { keyModes } from '../../core/access/api-key.ts';
import type { Keys, StoredKey } from '../../core/access/keys.ts';
import { scopes } from '../../core/contract/route.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { storedItem, versionAttribute } from './stored-item.ts';

type Item = Record<string, AttributeValue>;

const byTenant = 'ByTenant';

/** Version 1, which says no version, has the same attributes; version 3 alone has an end. */
const VERSION = 3;
const VERSION_WITHOUT_END = 2;

/**
 * Keys as items: `keyId`, `tenant`, `mode`, `scopes` (joined by spaces), `secretHash`, `createdAt`, and where there are
 * such, `name`, `expiresAt` and `revokedAt`.
 */
export const dynamoDbKeys = (client: DynamoDBClient, tableName: string): Keys => {
  const find = async (keyId: string): Promise<StoredKey | undefined> => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: tableName,
        Key: { keyId: { S: keyId } },
        ConsistentRead: true,
      }),
    );
    return item === undefined ? undefined : keyFrom(item);
  };
  const put = (key: StoredKey, condition: string): Promise<'put' | 'refused'> =>
    conditionally(() =>
      client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: itemFrom(key),
          ConditionExpression: condition,
        }),
      ),
    );
  return {
    find,
    add: async (key) =>
      (await put(key, 'attribute_not_exists(keyId)')) === 'put' ? 'added' : 'taken',
    revoke: async (keyId, revokedAt) => {
      const key = await find(keyId);
      if (key === undefined) return 'not-found';
      if (key.revokedAt !== undefined) return 'revoked';
      // Nothing else of a key changes, so a put that is refused means that another revoked it first.
      await put(
        { ...key, revokedAt },
        'attribute_exists(keyId) AND attribute_not_exists(revokedAt)',
      );
      return 'revoked';
    },
    list: async (tenant) => {
      const keys: StoredKey[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          IndexName: byTenant,
          KeyConditionExpression: 'tenant = :tenant',
          ExpressionAttributeValues: { ':tenant': { S: tenant } },
        },
      );
      for await (const { Items: items = [] } of pages) keys.push(...items.map(keyFrom));
      return keys;
    },
    page: async (tenant, { after, limit }) => {
      const { Items: items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: byTenant,
          KeyConditionExpression:
            after === '' ? 'tenant = :tenant' : 'tenant = :tenant AND keyId > :after',
          ExpressionAttributeValues: {
            ':tenant': { S: tenant },
            ...(after === '' ? {} : { ':after': { S: after } }),
          },
          Limit: limit,
        }),
      );
      return { keys: items.map(keyFrom), more: LastEvaluatedKey !== undefined };
    },
  };
};

async function conditionally(put: () => Promise<unknown>): Promise<'put' | 'refused'> {
  try {
    await put();
    return 'put';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'refused';
    throw error;
  }
}

const itemFrom = (key: StoredKey): Item => ({
  // Who does not know of ends must not take a key for one that has none.
  ...versionAttribute(key.expiresAt === undefined ? VERSION_WITHOUT_END : VERSION),
  keyId: { S: key.keyId },
  tenant: { S: key.tenant },
  mode: { S: key.mode },
  secretHash: { B: key.secretHash },
  scopes: { S: key.scopes.join(' ') },
  createdAt: { N: String(key.createdAt) },
  ...(key.name === undefined ? {} : { name: { S: key.name } }),
  ...(key.expiresAt === undefined ? {} : { expiresAt: { N: String(key.expiresAt) } }),
  ...(key.revokedAt === undefined ? {} : { revokedAt: { N: String(key.revokedAt) } }),
});

function keyFrom(item: Item): StoredKey {
  const stored = storedItem(item, 'a key');
  stored.version(VERSION);
  const granted = stored.text('scopes').split(' ');
  const secretHash = stored.value('secretHash');
  invariant(secretHash instanceof Uint8Array, 'a key has the hash of its secret');
  return {
    keyId: stored.text('keyId'),
    tenant: stored.text('tenant'),
    mode: stored.oneOf('mode', keyModes),
    secretHash,
    // A scope that no longer exists grants nothing.
    scopes: scopes.filter((scope) => granted.includes(scope)),
    name: stored.has('name') ? stored.text('name') : undefined,
    createdAt: timestampOf(stored.integer('createdAt')),
    expiresAt: stored.has('expiresAt') ? timestampOf(stored.integer('expiresAt')) : undefined,
    revokedAt: stored.has('revokedAt') ? timestampOf(stored.integer('revokedAt')) : undefined,
  };
}
