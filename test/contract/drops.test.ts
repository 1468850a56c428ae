import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { DropFiles, DropRecord, DropRecords } from '../../core/tallies/drops/ports.ts';
import { dynamoDbDrops } from '../../functions/adapters/dynamo-db-drops.ts';
import { s3DropFiles } from '../../functions/adapters/s3-drop-files.ts';
import { inMemoryDropFiles, inMemoryDrops } from '../fakes/drops.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { type S3Engine, startS3 } from './s3-engine.ts';

jest.setTimeout(60_000);

let s3: S3Engine;
let dynamo: DynamoEngine;
beforeAll(async () => {
  [s3, dynamo] = await Promise.all([startS3(), startDynamo()]);
});
afterAll(() => Promise.all([s3.stop(), dynamo.stop()]));

interface Bucket {
  readonly files: DropFiles;
  put(key: string, text: string): Promise<void>;
}

const buckets: readonly [string, () => Promise<Bucket>][] = [
  [
    'in memory',
    async () => {
      const files = inMemoryDropFiles();
      return { files, put: async (key, text) => files.put(key, text) };
    },
  ],
  [
    'in S3',
    async () => {
      const Bucket = await s3.createBucket();
      const put = async (Key: string, Body: string) => {
        await s3.client.send(new PutObjectCommand({ Bucket, Key, Body }));
      };
      return { files: s3DropFiles(s3.client, Bucket), put };
    },
  ],
];

describe.each(buckets)('the files of drops %s', (_, make) => {
  const place = { tenant: 'acme', name: 'daily/usage 1.csv' };
  const textIn = (bytes: Uint8Array | undefined) =>
    bytes === undefined ? undefined : Buffer.from(bytes).toString();

  it('says how large a file is, and gives it part by part', async () => {
    const { files, put } = await make();
    await put('acme/daily/usage 1.csv', '0123456789');

    const head = await files.head(place);
    const read = (from: number, length: number) =>
      files.read(place, { version: head?.version ?? '', from, length });

    expect(head?.bytes).toBe(10);
    expect(textIn(await read(0, 4))).toBe('0123');
    expect(textIn(await read(8, 2))).toBe('89');
    expect(textIn(await read(0, 0))).toBe('');
  });

  it('gives nothing of what is not there, or was put since', async () => {
    const { files, put } = await make();
    expect(await files.head(place)).toBeUndefined();
    await put('acme/daily/usage 1.csv', 'before');
    const { version = '' } = (await files.head(place)) ?? {};

    await put('acme/daily/usage 1.csv', 'after!');

    expect(await files.read(place, { version, from: 0, length: 3 })).toBeUndefined();
  });

  it('puts an outcome over the one before', async () => {
    const { files } = await make();
    for (const text of ['{"a":1}', '{"a":2}']) await files.putOutcome(place, text);

    const { version = '', bytes = 0 } = (await files.head(place)) ?? {};

    expect(textIn(await files.read(place, { version, from: 0, length: bytes }))).toBe('{"a":2}');
  });

  it('knows whose a key is', async () => {
    const { files } = await make();

    expect(files.placeOf('acme/a/b.manifest.json')).toEqual({
      ...{ tenant: 'acme', name: 'a/b.manifest.json' },
    });
    expect(files.placeOf('nobody.manifest.json')).toBeUndefined();
  });
});

it('finds the tenant of a folder whose name is spelled otherwise', () => {
  const files = s3DropFiles(s3.client, 'bucket');

  expect(files.placeOf('ac!2ecme/a')).toEqual({ tenant: 'ac.cme', name: 'a' });
  expect(files.placeOf('ac.cme/a')).toBeUndefined();
});

const stores: readonly [string, () => Promise<DropRecords>][] = [
  ['in memory', async () => inMemoryDrops()],
  ['in DynamoDB', async () => dynamoDbDrops(dynamo.client, await dynamo.createTable(textKeyTable))],
];

const aDrop = (fields: Partial<DropRecord> = {}): DropRecord => ({
  ...{ id: 'd1', name: 'one.manifest.json', sha256: 'ab', seenAt: timestampOf(7) },
  ...{ status: 'sending', sent: 2, replaced: 1, moreFaults: 3, endedAt: timestampOf(9) },
  counts: { accepted: 1, repeated: 1, refused: 0 },
  faults: [{ code: 'row-twice', file: 'a.csv', line: 3, detail: 'add it' }],
  manifest: {
    ...{ version: 1, source: 'urn:w', type: 'view', revision: 2, reason: 'why' },
    files: [{ name: 'a.csv', bytes: 3, sha256: 'a'.repeat(64), rows: 2 }],
  },
  checked: {
    ...{ catalog: 4, versions: ['"tag"'], rows: 2, dayCount: 1, sums: { count: '1.5' } },
    days: [{ type: 'view', first: '2026-11-20', last: '2026-11-21' }],
  },
  ...fields,
});

describe.each(stores)('drops %s', (_, make) => {
  it('are kept as they are, each put over the one before it alone', async () => {
    const drops = await make();
    const next = aDrop({ sent: 4 });

    expect(await drops.put('acme', { revision: 2, drop: next })).toBe('taken');
    expect(await drops.put('acme', { revision: 1, drop: aDrop() })).toBe('put');
    expect(await drops.put('acme', { revision: 1, drop: next })).toBe('taken');
    expect(await drops.get('acme', 'd1')).toEqual({ revision: 1, drop: aDrop() });
    expect(await drops.get('other', 'd1')).toBeUndefined();
    expect(await drops.put('acme', { revision: 2, drop: next })).toBe('put');
  });

  it('are listed by their ids', async () => {
    const drops = await make();
    for (const id of ['d3', 'd1', 'd2']) {
      await drops.put('acme', { revision: 1, drop: aDrop({ id }) });
    }

    const { drops: first, more } = await drops.list('acme', { after: '', limit: 2 });
    const rest = await drops.list('acme', { after: 'd2', limit: 2 });

    expect([first.map(({ drop }) => drop.id), more]).toEqual([['d1', 'd2'], true]);
    expect(rest.drops.map(({ drop }) => drop.id)).toEqual(['d3']);
  });

  it('have keys and time zones that are taken once', async () => {
    const drops = await make();

    expect(await drops.named('acme', 'k')).toBeUndefined();
    expect(await drops.name('acme', 'k', 'd1')).toBe('put');
    expect(await drops.name('acme', 'k', 'd2')).toBe('taken');
    expect(await drops.named('acme', 'k')).toBe('d1');
    expect(await drops.zoneOf('acme', 'urn:w')).toBeUndefined();
    expect(await drops.keepZone('acme', 'urn:w', 'UTC')).toBe('put');
    expect(await drops.keepZone('acme', 'urn:w', 'Europe/Paris')).toBe('taken');
    expect(await drops.zoneOf('acme', 'urn:w')).toBe('UTC');
  });
});
