import { Agent, request as ask, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type EngineCaller, signatureOf } from '../engines/aws-json.ts';
import { gatewayAnswer, type HttpAnswer } from '../http/response.ts';

/** Objects of a bucket, as they are asked for over HTTP. */
export type BucketOrigin = (
  bucket: string,
  path: string,
  headers: IncomingHttpHeaders,
) => Promise<HttpAnswer>;

/** What of a request S3 answers by. */
const asked = ['if-match', 'if-modified-since', 'if-none-match', 'if-unmodified-since', 'range'];
/** What of its answer is the object's. */
const answered = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
];

/** Reads from the S3 of this machine. Nothing but a key is ever asked for, whatever the path. */
export function bucketOrigin(engine: string, caller: EngineCaller): BucketOrigin {
  const agent = new Agent({ keepAlive: true });
  const authorization = signatureOf(caller);
  return async (bucket, path, headers) => {
    const key = keyOf(path);
    if (key === undefined) return gatewayAnswer(404, 'Not Found');
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    const conditions = asked.flatMap((name) => {
      const value = headers[name];
      // A compressed answer has the tag of the object, and says that it is not it to the byte.
      return typeof value === 'string' ? [[name, value.replace(/^W\//, '')] as const] : [];
    });
    const outgoing = ask(
      `${engine}/${bucket}/${key}`,
      { agent, headers: { ...Object.fromEntries(conditions), authorization } },
      (response) => {
        const given = answered.flatMap((name) => {
          const value = response.headers[name];
          return typeof value === 'string' ? [[name, value] as const] : [];
        });
        const status = response.statusCode ?? 502;
        buffer(response).then((body) => {
          resolve({ status, headers: Object.fromEntries(given), body });
        }, reject);
      },
    );
    outgoing.on('error', reject).end();
    return promise;
  };
}

/**
 * The key in a path, in its one spelling. Undefined where it has parts that an address means something else by, by
 * which another bucket would be reached, and where it is none.
 */
function keyOf(path: string): string | undefined {
  try {
    const parts = path.slice(1).split('/').map(decodeURIComponent);
    const isPlain = parts.every((part) => part !== '.' && part !== '..' && !/[\0/\\]/.test(part));
    return isPlain && parts.join('') !== '' ? parts.map(encodeURIComponent).join('/') : undefined;
  } catch {
    return undefined;
  }
}
