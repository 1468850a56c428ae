import { hash } from 'node:crypto';

/** A request to the S3 engine, as far as a refusal depends on it. */
export interface S3Request {
  readonly method: string;
  /** Path and query string. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Undefined where there is none, or it is not as it was sent. */
  readonly body?: Uint8Array;
}

/** An answer that S3 gives and the engine does not. */
export interface S3Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Query parameters that the engine acts on, or that need no action, by method and by whether there is a key. */
const understood: Readonly<Record<string, readonly string[] | undefined>> = {
  'PUT bucket': ['lifecycle'],
  'GET bucket': [
    'lifecycle',
    'list-type',
    'prefix',
    'delimiter',
    'max-keys',
    'marker',
    'start-after',
    'continuation-token',
    'encoding-type',
    'fetch-owner',
  ],
  'HEAD bucket': [],
  'DELETE bucket': ['lifecycle'],
  'POST bucket': ['delete'],
  'PUT object': ['uploadId', 'partNumber', 'renameObject'],
  'GET object': [
    'attributes',
    'response-cache-control',
    'response-content-disposition',
    'response-content-encoding',
    'response-content-language',
    'response-content-type',
    'response-expires',
  ],
  'HEAD object': [],
  'DELETE object': ['uploadId'],
  'POST object': ['uploads', 'uploadId'],
};

/**
 * What S3 would refuse and the engine does not: it ignores sub-resources that it does not know, so that a
 * PutObjectTagging overwrites the object with its tags, it ignores the conditions of a put, and it takes a SHA-256 that
 * is not that of the body.
 */
export function s3Refusal(
  request: S3Request,
  etagOf: (bucket: string, key: string) => string | undefined,
): S3Refusal | undefined {
  const url = new URL(request.url, 'http://127.0.0.1');
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/');
  if (bucket === '') return undefined;
  const key = decodeURIComponent(rest.join('/'));
  const kind = `${request.method} ${key === '' ? 'bucket' : 'object'}`;
  const unknown = [...url.searchParams.keys()].find(
    (name) => !isCommon(name) && !(understood[kind]?.includes(name) ?? false),
  );
  if (unknown !== undefined) {
    const message = `the local S3 does not know ${unknown} on ${kind}`;
    return { status: 501, code: 'NotImplemented', message };
  }
  const completes = kind === 'POST object' && url.searchParams.has('uploadId');
  const puts = kind === 'PUT object' && !url.searchParams.has('partNumber');
  if (!puts && !completes) return undefined;
  return wrongChecksum(request) ?? failedCondition(request, etagOf(bucket, key));
}

function wrongChecksum({ headers, body }: S3Request): S3Refusal | undefined {
  const sent = headers['x-amz-checksum-sha256'];
  const isEncoded = String(headers['content-encoding'] ?? '').includes('aws-chunked');
  if (sent === undefined || body === undefined || isEncoded) return undefined;
  if (sent === hash('sha256', body, 'base64')) return undefined;
  const message = 'the SHA256 you specified did not match the calculated checksum';
  return { status: 400, code: 'BadDigest', message };
}

/** The SDK says which operation it means; presigned addresses carry their signature in the query. */
const isCommon = (name: string): boolean => name === 'x-id' || /^x-amz-/i.test(name);

function failedCondition({ headers }: S3Request, etag: string | undefined): S3Refusal | undefined {
  const [noneMatch, match] = [headers['if-none-match'], headers['if-match']];
  if (noneMatch !== undefined && noneMatch !== '*') {
    const message = 'only If-None-Match: * is allowed on a put';
    return { status: 501, code: 'NotImplemented', message };
  }
  if (match !== undefined && etag === undefined) {
    return { status: 404, code: 'NoSuchKey', message: 'there is no object for If-Match' };
  }
  const holds =
    (noneMatch === undefined || etag === undefined) && (match === undefined || match === etag);
  if (holds) return undefined;
  const message = 'at least one of the pre-conditions did not hold';
  return { status: 412, code: 'PreconditionFailed', message };
}

/** The refusal as S3 writes it. */
export const refusalXml = ({ code, message }: S3Refusal): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
