import { gunzipSync } from 'node:zlib';
import { type JsonValue, parseJson } from '../../core/kernel/json.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { AnonymousRequest } from './http.ts';

/** Enough for any meter, customer or plan; `POST /v1/events` has a limit of its own. */
const BODY_BYTES_MAX = 64 * 1024;
const DEPTH_MAX = 32;

/** The essence of a media type and its parameters, in lower case; names of parameters are kept apart from their values. */
export interface MediaType {
  readonly essence: string;
  readonly parameters: ReadonlyMap<string, string>;
}

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

/** Bytes as text. @throws Rejection when they are not UTF-8. */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Rejection(
      'request.malformed-text',
      'send the body as UTF-8: it has bytes that are none',
    );
  }
}

/** The body of a request that must be `application/json`, parsed. */
export function jsonBody(request: AnonymousRequest<string>): JsonValue {
  const { essence } = mediaTypeOf(request);
  if (essence !== 'application/json') throw wrongMediaType(essence, ['application/json']);
  return parseJson(bodyText(request, BODY_BYTES_MAX), DEPTH_MAX);
}

/**
 * The request's `Content-Type`; its essence is empty where there is none.
 * @throws Rejection for a charset other than UTF-8.
 */
export function mediaTypeOf({ headers }: AnonymousRequest<string>): MediaType {
  const [essence = '', ...rest] = (headers['content-type'] ?? '').split(';');
  const parameters = new Map(rest.map(parameterOf));
  const charset = parameters.get('charset') ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8') {
    throw new Rejection(
      'request.wrong-media-type',
      `send the body as UTF-8 (charset=utf-8, or no charset at all), got charset=${charset}`,
      { param: 'content-type' },
    );
  }
  return { essence: essence.trim().toLowerCase(), parameters };
}

function parameterOf(text: string): [string, string] {
  const [name = '', value = ''] = text.split('=', 2);
  return [
    name.trim().toLowerCase(),
    value
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase(),
  ];
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
    if (error instanceof RangeError) throw tooLarge(bytesMax);
    throw new Rejection(
      'request.malformed-gzip',
      'send a whole gzip stream, or drop the Content-Encoding header: the body does not decompress',
    );
  }
}

const bodyMissing = (): Rejection =>
  new Rejection('request.body-missing', 'send a body, got an empty one');

const tooLarge = (bytesMax: number): Rejection =>
  new Rejection(
    'request.too-large',
    `send at most ${bytesMax} bytes in a request (after decompression); split it into several`,
  );
