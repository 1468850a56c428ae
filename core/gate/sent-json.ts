import { type JsonObject, type JsonValue, parseJson } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';

const DEPTH_MAX = 12;
const ANY = /^[A-Za-z0-9+/_-]*={0,2}$/;
const QUAD = 4;

/**
 * The bytes of a text in base64, of either alphabet, padded or not; undefined where it is none, or one that no encoder
 * writes: so that what is sent has one spelling.
 */
export function base64In(text: string): Buffer | undefined {
  const isPadded = text.endsWith('=');
  if (!ANY.test(text) || (isPadded && text.length % QUAD !== 0)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  const written = text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return bytes.toString('base64url') === written ? bytes : undefined;
}

/** As `base64In`, of the alphabet for addresses alone. */
export const base64urlIn = (text: string): Buffer | undefined =>
  /[+/]/.test(text) ? undefined : base64In(text);

/** The JSON that bytes are; undefined where they are none. */
export function jsonIn(bytes: Buffer | undefined): JsonValue | undefined {
  if (bytes === undefined) return undefined;
  try {
    return parseJson(bytes.toString('utf8'), DEPTH_MAX);
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}

export function textIn(object: JsonObject, name: string): string | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
