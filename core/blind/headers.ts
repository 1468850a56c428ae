import { type PrivateToken, tokenBytes, tokenFrom } from './token.ts';

/** Base64url with its padding, as RFC 9577 has it in headers. */
function encoded(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64url');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Whatever somebody sent as base64url, with padding or without; undefined for what is no such text. */
function decoded(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return encoded(bytes).replace(/=+$/, '') === text.replace(/=+$/, '') ? bytes : undefined;
}

/** What a server sends with a 401 or 402; its parts are quoted, as some clients read no others. */
export const privateTokenHeader = (
  challenge: Uint8Array,
  key: Uint8Array,
  maxAgeSeconds?: number,
): string => {
  const age = maxAgeSeconds === undefined ? '' : `, max-age="${maxAgeSeconds}"`;
  return `PrivateToken challenge="${encoded(challenge)}", token-key="${encoded(key)}"${age}`;
};

const TOKEN = /^privatetoken +token=(?:"([\w=-]+)"|([\w=-]+)) *$/i;

/** The token of `Authorization: PrivateToken token=…`; undefined where it cannot be read. */
export function sentPrivateToken(authorization: string): PrivateToken | undefined {
  const [, quoted, plain] = TOKEN.exec(authorization) ?? [];
  const bytes = decoded(quoted ?? plain ?? '');
  return bytes === undefined ? undefined : tokenFrom(bytes);
}

/** The reverse of `sentPrivateToken`. */
export const privateTokenSent = (token: PrivateToken): string =>
  `PrivateToken token="${encoded(tokenBytes(token))}"`;
