import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { secretHashOf } from '../../core/access/api-key.ts';
import type { Keys, StoredKey } from '../../core/access/keys.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { dynamoDbKeys } from '../../functions/adapters/dynamo-db-keys.ts';
import { inMemoryKeys } from '../fakes/keys.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const createKeysTable = () =>
  dynamo.createTable({
    KeySchema: [{ AttributeName: 'keyId', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'keyId', AttributeType: 'S' },
      { AttributeName: 'tenant', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'ByTenant',
        KeySchema: [
          { AttributeName: 'tenant', KeyType: 'HASH' },
          { AttributeName: 'keyId', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });

const aKey = (fields: Partial<StoredKey> = {}): StoredKey => ({
  keyId: 'key1',
  tenant: 'acme',
  mode: 'live',
  secretHash: new Uint8Array(secretHashOf('secret')),
  scopes: ['events:write', 'admin'],
  name: undefined,
  createdAt: timestampOf(1_795_340_580_000),
  expiresAt: undefined,
  revokedAt: undefined,
  ...fields,
});

const engines: readonly [string, () => Promise<Keys>][] = [
  ['in memory', async () => inMemoryKeys()],
  ['in DynamoDB', async () => dynamoDbKeys(dynamo.client, await createKeysTable())],
];

describe.each(engines)('keys %s', (_name, make) => {
  it.each([
    [
      'with all it can have',
      aKey({ name: 'web shop 😀', revokedAt: timestampOf(5), mode: 'test' }),
    ],
    ['with no more than it must', aKey({ scopes: [] })],
    ['of an oddly named tenant', aKey({ tenant: 'a#b "|\\' })],
  ])('give back a key %s', async (_case, key) => {
    const keys = await make();

    expect(await keys.add(key)).toBe('added');
    expect(await keys.find(key.keyId)).toEqual(key);
  });

  it('find nothing where there is nothing', async () => {
    const keys = await make();

    expect(await keys.find('key1')).toBeUndefined();
    expect(await keys.list('acme')).toEqual([]);
  });

  it('never overwrite a key', async () => {
    const keys = await make();
    await keys.add(aKey());

    expect(await keys.add(aKey({ tenant: 'other' }))).toBe('taken');
    expect(await keys.find('key1')).toEqual(aKey());
  });

  it('list a tenant’s own, by id', async () => {
    const keys = await make();
    for (const keyId of ['c', 'a', 'b']) await keys.add(aKey({ keyId }));
    await keys.add(aKey({ keyId: 'd', tenant: 'acme2' }));

    expect(await keys.list('acme')).toEqual(['a', 'b', 'c'].map((keyId) => aKey({ keyId })));
  });

  it('list a tenant’s own page by page, past an id', async () => {
    const keys = await make();
    for (const keyId of ['c', 'a', 'B', 'b']) await keys.add(aKey({ keyId }));
    await keys.add(aKey({ keyId: 'b1', tenant: 'acme2' }));
    const idsPast = async (after: string, limit: number) =>
      (await keys.page('acme', { after, limit })).keys.map(({ keyId }) => keyId);

    expect(await idsPast('', 2)).toEqual(['B', 'a']);
    expect(await idsPast('a', 2)).toEqual(['b', 'c']);
    expect(await keys.page('acme', { after: '', limit: 2 })).toMatchObject({ more: true });
    expect(await keys.page('acme', { after: 'b', limit: 2 })).toEqual({
      ...{ keys: [aKey({ keyId: 'c' })], more: false },
    });
    expect(await keys.page('nobody', { after: '', limit: 2 })).toEqual({ keys: [], more: false });
  });

  it('list more than one page', async () => {
    const keys = await make();
    const name = 'x'.repeat(250);
    const scopes: StoredKey['scopes'] = ['events:write'];
    const all = Array.from({ length: 60 }, (_, index) =>
      aKey({ keyId: `${String(index).padStart(3, '0')}${'k'.repeat(1500)}`, name, scopes }),
    );
    for (const key of all) await keys.add(key);

    expect(await keys.list('acme')).toEqual(all);
  });

  it('remember when a key was first revoked', async () => {
    const keys = await make();
    await keys.add(aKey());

    expect(await keys.revoke('key1', timestampOf(7))).toBe('revoked');
    expect(await keys.revoke('key1', timestampOf(8))).toBe('revoked');
    expect(await keys.find('key1')).toEqual(aKey({ revokedAt: timestampOf(7) }));
    expect(await keys.list('acme')).toEqual([aKey({ revokedAt: timestampOf(7) })]);
  });

  it('agree on one time when two revoke at once', async () => {
    const keys = await make();
    await keys.add(aKey());

    const outcomes = await Promise.all([1, 2, 3].map((at) => keys.revoke('key1', timestampOf(at))));

    expect(outcomes).toEqual(['revoked', 'revoked', 'revoked']);
    expect((await keys.find('key1'))?.revokedAt).toBeDefined();
  });

  it('cannot revoke what is not there', async () => {
    const keys = await make();

    expect(await keys.revoke('key1', timestampOf(7))).toBe('not-found');
    expect(await keys.find('key1')).toBeUndefined();
  });
});
