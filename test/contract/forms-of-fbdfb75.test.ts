import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ListBucketsCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DocumentContent, DocumentForm } from '../../core/contract/invoices/invoice.ts';
import { keepForm } from '../../core/documents/keep-documents.ts';
import { formFileNames } from '../../core/documents/part.ts';
import { s3Client } from '../../functions/adapters/clients.ts';
import { s3Forms } from '../../functions/adapters/s3-forms.ts';
import { startFauxqs } from '../../local/engines/fauxqs.ts';
import { fixture, unpacked } from '../upgrade/support/restored.ts';
import { identity } from './s3-engine.ts';

let directory = '';
let engine: Awaited<ReturnType<typeof startFauxqs>>;
let client: S3Client;
beforeAll(async () => {
  directory = await unpacked(fixture);
  const settings = {
    dataDirectory: directory,
    countCalls: false,
    accessKeyId: identity.credentials.accessKeyId,
    onEnd: console.error,
    onLog: console.error,
  };
  engine = await startFauxqs(settings);
  client = s3Client({ ...identity, endpoint: engine.origin });
});
afterAll(async () => {
  client.destroy();
  await engine.close();
  await rm(dirname(directory), { recursive: true });
});

const bucketName = async (): Promise<string> => {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  return Buckets[0]?.Name ?? '';
};

const formOf = (fileName: string): DocumentForm => {
  const [form] = Object.entries(formFileNames).find(([, name]) => name === fileName) ?? [];
  if (form === undefined) throw new Error(`no form is called ${fileName}`);
  return form as DocumentForm;
};

/** Nothing is drawn where something is kept. */
const drawPdf = () => Promise.reject(new Error('no PDF is to be drawn'));

describe('the forms that commit fbdfb75 kept, each as an object of its own', () => {
  it('are answered as they are, whatever block their document is in', async () => {
    const Bucket = await bucketName();
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    const keys = Contents.map(({ Key = '' }) => Key);
    const forms = s3Forms(client, Bucket);

    expect(keys.length).toBeGreaterThan(60);
    for (const key of keys) {
      const [tenant = '', id = '', name = ''] = key.split('/');
      const form = formOf(name);
      const kept = await forms.getAlone({ tenant, id, form: 'json' });
      const document = JSON.parse(Buffer.from(kept?.bytes ?? []).toString()) as DocumentContent;

      const answer = await keepForm({ forms, drawPdf }, { tenant, block: 1 }, { document, form });

      expect([key, 'bytes' in answer && answer.bytes]).toEqual([
        key,
        (await forms.getAlone({ tenant, id, form }))?.bytes,
      ]);
    }
    const after = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(after.Contents?.map(({ Key }) => Key)).toEqual(keys);
  });
});
