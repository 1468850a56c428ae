import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RailSecrets } from '../../core/rails/ports.ts';
import { ssmClient } from '../../functions/adapters/clients.ts';
import {
  rememberedKeys,
  rememberedSecrets,
  ssmFacilitatorKeys,
  ssmRailSecrets,
} from '../../functions/adapters/ssm-rail-secrets.ts';
import type { JsonEngine } from '../../local/engines/json-engine.ts';
import { startParameters } from '../../local/engines/parameters.ts';
import { inMemoryFacilitatorKeys, inMemoryRailSecrets } from '../fakes/collections.ts';

const dataDirectory = mkdtempSync(join(tmpdir(), 'farthing-secrets-'));
const file = join(dataDirectory, 'parameters.json');
const accessKeyId = 'LOCALKEY';
const path = '/farthing/Stack/rails';

const clientOf = ({ origin }: JsonEngine, keyId = accessKeyId) =>
  ssmClient({
    endpoint: origin,
    region: 'us-east-1',
    credentials: { accessKeyId: keyId, secretAccessKey: 'local' },
  });

let engine: JsonEngine;
beforeAll(async () => {
  engine = await startParameters({ dataDirectory, accessKeyId });
});
afterAll(async () => {
  await engine.close();
  rmSync(dataDirectory, { recursive: true });
});

const secret = (key: string) => ({
  ...{ secretKey: `sk_test_${key}`, webhookSecret: `whsec_${key}`, url: undefined },
});

const engines: readonly [string, () => RailSecrets][] = [
  ['in memory', inMemoryRailSecrets],
  ['in Parameter Store', () => ssmRailSecrets(clientOf(engine), path)],
];

describe.each(engines)('secrets of rails %s', (_, made) => {
  it('are what was put last, of that tenant alone, until they are removed', async () => {
    const secrets = made();
    await secrets.put('acme', 'stripe', secret('former'));
    await secrets.put('acme', 'stripe', secret('acme'));
    await secrets.put('an other / tenant é', 'stripe', secret('other'));

    expect(await secrets.get('acme', 'stripe')).toEqual(secret('acme'));
    expect(await secrets.get('an other / tenant é', 'stripe')).toEqual(secret('other'));
    expect(await secrets.get('acm', 'stripe')).toBeUndefined();
    await secrets.remove('acme', 'stripe');
    await secrets.remove('acme', 'stripe');
    expect(await secrets.get('acme', 'stripe')).toBeUndefined();
    expect(await secrets.get('an other / tenant é', 'stripe')).toEqual(secret('other'));
  });
});

describe.each([
  ['in memory', () => inMemoryFacilitatorKeys()],
  ['in Parameter Store', () => ssmFacilitatorKeys(clientOf(engine), path)],
])('keys of facilitators %s', (_, made) => {
  const key = { facilitator: 'https://facilitator.example', header: 'x-api-key', value: 'one' };

  it('are what was put last, of that tenant alone, until they are removed', async () => {
    const keys = made();
    await keys.put('acme', { ...key, value: 'former' });
    await keys.put('acme', key);
    await keys.put('other', { ...key, value: 'two' });

    expect([await keys.get('acme'), await keys.get('acm')]).toEqual([key, undefined]);
    await keys.remove('acme');
    await keys.remove('acme');
    expect(await keys.get('acme')).toBeUndefined();
    expect(await keys.get('other')).toEqual({ ...key, value: 'two' });
  });
});

describe('remembered secrets', () => {
  it('are asked for once a minute, and at once after this very process has changed them', async () => {
    let now = 0;
    let asked = 0;
    const kept = inMemoryRailSecrets();
    const { get } = kept;
    kept.get = (...asking) => {
      asked += 1;
      return get(...asking);
    };
    const secrets = rememberedSecrets(kept, { now: () => now, keptMs: 60_000 });

    await secrets.put('acme', 'stripe', secret('one'));
    await secrets.get('acme', 'stripe');
    await secrets.get('acme', 'stripe');
    await secrets.put('acme', 'stripe', secret('two'));
    const two = await secrets.get('acme', 'stripe');
    now = 61_000;
    await secrets.get('acme', 'stripe');

    expect(asked).toBe(3);
    expect(two).toEqual(secret('two'));
  });
});

describe('remembered keys of facilitators', () => {
  it('are asked for once a minute, and those that are not there, too', async () => {
    let now = 0;
    let asked = 0;
    const get = async () => {
      asked += 1;
      return undefined;
    };
    const keys = rememberedKeys({ get }, { now: () => now, keptMs: 60_000 });

    await keys.get('acme');
    await keys.get('acme');
    now = 61_000;
    await keys.get('acme');

    expect(asked).toBe(2);
  });
});

describe('Parameter Store on this machine', () => {
  it('keeps them in a file that its owner alone may read, from start to start', async () => {
    await ssmRailSecrets(clientOf(engine), path).put('acme', 'stripe', secret('kept'));
    const again = await startParameters({ dataDirectory, accessKeyId });

    const read = await ssmRailSecrets(clientOf(again), path).get('acme', 'stripe');
    await again.close();

    expect(read).toEqual(secret('kept'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toContain(
      `${path}/${Buffer.from('acme').toString('base64url')}/stripe`,
    );
  });

  it('answers nobody without a key of this run, and no function beyond its policies', async () => {
    const name = (tenant: string) =>
      `arn:aws:ssm:us-east-1:000000000000:parameter${path}/${Buffer.from(tenant).toString('base64url')}/stripe`;
    engine.setCallers({
      region: 'us-east-1',
      account: '000000000000',
      byKey: {
        LOCALREADER: {
          path: 'Rails/CollectPayments',
          arn: 'arn:aws:sts::000000000000:assumed-role/r/f',
          statements: [
            {
              effect: 'Allow',
              actions: { anyOf: ['ssm:GetParameter'], isNegated: false },
              resources: { anyOf: [name('acme')], isNegated: false },
              conditions: [],
            },
          ],
        },
      },
    });
    await ssmRailSecrets(clientOf(engine), path).put('acme', 'stripe', secret('mine'));
    const reader = ssmRailSecrets(clientOf(engine, 'LOCALREADER'), path);
    const stranger = ssmRailSecrets(clientOf(engine, 'LOCALSTRANGER'), path);

    expect(await reader.get('acme', 'stripe')).toEqual(secret('mine'));
    await expect(reader.get('other', 'stripe')).rejects.toThrow(/not authorized/);
    await expect(reader.put('acme', 'stripe', secret('x'))).rejects.toThrow(/not authorized/);
    await expect(stranger.get('acme', 'stripe')).rejects.toThrow(/access key/);
  });
});
