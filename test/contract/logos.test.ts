import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Logos } from '../../core/catalog/ports.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { s3Logos } from '../../functions/adapters/s3-logos.ts';
import { inMemoryLogos } from '../fakes/logos.ts';
import { type S3Engine, startS3 } from './s3-engine.ts';

jest.setTimeout(60_000);

let s3: S3Engine;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const bytes = Uint8Array.of(1, 2, 3);
const at = { tenant: 'acme', sha256: sha256(bytes).toString('hex') };

const stores: [string, () => Promise<Logos>][] = [
  ['in memory', async () => inMemoryLogos()],
  ['in S3', async () => s3Logos(s3.client, await s3.createBucket())],
];

describe.each(stores)('logos %s', (_, make) => {
  it('are not there at first, then as they were put, of their tenant alone', async () => {
    const logos = await make();

    expect(await logos.get(at)).toBeUndefined();
    expect(await logos.put(at, bytes)).toBe('put');
    expect(Uint8Array.from((await logos.get(at)) ?? [])).toEqual(bytes);
    expect(await logos.get({ ...at, tenant: 'other' })).toBeUndefined();
  });

  it('are put once', async () => {
    const logos = await make();
    await logos.put(at, bytes);

    expect(await logos.put(at, bytes)).toBe('taken');
  });
});

describe('a logo that somebody put in S3 under another’s name', () => {
  it('is not answered', async () => {
    const Bucket = await s3.createBucket();
    const Key = `acme/logos/${at.sha256}`;
    await s3.client.send(
      new PutObjectCommand({ Bucket, Key, Body: Uint8Array.of(9), IfNoneMatch: '*' }),
    );

    await expect(s3Logos(s3.client, Bucket).get(at)).rejects.toThrow('is what it is called');
  });
});
