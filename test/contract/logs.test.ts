import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { checkpointText } from '../../core/tlog/checkpoint.ts';
import { ed25519Line, signatureBy } from '../../core/tlog/note.ts';
import { emptyRoot } from '../../core/tlog/tree.ts';
import type {
  DayCheckpoints,
  HourParts,
  KeyLeaves,
  LogSigner,
  LogSpans,
  LogTiles,
  SaltPages,
  YearLog,
  YearLogs,
} from '../../core/transparency/ports.ts';
import { yearLogText } from '../../core/transparency/year-log.ts';
import { kmsClient } from '../../functions/adapters/clients.ts';
import { dynamoDbDayCheckpoints } from '../../functions/adapters/dynamo-db-day-checkpoints.ts';
import { dynamoDbHourParts } from '../../functions/adapters/dynamo-db-hour-parts.ts';
import { dynamoDbKeyLeaves } from '../../functions/adapters/dynamo-db-key-leaves.ts';
import { dynamoDbSaltPages } from '../../functions/adapters/dynamo-db-salt-pages.ts';
import {
  dynamoDbLogSpans,
  dynamoDbYearLogs,
} from '../../functions/adapters/dynamo-db-year-logs.ts';
import { kmsLogSigner } from '../../functions/adapters/kms-log-signer.ts';
import { s3LogTiles } from '../../functions/adapters/s3-log-tiles.ts';
import { type KeysEngine, startKeys } from '../../local/engines/keys.ts';
import {
  inMemoryDayCheckpoints,
  inMemoryHourParts,
  inMemoryKeyLeaves,
  inMemoryLogSigner,
  inMemoryLogSpans,
  inMemoryLogTiles,
  inMemorySaltPages,
  inMemoryYearLogs,
} from '../fakes/transparency.ts';
import { there } from '../support/there.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';
import { type S3Engine, startS3 } from './s3-engine.ts';

const directory = mkdtempSync(join(tmpdir(), 'farthing-logs-'));
const accessKeyId = 'LOCALKEY';
const arn = 'arn:aws:kms:us-east-1:000000000000:key/logs';

let dynamo: DynamoEngine;
let s3: S3Engine;
let keys: KeysEngine;
beforeAll(async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  dynamo = await startDynamo();
  s3 = await startS3();
  keys = await startKeys({ dataDirectory: directory, accessKeyId });
  keys.createKeys([{ path: 'logs', id: 'logs', arn }]);
});
afterAll(async () => {
  await Promise.all([dynamo.stop(), s3.stop(), keys.close()]);
  rmSync(directory, { recursive: true });
});

interface Stores {
  readonly logs: YearLogs;
  readonly spans: LogSpans;
  readonly tiles: LogTiles;
  readonly signer: LogSigner;
  readonly hours: HourParts;
  readonly leaves: KeyLeaves;
  readonly days: DayCheckpoints;
  readonly pages: SaltPages;
}

const signerAs = (keyId: string): LogSigner => {
  const credentials = { accessKeyId: keyId, secretAccessKey: 'local' };
  const { origin: endpoint } = keys;
  return kmsLogSigner(kmsClient({ endpoint, region: 'us-east-1', credentials }), arn);
};

const engines: readonly [string, () => Promise<Stores>][] = [
  [
    'in memory',
    async () => ({
      ...{ logs: inMemoryYearLogs(), spans: inMemoryLogSpans() },
      ...{ tiles: inMemoryLogTiles(), signer: inMemoryLogSigner() },
      ...{ hours: inMemoryHourParts(), leaves: inMemoryKeyLeaves() },
      ...{ pages: inMemorySaltPages(), days: inMemoryDayCheckpoints() },
    }),
  ],
  [
    'in DynamoDB, S3 and KMS',
    async () => {
      const table = await dynamo.createTable(textKeyTable);
      return {
        logs: dynamoDbYearLogs(dynamo.client, table),
        spans: dynamoDbLogSpans(dynamo.client, table),
        tiles: s3LogTiles(s3.client, await s3.createBucket()),
        signer: signerAs(accessKeyId),
        hours: dynamoDbHourParts(dynamo.client, table),
        leaves: dynamoDbKeyLeaves(dynamo.client, table),
        pages: dynamoDbSaltPages(dynamo.client, table),
        days: dynamoDbDayCheckpoints(dynamo.client, table),
      };
    },
  ],
];

const hash = (byte: number) => new Uint8Array(32).fill(byte);
const of2026 = { tenant: 'acme', year: 2026 };
const first: YearLog = {
  ...{ ...of2026, revision: 1, through: 2, edge: [[hash(1), hash(2)], []], last: [hash(3)] },
  note: 'a note\n',
  staged: { seq: 1, documents: [1, 2], entries: [hash(4), hash(5), hash(6)] },
};
describe.each(engines)('public logs %s', (_, open) => {
  it('keep how far each is, over the revision before alone', async () => {
    const { logs } = await open();
    const { staged: _staged, ...second } = { ...first, revision: 2, note: 'another\n' };

    expect(await logs.get(of2026)).toBeUndefined();
    expect([await logs.put(first), await logs.put(first)]).toEqual(['put', 'taken']);
    const kept = there(await logs.get(of2026));
    expect([kept.revision, yearLogText(kept)]).toEqual([1, yearLogText(first)]);
    expect([await logs.put(second), await logs.put(second)]).toEqual(['put', 'taken']);
    expect(await logs.get(of2026)).not.toHaveProperty('staged');
  });

  it('know which one is the latest, of each tenant', async () => {
    const { logs } = await open();
    await logs.put({ ...first, year: 2027 });
    await logs.put(first);
    await logs.put({ ...first, tenant: 'acme2', year: 2028 });

    expect((await logs.latest('acme'))?.year).toBe(2027);
    expect(await logs.latest('zine')).toBeUndefined();
  });

  it('find the span that a block is in, and take one of more blocks alone', async () => {
    const { spans } = await open();
    const one = { ...of2026, seq: 1, index: 0, documents: [2, 3] };
    const next = { ...of2026, seq: 3, index: 5, documents: [1] };

    expect([await spans.put(one), await spans.put(one)]).toEqual(['put', 'taken']);
    expect(await spans.put(next)).toBe('put');
    expect([await spans.find('acme', 2), await spans.find('acme', 3)]).toEqual([one, next]);
    expect(await spans.put({ ...next, documents: [1, 7] })).toBe('put');
    expect(await spans.find('acme', 900)).toEqual({ ...next, documents: [1, 7] });
    expect(await spans.find('zine', 3)).toBeUndefined();
  });

  it('keep which hours are staged with them, and up to which hour they go', async () => {
    const { logs } = await open();
    const covered = new Map([[1, new Map([[29_000_000, 3]])]]);
    const hours = [
      { hour: 480_000, part: 1 },
      { hour: 479_000, part: 2, covered },
    ];
    const log: YearLog = {
      ...{ ...first, nextHour: 480_001 },
      staged: { seq: 3, documents: [], entries: [hash(4), Buffer.from('{}')], hours },
    };

    await logs.put(log);

    const kept = there(await logs.get(of2026));
    expect([kept.nextHour, kept.staged?.hours]).toEqual([480_001, hours]);
    expect(yearLogText(kept)).toBe(yearLogText(log));
    expect(JSON.parse(yearLogText(first))).toMatchObject({ version: 1 });
  });

  it('know the leaves of hours, each as it was put first, and how far was looked', async () => {
    const { hours } = await open();
    const covered = new Map([[0, new Map([[28_800_000, 2]])]]);
    const one = { ...of2026, hour: 480_000, part: 1, index: 7, covered };
    const [late, next] = [
      { ...one, part: 2, index: 9 },
      { ...one, hour: 480_001, index: 8 },
    ];

    expect([await hours.put(one), await hours.put({ ...one, index: 8 })]).toEqual(['put', 'taken']);
    await hours.put(next);
    await hours.put(late);
    expect(await hours.list({ tenant: 'acme', from: 480_000, to: 480_001 })).toEqual([one, late]);
    expect(await hours.list({ tenant: 'acme', from: 0, to: 900_000 })).toEqual([one, late, next]);
    expect(await hours.list({ tenant: 'zine', from: 0, to: 900_000 })).toEqual([]);
    expect(await hours.looked('acme')).toBe(0);
    await hours.putLooked('acme', 480_006);
    expect([await hours.looked('acme'), await hours.looked('zine')]).toEqual([480_006, 0]);
  });

  it('keep which keys are staged, in a version that earlier readers refuse, until they are published', async () => {
    const { logs } = await open();
    const staged = { seq: 3, documents: [], entries: [Buffer.from('{}')], keys: ['key-1'] };
    const { staged: _, ...published } = { ...first, revision: 2 };

    await logs.put({ ...first, staged });

    const kept = there(await logs.get(of2026));
    expect(kept.staged?.keys).toEqual(['key-1']);
    expect(JSON.parse(yearLogText(kept))).toMatchObject({ version: 3 });
    expect(JSON.parse(yearLogText(published))).toMatchObject({ version: 1 });
  });

  it('know the leaves of keys, each as it was put first', async () => {
    const { leaves } = await open();
    const one = { ...of2026, keyId: 'key-1', index: 7 };

    expect([await leaves.put(one), await leaves.put({ ...one, index: 8 })]).toEqual([
      'put',
      'taken',
    ]);
    expect([...(await leaves.find('acme', ['key-1', 'key-2']))]).toEqual([['key-1', one]]);
    expect((await leaves.find('zine', ['key-1'])).size).toBe(0);
  });

  it('know of which days there is a checkpoint, each as it was put first', async () => {
    const { days } = await open();
    const one = { ...of2026, day: '2026-12-30', size: 7, digest: 'ab' };
    const next = { tenant: 'acme', year: 2027, day: '2027-01-01', size: 2, digest: 'cd' };

    expect(await days.last('acme')).toBeUndefined();
    await days.put(next);
    expect([await days.put(one), await days.put({ ...one, size: 8 })]).toEqual(['put', 'taken']);
    await days.put({ ...one, day: '2026-02-01' });
    expect(await days.last('acme')).toEqual(next);
    expect(await days.list(of2026)).toEqual([{ ...one, day: '2026-02-01' }, one]);
    expect(await days.list({ ...of2026, tenant: 'zine' })).toEqual([]);
  });

  it('keep pages of salts, over the revision before alone', async () => {
    const { pages } = await open();
    const page = { place: 'a3f', revision: 1, seeds: new Map([['a3f', hash(1)]]) };
    const left = { ...page, revision: 2, seeds: new Map([['a3f0', hash(2)]]) };

    expect([await pages.put('acme', page), await pages.put('acme', page)]).toEqual([
      'put',
      'taken',
    ]);
    expect([await pages.put('acme', left), await pages.put('acme', left)]).toEqual([
      'put',
      'taken',
    ]);
    const kept = there((await pages.find('acme', ['', 'a3f'])).get('a3f'));
    expect([kept.revision, [...kept.seeds].map(([at, seed]) => [at, seed[0]])]).toEqual([
      2,
      [['a3f0', 2]],
    ]);
    expect((await pages.find('zine', ['a3f'])).size).toBe(0);
  });

  it('keep a tile as it was put first', async () => {
    const { tiles } = await open();
    const path = 'tile/0/000.p/1';

    expect(await tiles.get(of2026, path)).toBeUndefined();
    expect(await tiles.put(of2026, path, hash(1))).toBe('put');
    expect(await tiles.put(of2026, path, hash(2))).toBe('taken');
    expect(Buffer.from((await tiles.get(of2026, path)) ?? '')).toEqual(Buffer.from(hash(1)));
    expect(await tiles.get({ ...of2026, year: 2027 }, path)).toBeUndefined();
  });

  it('are signed by a key that a signed note is verified with', async () => {
    const { signer } = await open();
    const text = checkpointText({ origin: 'log.example/1', size: 0, root: emptyRoot });
    const [publicKey, signature] = [await signer.publicKey(), await signer.sign(Buffer.from(text))];
    if (publicKey === 'unavailable' || signature === 'unavailable') throw new Error('it signs');

    const key = { name: 'log.example/1', algorithm: signer.algorithm, publicKey };

    expect(publicKey).toHaveLength(32);
    expect(signatureBy(key, { text, signatures: [ed25519Line(key, signature)] })).toEqual({});
  });
});

describe('a key that cannot be asked', () => {
  it('is unavailable, and is asked anew the next time', async () => {
    const signer = signerAs('SOMEBODY');

    expect([await signer.publicKey(), await signer.sign(hash(1))]).toEqual([
      'unavailable',
      'unavailable',
    ]);
  });
});
