import { gunzipSync } from 'node:zlib';
import { type JsonValue, parseJson } from '../../core/kernel/json.ts';
import {
  type MediaType,
  mediaTypeFrom,
  refuseOtherCharsets,
} from '../../core/kernel/media-type.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { utf8Text } from '../../core/kernel/utf8.ts';
import type { AnonymousRequest } from './http.ts';

/** Enough for any meter, customer or plan; `POST /v1/events` has a limit of its own. */
export const BODY_BYTES_MAX = 64 * 1024;
const DEPTH_MAX = 32;

/**
 * The body as bytes, gunzipped where `Content-Encoding` says so, never more than `bytesMax` of them.
 * @throws Rejection when there is no body, it is too large, or its encoding is unknown or broken.
 */
export function bodyBytes({ body, headers }: AnonymousRequest<string>, bytesMax: number): Buffer {
  const sent = Buffer.from(body?.content ?? '', body?.isBase64 === true ? 'base64' : 'utf8');
  if (sent.length === 0) throw bodyMissing();
  if (sent.length > bytesMax) throw tooLarge(bytesMax);
  return isGzipped(headers['content-encoding']) ? inflated(sent, bytesMax) : sent;
}

/** The body as text: `bodyBytes`, refused unless it is UTF-8. */
export function bodyText(request: AnonymousRequest<string>, bytesMax: number): string {
  const { body, headers } = request;
  if (body !== undefined && !body.isBase64 && !isGzipped(headers['content-encoding'])) {
    if (Buffer.byteLength(body.content) > bytesMax) throw tooLarge(bytesMax);
    return body.content;
  }
  return utf8Text(bodyBytes(request, bytesMax));
}

/** The body of a request that must be `application/json`, parsed. */
export function jsonBody(
  request: AnonymousRequest<string>,
  bytesMax: number = BODY_BYTES_MAX,
): JsonValue {
  const { essence } = mediaTypeOf(request);
  if (essence !== 'application/json') throw wrongMediaType(essence, ['application/json']);
  return parseJson(bodyText(request, bytesMax), DEPTH_MAX);
}

/**
 * The request's `Content-Type`; its essence is empty where there is none.
 * @throws Rejection for a charset other than UTF-8.
 */
export function mediaTypeOf({ headers }: AnonymousRequest<string>): MediaType {
  const mediaType = mediaTypeFrom(headers['content-type'] ?? '');
  refuseOtherCharsets(mediaType, 'content-type');
  return mediaType;
}

export const wrongMediaType = (got: string, accepted: readonly string[]): Rejection =>
  new Rejection(
    'request.wrong-media-type',
    `set Content-Type to ${accepted.join(', ')}; got ${got === '' ? 'none' : got}`,
    { param: 'content-type' },
  );

function isGzipped(encoding: string | undefined): boolean {
  const name = (encoding ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return false;
  if (name === 'gzip' || name === 'x-gzip') return true;
  throw new Rejection(
    'request.unsupported-encoding',
    `compress the body with gzip or not at all, got Content-Encoding: ${name}`,
    { param: 'content-encoding' },
  );
}

function inflated(bytes: Buffer, bytesMax: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: bytesMax });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(bytesMax);
    throw new Rejection(
      'request.malformed-gzip',
      'send a whole gzip stream, or drop the Content-Encoding header: the body does not decompress',
    );
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const bodyMissing = (): Rejection =>
  new Rejection('request.body-missing', 'send a body, got an empty one');

const tooLarge = (bytesMax: number): Rejection =>
  new Rejection(
    'request.too-large',
    `send at most ${bytesMax} bytes in a request (after decompression); split it into several`,
  );
