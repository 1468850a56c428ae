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
import { folderOfTenant } from '../../core/contract/folders.ts';
import { mediaTypes } from '../../core/documents/forms.ts';
import { formFileNames } from '../../core/documents/part.ts';
import type {
  FormAt,
  Forms,
  FormsAlone,
  PartAt,
  PartRange,
  StoredForm,
} from '../../core/documents/ports.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { isUnknownOutcome } from './unknown-outcome.ts';

const DEADLINE_MS = 10_000;

/**
 * Parts as objects of a bucket, each with its SHA-256, which S3 checks when it takes one; beside them, forms as earlier
 * versions put them. The function needs `s3:ListBucket` too: without it S3 says of an object that is not there that
 * access to it is denied.
 */
export const s3Forms = (client: S3Client, bucket: string): Forms & FormsAlone => ({
  put: (at, bytes) =>
    putObject(client, { Bucket: bucket, Key: partKey(at) }, bytes, 'application/x-tar'),
  read: (at, range) => readObject(client, { Bucket: bucket, Key: partKey(at) }, range),
  getAlone: (at) => getObject(client, { Bucket: bucket, Key: formKey(at) }),
  hasAlone: (at) => has(client, { Bucket: bucket, Key: formKey(at) }),
  putAlone: (at, { bytes }) =>
    putObject(client, { Bucket: bucket, Key: formKey(at) }, bytes, mediaTypes[at.form]),
});

/** `tenant/blocks/000000012/1.tar`: no id of a document is called `blocks`. */
export const partKey = ({ tenant, block, part }: PartAt): string =>
  `${folderOf(tenant)}/blocks/${String(block).padStart(9, '0')}/${part}.tar`;

/** `tenant/id/document.pdf`. */
export function formKey({ tenant, id, form }: FormAt): string {
  invariant(/^[a-z]+_[0-9a-f]{32}$/.test(id), `a document has an id of the books, got ${id}`);
  return `${folderOf(tenant)}/${id}/${formFileNames[form]}`;
}

/** The folder of a tenant, which is named in printable ASCII. */
export function folderOf(tenant: string): string {
  invariant(/^[\x20-\x7e]{1,128}$/.test(tenant), 'a tenant is named in printable ASCII');
  return folderOfTenant(tenant);
}

interface ObjectAt {
  readonly Bucket: string;
  readonly Key: string;
}

/** Puts an object if there is none. */
export async function putObject(
  client: S3Client,
  at: ObjectAt,
  bytes: Uint8Array,
  contentType: string,
): Promise<PutOutcome> {
  const command = new PutObjectCommand({
    ...at,
    Body: bytes,
    IfNoneMatch: '*',
    ChecksumAlgorithm: 'SHA256',
    ChecksumSHA256: sha256(bytes).toString('base64'),
    ContentType: contentType,
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

/** S3 has checksums of whole objects only: whoever put a part knows those of what is in it. */
export async function readObject(
  client: S3Client,
  at: ObjectAt,
  { from, length }: PartRange,
): Promise<Uint8Array | undefined> {
  if (length === 0) return new Uint8Array();
  const command = new GetObjectCommand({ ...at, Range: `bytes=${from}-${from + length - 1}` });
  return found(async (abortSignal) => {
    const { Body } = await client.send(command, { abortSignal });
    return bytesOf(at.Key, Body);
  });
}

/** An object as it was put; undefined where there is none. */
export async function getObject(client: S3Client, at: ObjectAt): Promise<StoredForm | undefined> {
  const command = new GetObjectCommand({ ...at, ChecksumMode: 'ENABLED' });
  return found(async (abortSignal) => checked(at, await client.send(command, { abortSignal })));
}

/** What a request for an object finds; undefined where there is none. */
async function found<Value>(
  ask: (abortSignal: AbortSignal) => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await ask(AbortSignal.timeout(DEADLINE_MS));
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

async function checked(
  { Key }: ObjectAt,
  { Body, ChecksumSHA256 }: GetObjectCommandOutput,
): Promise<StoredForm> {
  const bytes = await bytesOf(Key, Body);
  const checksum = sha256(bytes);
  invariant(
    ChecksumSHA256 === undefined || ChecksumSHA256 === checksum.toString('base64'),
    `${Key} has the SHA-256 that it was put with, ${ChecksumSHA256 ?? ''}, got ${checksum.toString('base64')}`,
  );
  return { bytes, sha256: checksum };
}

/** The client compares checksums, too, while it reads, and does not say of what. */
async function bytesOf(key: string, body: GetObjectCommandOutput['Body']): Promise<Uint8Array> {
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
