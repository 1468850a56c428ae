import { signatureBytes, tokenType } from './token.ts';

/** A token that somebody wants, blinded: nothing of it says which. */
export interface TokenRequest {
  /** The last byte of the key's id. */
  readonly shortKeyId: number;
  readonly blinded: Uint8Array;
}

const HEAD_BYTES = 3;

/** From its 259 bytes (RFC 9578, section 6.1); undefined for anything else. */
export function tokenRequestFrom(bytes: Uint8Array): TokenRequest | undefined {
  if (bytes.length !== HEAD_BYTES + signatureBytes) return undefined;
  const whole = Buffer.from(bytes);
  if (whole.readUInt16BE(0) !== tokenType) return undefined;
  return { shortKeyId: whole.readUInt8(2), blinded: whole.subarray(HEAD_BYTES) };
}

/** The reverse of `tokenRequestFrom`. */
export function tokenRequestBytes({ shortKeyId, blinded }: TokenRequest): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt16BE(tokenType);
  head.writeUInt8(shortKeyId, 2);
  return Buffer.concat([head, blinded]);
}
