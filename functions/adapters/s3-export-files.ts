import type { S3Client } from '@aws-sdk/client-s3';
import { exportPrefix } from '../../core/contract/exports/tables.ts';
import type { ExportFileParts, ExportFiles, ExportPlace } from '../../core/exports/ports.ts';
import { folderOf, getObject, putObject, readObject } from './s3-forms.ts';

/** `exports.1/usage/tenant=acme/date=2026-10-05/hour=all/part-000001-000012.parquet` */
export const exportKey = ({ tenant, of, name }: ExportPlace): string =>
  `${exportPrefix}/${of}/tenant=${folderOf(tenant)}/${name}`;

const contentType = (name: string): string =>
  name.endsWith('.json') ? 'application/json' : 'application/vnd.apache.parquet';

/** Files of exports in the bucket of documents, each with its SHA-256. */
export function s3ExportFiles(client: S3Client, bucket: string): ExportFiles & ExportFileParts {
  const at = (place: ExportPlace) => ({ Bucket: bucket, Key: exportKey(place) });
  return {
    put: (place, bytes) => putObject(client, at(place), bytes, contentType(place.name)),
    get: async (place) => (await getObject(client, at(place)))?.bytes,
    read: (place, range) => readObject(client, at(place), range),
  };
}
