import { sha256 } from '../kernel/digest.ts';
import { canonicalJson, type JsonValue } from '../kernel/json.ts';
import type { Asked } from './entry.ts';

const BYTES = 16;

/** What a request is known by: digests of its key, and of what it asks for. */
export const askedUnder = (
  key: string,
  body: JsonValue,
  token?: string,
): Pick<Asked, 'key' | 'body' | 'token'> => ({
  key: sha256(key).toString('base64url', 0, BYTES),
  body: sha256(canonicalJson(body)).toString('base64url', 0, BYTES),
  ...(token === undefined ? {} : { token }),
});

/** The key of what ends a hold: there is one, so that it ends once. */
export const endKey = (hold: string): string => `end ${hold}`;
