import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { HttpAnswer } from '../http/response.ts';

/** CloudFront leaves what is smaller or larger as it is. */
const [bytesMin, bytesMax] = [1_000, 10_000_000];
const compressible =
  /^(?:text\/|image\/svg\+xml|font\/(?:otf|ttf)|application\/(?:javascript|json|yaml|xml|wasm|[a-z.-]+\+(?:json|xml)))/;

/** Answers kept at a time; the oldest is forgotten first. */
const keptMax = 256;

/** Compresses answers for whoever takes them so, each once. */
export type Compress = (answer: HttpAnswer, accepts: string | undefined) => Promise<HttpAnswer>;

const encoders: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body) => promisify(gzip)(body),
};

/** As CloudFront does: Brotli before gzip, of a whole answer with a type of text. */
export function compressing(): Compress {
  const kept = new Map<string, Promise<Buffer>>();
  return async (answer, accepts = '') => {
    const { status, headers, body } = answer;
    const encoding = Object.keys(encoders).find((name) => isTaken(name, accepts));
    const { etag, 'content-type': type } = headers;
    const isFit =
      status === 200 &&
      headers['content-encoding'] === undefined &&
      compressible.test(String(type)) &&
      body.byteLength >= bytesMin &&
      body.byteLength <= bytesMax;
    if (!isFit || encoding === undefined || typeof etag !== 'string') return answer;
    const name = `${encoding} ${etag}`;
    const made = kept.get(name) ?? encoders[encoding]?.(body) ?? Promise.resolve(body);
    kept.set(name, made);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptMax) break;
      kept.delete(oldest);
    }
    return {
      status,
      headers: {
        ...headers,
        'content-encoding': encoding,
        etag: `W/${etag}`,
        vary: 'accept-encoding',
      },
      body: await made,
    };
  };
}

const isTaken = (encoding: string, accepts: string): boolean =>
  accepts
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((text) => text.trim()))
    .some(([name, weight]) => name === encoding && !/^q=0(?:\.0+)?$/.test(weight ?? ''));
