import { gzipSync } from 'node:zlib';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { HttpAnswer } from './http.ts';

/** Lambda answers at most 6 MB, headers and escapes included; base64 makes four bytes of three. */
const PLAIN_BYTES_MAX = 4 * 1024 * 1024;
const BINARY_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Text of any length that fits an answer, compressed where it is long and the caller takes that.
 * @throws Rejection `answer.too-large` where it does not fit.
 */
export function largeTextAnswer(
  contentType: string,
  text: string,
  acceptEncoding: string | undefined,
): HttpAnswer {
  const headers = { 'content-type': contentType };
  if (Buffer.byteLength(text) <= PLAIN_BYTES_MAX) return { statusCode: 200, headers, body: text };
  if (!/\bgzip\b/.test(acceptEncoding ?? '')) {
    throw tooLarge('send Accept-Encoding: gzip: the answer is too long without');
  }
  return binaryAnswer({ ...headers, 'content-encoding': 'gzip' }, gzipSync(text));
}

/** Bytes as they are. @throws Rejection `answer.too-large` where they do not fit an answer. */
export function binaryAnswer(headers: Record<string, string>, bytes: Uint8Array): HttpAnswer {
  if (bytes.length > BINARY_BYTES_MAX) {
    throw tooLarge(
      `the answer has ${bytes.length} bytes, and at most ${BINARY_BYTES_MAX} can be sent`,
    );
  }
  return {
    statusCode: 200,
    headers,
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  };
}

/** A body that fits an answer as JSON. @throws Rejection `answer.too-large` with what to do where it does not. */
export function fittingBody<Body>(body: Body, instead: string): Body {
  const bytes = Buffer.byteLength(JSON.stringify(body));
  if (bytes <= PLAIN_BYTES_MAX) return body;
  throw tooLarge(
    `${instead}: the answer would have ${bytes} bytes, and at most ${PLAIN_BYTES_MAX} can be sent`,
  );
}

const tooLarge = (detail: string): Rejection => new Rejection('answer.too-large', detail);
