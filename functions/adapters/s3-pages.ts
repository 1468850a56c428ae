import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { KeptWebPage, WebPages } from '../../core/pages/ports.ts';

const DEADLINE_MS = 10_000;

/** Pages as objects of a bucket that has nothing else, by their paths. */
export const s3Pages = (client: S3Client, bucket: string): WebPages => ({
  put: async ({ path, contentType, cacheControl, bytes }) => {
    const command = new PutObjectCommand({
      ...{ Bucket: bucket, Key: path, Body: bytes, ChecksumAlgorithm: 'SHA256' },
      ...{ ContentType: contentType, CacheControl: cacheControl },
    });
    await client.send(command, soon());
  },
  list: async () => {
    const kept: KeptWebPage[] = [];
    let after: string | undefined;
    do {
      const command = new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: after });
      const { Contents = [], NextContinuationToken } = await client.send(command, soon());
      for (const { Key, LastModified } of Contents) {
        const keptAt = timestampOf(LastModified?.getTime() ?? 0);
        if (Key !== undefined) kept.push({ path: Key, keptAt });
      }
      after = NextContinuationToken;
    } while (after !== undefined);
    return kept;
  },
  remove: async (paths) => {
    for (const path of paths) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: path }), soon());
    }
  },
});

const soon = () => ({ abortSignal: AbortSignal.timeout(DEADLINE_MS) });
