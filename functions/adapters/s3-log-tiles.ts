import type { S3Client } from '@aws-sdk/client-s3';
import type { LogId, LogTiles } from '../../core/transparency/ports.ts';
import { folderOf, getObject, putObject } from './s3-forms.ts';

/** Tiles in the bucket of documents: `tenant/log/2026/tile/0/000`. No id of a document is called `log`. */
export function s3LogTiles(client: S3Client, bucket: string): LogTiles {
  const at = ({ tenant, year }: LogId, path: string) => ({
    Bucket: bucket,
    Key: `${folderOf(tenant)}/log/${year}/${path}`,
  });
  return {
    put: (id, path, bytes) => putObject(client, at(id, path), bytes, 'application/octet-stream'),
    get: async (id, path) => (await getObject(client, at(id, path)))?.bytes,
  };
}
