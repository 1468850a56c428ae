import type { S3Client } from '@aws-sdk/client-s3';
import type { LogoAt, Logos } from '../../core/catalog/ports.ts';
import { isJpeg } from '../../core/documents/logo/kept-logo.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { folderOf, getObject, putObject } from './s3-forms.ts';

/** Logos as objects beside the documents that show them. */
export const s3Logos = (client: S3Client, bucket: string): Logos => ({
  put: (at, bytes) =>
    putObject(client, { Bucket: bucket, Key: logoKey(at) }, bytes, mediaTypeOf(bytes)),
  get: async (at) => {
    const found = await getObject(client, { Bucket: bucket, Key: logoKey(at) });
    if (found === undefined) return undefined;
    const digest = Buffer.from(found.sha256).toString('hex');
    invariant(digest === at.sha256, `${logoKey(at)} is what it is called, got ${digest}`);
    return found.bytes;
  },
});

const mediaTypeOf = (bytes: Uint8Array): string => (isJpeg(bytes) ? 'image/jpeg' : 'image/png');

/** `tenant/logos/9f86…`: no id of a document is called `logos`. */
function logoKey({ tenant, sha256 }: LogoAt): string {
  invariant(/^[0-9a-f]{64}$/.test(sha256), `a logo is named by its SHA-256, got ${sha256}`);
  return `${folderOf(tenant)}/logos/${sha256}`;
}
