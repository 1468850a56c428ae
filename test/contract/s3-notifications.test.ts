import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { dropsMessageFrom } from '../../core/tallies/drops/message.ts';
import { s3Client, sqsClient } from '../../functions/adapters/clients.ts';
import { type SqsEngine, startFauxqs } from '../../local/engines/fauxqs.ts';
import { identity } from './s3-engine.ts';

jest.setTimeout(60_000);

const Bucket = 'inbox';
const { region } = identity;
const { accessKeyId } = identity.credentials;

let engine: SqsEngine;
let s3: S3Client;
let sqs: SQSClient;
let queueUrl: string;
beforeAll(async () => {
  engine = await startFauxqs({
    ...{ dataDirectory: undefined, countCalls: false, accessKeyId },
    onEnd: (reason) => {
      throw new Error(reason);
    },
    onLog: (line) => {
      console.error(line);
    },
  });
  queueUrl = `${engine.origin}/000000000000/told`;
  const queue = { path: 'told', name: 'told', arn: `arn:aws:sqs:${region}:000000000000:told` };
  const url = { url: queueUrl, visibilityTimeoutSeconds: 30, receivesMax: 5, attributes: {} };
  await engine.createQueues([{ ...queue, ...url }], region);
  const notifications = [{ queueUrl, prefix: 'acme/', suffix: '.manifest.json' }];
  await engine.createBuckets([{ path: Bucket, name: Bucket, notifications }], region);
  s3 = s3Client({ ...identity, endpoint: engine.origin });
  sqs = sqsClient({ ...identity, endpoint: engine.origin });
});
afterAll(async () => {
  s3.destroy();
  sqs.destroy();
  await engine.close();
});

/** What the queue was told of, which is forgotten then. */
async function told(): Promise<readonly string[]> {
  const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
  const { Messages = [] } = await sqs.send(receive);
  for (const { ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  }
  return Messages.map(({ Body = '' }) => Body);
}

const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: '{}' }));

describe('the local S3', () => {
  it('has a queue told once of what is put, before the put is answered', async () => {
    const Key = 'acme/of a day/ä+1.manifest.json';
    await put(Key);

    const bodies = await told();

    expect(bodies.map(dropsMessageFrom)).toEqual([{ kind: 'put', keys: [Key] }]);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      Records: [
        {
          ...{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', awsRegion: region },
          s3: { bucket: { name: Bucket }, object: { size: 2 } },
        },
      ],
    });
  });

  it('tells of no object whose key begins or ends otherwise, or was not put', async () => {
    await put('acme/usage.csv');
    await put('other/one.manifest.json');
    await put('acme/two.manifest.json');
    await told();
    const refused = {
      Bucket,
      Key: 'acme/two.manifest.json',
      Body: '{}',
      IfNoneMatch: '*',
    } as const;
    await expect(s3.send(new PutObjectCommand(refused))).rejects.toThrow();

    expect(await told()).toEqual([]);
  });

  it('tells of copies, and of uploads in parts once they are whole', async () => {
    await put('acme/a.txt');
    const copy = { Bucket, Key: 'acme/copy.manifest.json', CopySource: `${Bucket}/acme/a.txt` };
    await s3.send(new CopyObjectCommand(copy));
    const at = { Bucket, Key: 'acme/parts.manifest.json' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
    const part = { ...at, UploadId, PartNumber: 1 };
    const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: '{}' }));
    const before = await told();
    const Parts = [{ PartNumber: 1, ETag }];
    await s3.send(
      new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
    );

    const after = await told();

    const names = (bodies: readonly string[]) =>
      bodies.map((body) => /"eventName":"([^"]+)"/.exec(body)?.[1]);
    expect(names(before)).toEqual(['ObjectCreated:Copy']);
    expect(names(after)).toEqual(['ObjectCreated:CompleteMultipartUpload']);
  });
});
