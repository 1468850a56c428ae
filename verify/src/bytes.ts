/** Bytes, and the only two things that a machine is asked for: SHA-256, and whether an Ed25519 signature holds. */
export type Bytes = Uint8Array<ArrayBuffer>;

const { subtle } = globalThis.crypto;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

/** The text that bytes are in UTF-8; undefined for any other bytes. */
export function textFrom(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function joined(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const areSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes of standard base64; undefined for any other text, and where there are bits that nothing reads. */
export function bytesFromBase64(text: string): Bytes | undefined {
  if (!BASE64.test(text)) return undefined;
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  // Only the last four characters can have such bits.
  const groups = Math.max(0, Math.ceil(bytes.length / 3) - 1);
  return base64(bytes.subarray(3 * groups)) === text.slice(-4) ? bytes : undefined;
}

/** At most so many arguments go into one call. */
const CHUNK = 0x8000;

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

export const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await subtle.digest('SHA-256', bytes));

/** Whether `signature` is that of the key over the message: RFC 8032. */
export async function isSignedBy(
  publicKey: Bytes,
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  try {
    const key = await subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await subtle.verify('Ed25519', key, signature, message);
  } catch {
    return false;
  }
}
