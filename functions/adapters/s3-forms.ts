import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { FormAt, Forms, RenderedForm, StoredForm } from '../../core/documents/ports.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { isUnknownOutcome } from './unknown-outcome.ts';

const DEADLINE_MS = 10_000;

/**
 * Forms as objects of a bucket, each with its SHA-256, which S3 checks when it takes one. The function needs
 * `s3:ListBucket` too: without it S3 says of an object that is not there that access to it is denied.
 */
export const s3Forms = (client: S3Client, bucket: string): Forms => ({
  put: (at, form) => put(client, { Bucket: bucket, Key: objectKey(at) }, form),
  get: (at) => get(client, { Bucket: bucket, Key: objectKey(at) }),
  has: (at) => has(client, { Bucket: bucket, Key: objectKey(at) }),
});

const names = {
  json: 'document.json',
  pdf: 'document.pdf',
  csv: 'document.csv',
  ubl: 'document.xml',
} as const satisfies Record<FormAt['form'], string>;

/**
 * `tenant/id/document.pdf`. Of a tenant's name, letters, digits, `-` and `_` stay, and every other character, dots too,
 * becomes `!` and its two hexadecimal digits: no two names share a key, and no key has a part that a path could mean
 * something by.
 */
export function objectKey({ tenant, id, form }: FormAt): string {
  invariant(/^[\x20-\x7e]{1,128}$/.test(tenant), 'a tenant is named in printable ASCII');
  invariant(/^[a-z]+_[0-9a-f]{32}$/.test(id), `a document has an id of the books, got ${id}`);
  const folder = tenant.replaceAll(
    /[^A-Za-z0-9_-]/g,
    (character) => `!${character.charCodeAt(0).toString(16)}`,
  );
  return `${folder}/${id}/${names[form]}`;
}

interface ObjectAt {
  readonly Bucket: string;
  readonly Key: string;
}

async function put(
  client: S3Client,
  at: ObjectAt,
  { bytes, sha256: checksum, mediaType, fileName }: RenderedForm,
): Promise<PutOutcome> {
  const command = new PutObjectCommand({
    ...at,
    Body: bytes,
    IfNoneMatch: '*',
    ChecksumAlgorithm: 'SHA256',
    ChecksumSHA256: Buffer.from(checksum).toString('base64'),
    ContentType: mediaType,
    ContentDisposition: `attachment; filename="${fileName}"`,
  });
  try {
    await client.send(command, { abortSignal: AbortSignal.timeout(DEADLINE_MS) });
    return 'put';
  } catch (error) {
    if (isNamed(error, 'PreconditionFailed')) return 'taken';
    // Another put of the same key was under way.
    if (isNamed(error, 'ConditionalRequestConflict')) return 'unknown';
    if (isUnknownOutcome(error)) return 'unknown';
    throw error;
  }
}

async function get(client: S3Client, at: ObjectAt): Promise<StoredForm | undefined> {
  const abortSignal = AbortSignal.timeout(DEADLINE_MS);
  try {
    const command = new GetObjectCommand({ ...at, ChecksumMode: 'ENABLED' });
    return await checked(at, await client.send(command, { abortSignal }));
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

async function checked(
  { Key }: ObjectAt,
  { Body, ChecksumSHA256 }: GetObjectCommandOutput,
): Promise<StoredForm> {
  const bytes = await read(Key, Body);
  const checksum = sha256(bytes);
  invariant(
    ChecksumSHA256 === undefined || ChecksumSHA256 === checksum.toString('base64'),
    `${Key} has the SHA-256 that it was put with, ${ChecksumSHA256 ?? ''}, got ${checksum.toString('base64')}`,
  );
  return { bytes, sha256: checksum };
}

/** The client compares checksums, too, while it reads, and does not say of what. */
async function read(key: string, body: GetObjectCommandOutput['Body']): Promise<Uint8Array> {
  try {
    return (await body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    throw new Error(`could not read ${key} as it was put`, { cause: error });
  }
}

async function has(client: S3Client, at: ObjectAt): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand(at), { abortSignal: AbortSignal.timeout(DEADLINE_MS) });
    return true;
  } catch (error) {
    if (error instanceof NotFound || error instanceof NoSuchKey) return false;
    throw error;
  }
}

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof S3ServiceException && error.name === name;
