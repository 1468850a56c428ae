import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { tenantOfFolder } from '../../core/contract/folders.ts';
import type { DropFiles, DropPlace } from '../../core/tallies/drops/ports.ts';
import { folderOf } from './s3-forms.ts';

const DEADLINE_MS = 30_000;

/** `acme/2026-11-20.manifest.json` */
const keyOf = ({ tenant, name }: DropPlace): string => `${folderOf(tenant)}/${name}`;

/**
 * Files that tenants have put into a bucket, each below the folder of its tenant. A version is the tag of an object,
 * and its id where the bucket has versions: then it is read on whatever is put over it.
 */
export function s3DropFiles(client: S3Client, bucket: string): DropFiles {
  const at = (place: DropPlace) => ({ Bucket: bucket, Key: keyOf(place) });
  return {
    placeOf(key) {
      const [, folder = '', name = ''] = /^([^/]+)\/(.+)$/s.exec(key) ?? [];
      const tenant = tenantOfFolder(folder);
      return tenant === undefined || name === '' ? undefined : { tenant, name };
    },
    head: (place) =>
      found(async (abortSignal) => {
        const command = new HeadObjectCommand(at(place));
        const {
          ETag = '',
          VersionId,
          ContentLength = 0,
        } = await client.send(command, {
          abortSignal,
        });
        return { version: JSON.stringify([ETag, VersionId ?? '']), bytes: ContentLength };
      }),
    read: (place, { version, from, length }) => {
      if (length === 0) return Promise.resolve(new Uint8Array());
      const [IfMatch, id] = JSON.parse(version) as [string, string];
      const command = new GetObjectCommand({
        ...{ ...at(place), IfMatch, Range: `bytes=${from}-${from + length - 1}` },
        ...(id === '' ? {} : { VersionId: id }),
      });
      return found(async (abortSignal) => {
        const { Body } = await client.send(command, { abortSignal });
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      });
    },
    async putOutcome(place, text) {
      const command = new PutObjectCommand({
        ...at(place),
        ...{ Body: text, ContentType: 'application/json' },
      });
      await client.send(command, { abortSignal: AbortSignal.timeout(DEADLINE_MS) });
    },
  };
}

const gone = ['PreconditionFailed', 'NoSuchVersion', 'NoSuchKey', 'NotFound', '412'];

/** What a request for an object finds; undefined where there is none, or no such version. */
async function found<Value>(
  ask: (abortSignal: AbortSignal) => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await ask(AbortSignal.timeout(DEADLINE_MS));
  } catch (error) {
    if (error instanceof NoSuchKey || error instanceof NotFound) return undefined;
    if (error instanceof S3ServiceException && gone.includes(error.name)) return undefined;
    throw error;
  }
}
