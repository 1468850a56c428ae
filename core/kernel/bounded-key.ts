import { sha256 } from './digest.ts';

/** DynamoDB's sort keys end at 1,024 bytes. */
const KEY_BYTES_MAX = 256;

/** A key of any length as text of a bounded one; injective. */
export const boundedKey = (key: string): string =>
  Buffer.byteLength(key) <= KEY_BYTES_MAX ? `=${key}` : `#${sha256(key).toString('hex')}`;
