import { Rejection } from './rejection.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Bytes as text, without a byte order mark. @throws Rejection when they are not UTF-8. */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Rejection(
      'request.malformed-text',
      'send text as UTF-8: the body has bytes that are not',
    );
  }
}
