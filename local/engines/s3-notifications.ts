import { isObject, type Json } from '../template/json.ts';
import type { S3Request } from './s3-refusals.ts';

/** A message that S3 puts on a queue. */
interface Notification {
  readonly queueUrl: string;
  readonly body: string;
}

type ObjectOf = (
  bucket: string,
  key: string,
) => { readonly etag: string; readonly contentLength: number };

/** Who is told of which objects, once it is set. */
export interface Notifications {
  set(told: Json): void;
  /** Of a request that was answered with 200. */
  of(request: Pick<S3Request, 'method' | 'url' | 'headers'>): readonly Notification[];
}

/** What S3 tells queues of objects that are put, as it writes it. */
export function notificationsOf(objectOf: ObjectOf): Notifications {
  let all: readonly Readonly<Record<string, string>>[] = [];
  return {
    set: (told) => {
      all = (Array.isArray(told) ? (told as readonly Json[]) : []).flatMap((one) =>
        isObject(one)
          ? [Object.fromEntries(Object.entries(one).map(([name, value]) => [name, String(value)]))]
          : [],
      );
    },
    of: (request) => {
      const put = putIn(request);
      if (put === undefined) return [];
      return all.flatMap(
        ({ bucket = '', prefix = '', suffix = '', queueUrl = '', region = '' }) => {
          const { key } = put;
          const isTold = bucket === put.bucket && key.startsWith(prefix) && key.endsWith(suffix);
          if (!isTold) return [];
          const { etag, contentLength: size } = objectOf(bucket, key);
          const told = { ...put, region, etag: etag.replaceAll('"', ''), size };
          return [{ queueUrl, body: JSON.stringify({ Records: [recordOf(told)] }) }];
        },
      );
    },
  };
}

interface Put {
  readonly bucket: string;
  readonly key: string;
  readonly name: string;
}

/** The object that a request has created; undefined where it has not. */
function putIn({ method, url, headers }: Pick<S3Request, 'method' | 'url' | 'headers'>) {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const [bucket = '', ...rest] = pathname.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (key === '') return undefined;
  const of = (name: string): Put => ({ bucket, key, name: `ObjectCreated:${name}` });
  if (method === 'POST') {
    return searchParams.has('uploadId') ? of('CompleteMultipartUpload') : undefined;
  }
  if (method !== 'PUT' || searchParams.has('partNumber')) return undefined;
  return of(headers['x-amz-copy-source'] === undefined ? 'Put' : 'Copy');
}

const recordOf = ({
  bucket,
  key,
  name,
  region,
  etag,
  size,
}: Put & { readonly region: string; readonly etag: string; readonly size: number }) => ({
  ...{ eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: region, eventName: name },
  eventTime: new Date().toISOString(),
  s3: {
    s3SchemaVersion: '1.0',
    bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
    // As in the query of a URL, with its slashes as they are.
    object: {
      key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'),
      ...{ size, eTag: etag },
    },
  },
});
