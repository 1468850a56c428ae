import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FormAt, Forms, RenderedForm } from '../../core/documents/ports.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { s3Client } from '../../functions/adapters/clients.ts';
import { objectKey, s3Forms } from '../../functions/adapters/s3-forms.ts';
import { inMemoryForms } from '../fakes/forms.ts';
import { type FallibleS3, type S3Fate, startFallibleS3 } from './fallible-s3.ts';
import { identity, type S3Engine, startS3 } from './s3-engine.ts';

jest.setTimeout(60_000);

let s3: S3Engine;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const at = (fields: Partial<FormAt> = {}): FormAt => ({
  tenant: 'acme',
  id: `inv_${'0a'.repeat(16)}`,
  form: 'csv',
  ...fields,
});

function aDocument(text: string): RenderedForm {
  const bytes = new TextEncoder().encode(text);
  return {
    bytes,
    sha256: sha256(bytes),
    mediaType: 'text/csv; charset=utf-8',
    fileName: 'INV-1.csv',
  };
}

const textIn = (found: Awaited<ReturnType<Forms['get']>>): string | undefined =>
  found === undefined ? undefined : new TextDecoder().decode(found.bytes);

const hexOf = (found: Awaited<ReturnType<Forms['get']>>): string =>
  Buffer.from(found?.sha256 ?? []).toString('hex');

const stores: [string, () => Promise<Forms>][] = [
  ['in memory', () => Promise.resolve(inMemoryForms())],
  ['in S3', async () => s3Forms(s3.client, await s3.createBucket())],
];

describe.each(stores)('documents %s', (_, make) => {
  it('are not there at first', async () => {
    const store = await make();

    expect(await store.has(at())).toBe(false);
    expect(await store.get(at())).toBeUndefined();
  });

  it('are read as they were put, with the checksum of their bytes', async () => {
    const store = await make();

    expect(await store.put(at(), aDocument('grüße'))).toBe('put');

    const found = await store.get(at());
    expect(textIn(found)).toBe('grüße');
    expect(hexOf(found)).toBe(sha256('grüße').toString('hex'));
    expect(await store.has(at())).toBe(true);
  });

  it('may be empty', async () => {
    const store = await make();
    await store.put(at(), aDocument(''));

    expect(textIn(await store.get(at()))).toBe('');
  });

  it('are never replaced', async () => {
    const store = await make();
    await store.put(at(), aDocument('first'));

    expect(await store.put(at(), aDocument('second'))).toBe('taken');
    expect(textIn(await store.get(at()))).toBe('first');
  });

  it('put by many at once, are those of one of them, who alone is told so', async () => {
    const store = await make();

    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (__, index) => store.put(at(), aDocument(`writer ${index}`))),
    );

    const first = outcomes.indexOf('put');
    expect(outcomes.filter((outcome) => outcome === 'put')).toHaveLength(1);
    expect(textIn(await store.get(at()))).toBe(`writer ${first}`);
  });

  it('of other tenants, ids and forms stand apart, whatever tenants are called', async () => {
    const store = await make();
    const tenants = [
      'a',
      'a/b',
      'a!2fb',
      'a b',
      'a%20b',
      '.',
      '..',
      'A',
      '~',
      'a/',
      '/a',
      '!',
      '#?',
    ];
    const places = [
      ...tenants.map((tenant) => at({ tenant })),
      at({ tenant: 'a', id: `cn_${'0a'.repeat(16)}` }),
      at({ tenant: 'a', form: 'pdf' }),
      at({ tenant: 'a', form: 'ubl' }),
      at({ tenant: 'a', form: 'json' }),
    ];
    for (const [index, place] of places.entries()) {
      expect(await store.put(place, aDocument(String(index)))).toBe('put');
    }

    const found = await Promise.all(places.map(async (place) => textIn(await store.get(place))));

    expect(found).toEqual(places.map((__, index) => String(index)));
  });
});

describe('a document as an object', () => {
  it('has a type, a name to save it by, and its SHA-256', async () => {
    const bucket = await s3.createBucket();
    await s3Forms(s3.client, bucket).put(at(), aDocument('a,b'));

    const object = await s3.client.send(
      new GetObjectCommand({ Bucket: bucket, Key: objectKey(at()), ChecksumMode: 'ENABLED' }),
    );

    expect(object).toMatchObject({
      ContentType: 'text/csv; charset=utf-8',
      ContentDisposition: 'attachment; filename="INV-1.csv"',
      ChecksumSHA256: sha256('a,b').toString('base64'),
    });
  });

  it('stands under tenant, id and form, of nothing but characters that are safe in a key', () => {
    expect(objectKey(at({ form: 'pdf' }))).toBe(`acme/inv_${'0a'.repeat(16)}/document.pdf`);
    expect(objectKey(at({ tenant: '../a b', form: 'ubl' }))).toBe(
      `!2e!2e!2fa!20b/inv_${'0a'.repeat(16)}/document.xml`,
    );
  });

  it('is refused where no id of the books could be', () => {
    expect(() => objectKey(at({ id: '../keys' }))).toThrow('a document has an id of the books');
  });

  it('is not taken by S3 with another checksum than its own', async () => {
    const store = s3Forms(s3.client, await s3.createBucket());

    const wrong = { ...aDocument('a,b'), sha256: sha256('a,c') };

    await expect(store.put(at(), wrong)).rejects.toThrow(/did not match/);
    expect(await store.has(at())).toBe(false);
  });

  it('is read, too, when it was copied there without a SHA-256', async () => {
    const bucket = await s3.createBucket();
    await s3.client.send(
      new PutObjectCommand({ Bucket: bucket, Key: objectKey(at()), Body: 'copied' }),
    );

    const found = await s3Forms(s3.client, bucket).get(at());

    expect(textIn(found)).toBe('copied');
    expect(hexOf(found)).toBe(sha256('copied').toString('hex'));
  });
});

describe('S3 in trouble', () => {
  let fallible: FallibleS3 | undefined;
  afterAll(() => fallible?.stop());

  async function inTrouble(fateOf: (request: number) => S3Fate) {
    await fallible?.stop();
    fallible = await startFallibleS3(s3.origin, fateOf);
    const bucket = await s3.createBucket();
    const client = s3Client({
      ...identity,
      endpoint: fallible.origin,
      requestHandler: { requestTimeout: 300, socketTimeout: 300, throwOnRequestTimeout: true },
    });
    return {
      direct: s3Forms(s3.client, bucket),
      store: s3Forms(client, bucket),
      requests: fallible.requests,
    };
  }

  it('that loses an answer says "taken" of our own document, which is then read', async () => {
    const { store } = await inTrouble((n) => ({ kind: n === 1 ? 'lose-answer' : 'pass' }));

    expect(await store.put(at(), aDocument('ours'))).toBe('taken');
    expect(textIn(await store.get(at()))).toBe('ours');
  });

  it.each([
    ['never answers', { kind: 'silence' }, true],
    ['fails inside', { kind: 'status', status: 500, code: 'InternalError' }, false],
    [
      'has another put of the same key',
      { kind: 'status', status: 409, code: 'ConditionalRequestConflict' },
      false,
    ],
  ] as const)('that %s leaves it unknown whether there is one', async (_, fate, isThere) => {
    const { store, direct } = await inTrouble(() => fate);

    expect(await store.put(at(), aDocument('ours'))).toBe('unknown');
    expect(await direct.has(at())).toBe(isThere);
  });

  it.each(['AccessDenied', 'NoSuchBucket'])(
    'that says %s has put nothing, and found nothing',
    async (code) => {
      const status = code === 'AccessDenied' ? 403 : 404;
      const { store } = await inTrouble(() => ({ kind: 'status', status, code }));

      await expect(store.put(at(), aDocument('ours'))).rejects.toMatchObject({ name: code });
      await expect(store.get(at())).rejects.toMatchObject({ name: code });
    },
  );

  it('that answers other bytes than were put is not believed', async () => {
    const { store, direct } = await inTrouble(() => ({ kind: 'corrupt' }));
    await direct.put(at(), aDocument('ours'));

    await expect(store.get(at())).rejects.toThrow(objectKey(at()));
  });

  it('that stops in the middle of an answer is given up', async () => {
    const { store, direct } = await inTrouble(() => ({ kind: 'stall' }));
    await direct.put(at(), aDocument('ours, and a little more of it'));

    await expect(store.get(at())).rejects.toThrow(objectKey(at()));
  });
});
