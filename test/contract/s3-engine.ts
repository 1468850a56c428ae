import type { S3Client } from '@aws-sdk/client-s3';
import { s3Client } from '../../functions/adapters/clients.ts';
import { startFauxqs } from '../../local/engines/fauxqs.ts';

/** S3 on loopback, in a process of its own, which refuses what S3 refuses. */
export interface S3Engine {
  readonly origin: string;
  readonly client: S3Client;
  /** Makes a bucket under a name of its own and answers the name. */
  createBucket(): Promise<string>;
  stop(): Promise<void>;
}

export const identity = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

/** Starts the local runtime's S3, with a client of the kind that the functions use. */
export async function startS3(): Promise<S3Engine> {
  const engine = await startFauxqs({
    dataDirectory: undefined,
    countCalls: false,
    accessKeyId: identity.credentials.accessKeyId,
    onEnd: (reason) => {
      throw new Error(reason);
    },
    onLog: (line) => {
      console.error(line);
    },
  });
  const client = s3Client({ ...identity, endpoint: engine.origin });
  let buckets = 0;
  return {
    origin: engine.origin,
    client,
    createBucket: async () => {
      buckets += 1;
      const name = `bucket-${buckets}`;
      await engine.createBuckets([{ path: name, name, notifications: [] }], identity.region);
      return name;
    },
    stop: async () => {
      client.destroy();
      await engine.close();
    },
  };
}
