import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FormAt, Forms, PartAt } from '../../core/documents/ports.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { s3Client } from '../../functions/adapters/clients.ts';
import { formKey, partKey, s3Forms } from '../../functions/adapters/s3-forms.ts';
import { inMemoryForms } from '../fakes/forms.ts';
import { type FallibleS3, type S3Fate, startFallibleS3 } from './fallible-s3.ts';
import { identity, type S3Engine, startS3 } from './s3-engine.ts';

jest.setTimeout(60_000);

let s3: S3Engine;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const at = (fields: Partial<PartAt> = {}): PartAt => ({
  tenant: 'acme',
  block: 12,
  part: 1,
  ...fields,
});
const alone = (fields: Partial<FormAt> = {}): FormAt => ({
  tenant: 'acme',
  id: `inv_${'0a'.repeat(16)}`,
  form: 'csv',
  ...fields,
});

const all = { from: 0, length: 1000 };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const textIn = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

interface Store {
  readonly forms: Forms;
  /** Puts a form as an earlier version did. */
  putAlone(at: FormAt, text: string): Promise<void>;
}

const stores: [string, () => Promise<Store>][] = [
  [
    'in memory',
    async () => {
      const forms = inMemoryForms();
      const putAlone = async (place: FormAt, text: string) => {
        await forms.putAlone(place, { bytes: utf8(text), sha256: sha256(text) });
      };
      return { forms, putAlone };
    },
  ],
  [
    'in S3',
    async () => {
      const Bucket = await s3.createBucket();
      const putAlone = async (place: FormAt, text: string) => {
        await s3.client.send(
          new PutObjectCommand({
            Bucket,
            Key: formKey(place),
            Body: utf8(text),
            IfNoneMatch: '*',
            ChecksumAlgorithm: 'SHA256',
          }),
        );
      };
      return { forms: s3Forms(s3.client, Bucket), putAlone };
    },
  ],
];

describe.each(stores)('parts of forms %s', (_, make) => {
  it('are not there at first', async () => {
    const { forms } = await make();

    expect(await forms.read(at(), all)).toBeUndefined();
  });

  it('are read as they were put, and only as much as is asked for', async () => {
    const { forms } = await make();

    expect(await forms.put(at(), utf8('the first, the second'))).toBe('put');

    expect(textIn(await forms.read(at(), all))).toBe('the first, the second');
    expect(textIn(await forms.read(at(), { from: 11, length: 10 }))).toBe('the second');
    expect(textIn(await forms.read(at(), { from: 11, length: 3 }))).toBe('the');
    expect(textIn(await forms.read(at(), { from: 17, length: 100 }))).toBe('cond');
    expect(textIn(await forms.read(at(), { from: 4, length: 0 }))).toBe('');
  });

  it('are never replaced', async () => {
    const { forms } = await make();
    await forms.put(at(), utf8('first'));

    expect(await forms.put(at(), utf8('second'))).toBe('taken');
    expect(textIn(await forms.read(at(), all))).toBe('first');
  });

  it('put by many at once, are those of one of them, who alone is told so', async () => {
    const { forms } = await make();

    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (__, index) => forms.put(at(), utf8(`writer ${index}`))),
    );

    const first = outcomes.indexOf('put');
    expect(outcomes.filter((outcome) => outcome === 'put')).toHaveLength(1);
    expect(textIn(await forms.read(at(), all))).toBe(`writer ${first}`);
  });

  it('of other tenants, blocks and places stand apart, whatever tenants are called', async () => {
    const { forms } = await make();
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
      at({ tenant: 'a', block: 1 }),
      at({ tenant: 'a', block: 121 }),
      at({ tenant: 'a', block: 1_200_000_000_000 }),
      at({ tenant: 'a', part: 2 }),
      at({ tenant: 'a', part: 11 }),
    ];
    for (const [index, place] of places.entries()) {
      expect(await forms.put(place, utf8(String(index)))).toBe('put');
    }

    const found = await Promise.all(
      places.map(async (place) => textIn(await forms.read(place, all))),
    );

    expect(found).toEqual(places.map((__, index) => String(index)));
  });
});

describe.each(stores)('forms that stand alone %s', (_, make) => {
  it('are not there at first', async () => {
    const { forms } = await make();

    expect(await forms.getAlone(alone())).toBeUndefined();
    expect(await forms.hasAlone(alone())).toBe(false);
  });

  it('are read as they were put, with the checksum of their bytes', async () => {
    const { forms, putAlone } = await make();
    await putAlone(alone(), 'grüße');
    await putAlone(alone({ form: 'ubl' }), '');

    const found = await forms.getAlone(alone());

    expect(textIn(found?.bytes)).toBe('grüße');
    expect(Buffer.from(found?.sha256 ?? []).equals(sha256('grüße'))).toBe(true);
    expect(textIn((await forms.getAlone(alone({ form: 'ubl' })))?.bytes)).toBe('');
    expect(await forms.hasAlone(alone())).toBe(true);
    expect(await forms.hasAlone(alone({ form: 'pdf' }))).toBe(false);
  });
});

describe('an object of the bucket', () => {
  it('has a type, and its SHA-256', async () => {
    const bucket = await s3.createBucket();
    await s3Forms(s3.client, bucket).put(at(), utf8('a part'));

    const object = await s3.client.send(
      new GetObjectCommand({ Bucket: bucket, Key: partKey(at()), ChecksumMode: 'ENABLED' }),
    );

    expect(object).toMatchObject({
      ContentType: 'application/x-tar',
      ChecksumSHA256: sha256('a part').toString('base64'),
    });
  });

  it('stands under its tenant, of nothing but characters that are safe in a key', () => {
    expect(partKey(at())).toBe('acme/blocks/000000012/1.tar');
    expect(partKey(at({ tenant: '../a b', part: 2 }))).toBe(
      '!2e!2e!2fa!20b/blocks/000000012/2.tar',
    );
    expect(formKey(alone({ form: 'pdf' }))).toBe(`acme/inv_${'0a'.repeat(16)}/document.pdf`);
    expect(formKey(alone({ tenant: '../a b', form: 'ubl' }))).toBe(
      `!2e!2e!2fa!20b/inv_${'0a'.repeat(16)}/document.xml`,
    );
  });

  it('is refused where no id of the books could be', () => {
    expect(() => formKey(alone({ id: '../keys' }))).toThrow('a document has an id of the books');
  });

  it('is read, too, when it was copied there without a SHA-256', async () => {
    const bucket = await s3.createBucket();
    await s3.client.send(
      new PutObjectCommand({ Bucket: bucket, Key: formKey(alone()), Body: 'copied' }),
    );

    const found = await s3Forms(s3.client, bucket).getAlone(alone());

    expect(textIn(found?.bytes)).toBe('copied');
    expect(Buffer.from(found?.sha256 ?? []).equals(sha256('copied'))).toBe(true);
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
    const putAlone = (text: string) =>
      s3.client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: formKey(alone()),
          Body: utf8(text),
          ChecksumAlgorithm: 'SHA256',
        }),
      );
    return {
      direct: s3Forms(s3.client, bucket),
      forms: s3Forms(client, bucket),
      putAlone,
    };
  }

  it('that loses an answer says "taken" of our own part, which is then read', async () => {
    const { forms } = await inTrouble((n) => ({ kind: n === 1 ? 'lose-answer' : 'pass' }));

    expect(await forms.put(at(), utf8('ours'))).toBe('taken');
    expect(textIn(await forms.read(at(), all))).toBe('ours');
  });

  it.each([
    ['never answers', { kind: 'silence' }, 'ours'],
    ['fails inside', { kind: 'status', status: 500, code: 'InternalError' }, undefined],
    [
      'has another put of the same key',
      { kind: 'status', status: 409, code: 'ConditionalRequestConflict' },
      undefined,
    ],
  ] as const)('that %s leaves it unknown whether there is one', async (_, fate, kept) => {
    const { forms, direct } = await inTrouble(() => fate);

    expect(await forms.put(at(), utf8('ours'))).toBe('unknown');
    expect(textIn(await direct.read(at(), all))).toBe(kept);
  });

  it.each(['AccessDenied', 'NoSuchBucket'])(
    'that says %s has put nothing, and found nothing',
    async (code) => {
      const status = code === 'AccessDenied' ? 403 : 404;
      const { forms } = await inTrouble(() => ({ kind: 'status', status, code }));

      await expect(forms.put(at(), utf8('ours'))).rejects.toMatchObject({ name: code });
      await expect(forms.read(at(), all)).rejects.toMatchObject({ name: code });
      await expect(forms.getAlone(alone())).rejects.toMatchObject({ name: code });
    },
  );

  it('that answers other bytes than were put is not believed', async () => {
    const { forms, putAlone } = await inTrouble(() => ({ kind: 'corrupt' }));
    await putAlone('ours');

    await expect(forms.getAlone(alone())).rejects.toThrow(formKey(alone()));
  });

  it('that stops in the middle of an answer is given up', async () => {
    const { forms, direct, putAlone } = await inTrouble(() => ({ kind: 'stall' }));
    await putAlone('ours, and a little more of it');
    await direct.put(at(), utf8('ours, and a little more of it'));

    await expect(forms.getAlone(alone())).rejects.toThrow(formKey(alone()));
    await expect(forms.read(at(), all)).rejects.toThrow(partKey(at()));
  });
});
