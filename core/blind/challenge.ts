import { tokenType } from './token.ts';

/** What a server asks for (RFC 9577, section 2.1). */
export interface TokenChallenge {
  /** The host of whoever signs. */
  readonly issuer: string;
  /** Of 32 bytes, or empty: then a token can be had before it is asked for. */
  readonly context: Uint8Array;
  /** The hosts that it is for, with commas between; empty where it is for any. */
  readonly origin: string;
}

const CONTEXT_BYTES = 32;
const LENGTH_MAX = 0xffff;

const prefixed = (bytes: Uint8Array, lengthBytes: 1 | 2): Buffer => {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(bytes.length, 0, lengthBytes);
  return Buffer.concat([length, bytes]);
};

/** As it is hashed into each token. Undefined where a part is longer than there is room for, or is no context. */
export function challengeBytes({ issuer, context, origin }: TokenChallenge): Buffer | undefined {
  const [named, origins] = [Buffer.from(issuer), Buffer.from(origin)];
  const isContext = context.length === 0 || context.length === CONTEXT_BYTES;
  const fits = named.length > 0 && named.length <= LENGTH_MAX && origins.length <= LENGTH_MAX;
  if (!isContext || !fits) return undefined;
  const type = prefixed(Buffer.alloc(0), 2);
  type.writeUInt16BE(tokenType);
  return Buffer.concat([type, prefixed(named, 2), prefixed(context, 1), prefixed(origins, 2)]);
}

/** The reverse of `challengeBytes`; undefined for what it does not make. */
export function challengeFrom(bytes: Uint8Array): TokenChallenge | undefined {
  const whole = Buffer.from(bytes);
  if (whole.length < 2 || whole.readUInt16BE(0) !== tokenType) return undefined;
  const issuer = partAt(whole, { at: 2, lengthBytes: 2 });
  const context = partAt(whole, { at: issuer?.end, lengthBytes: 1 });
  const origin = partAt(whole, { at: context?.end, lengthBytes: 2 });
  if (issuer === undefined || context === undefined || origin === undefined) return undefined;
  const challenge = {
    ...{ issuer: issuer.bytes.toString(), origin: origin.bytes.toString() },
    context: context.bytes,
  };
  // What is longer, or no UTF-8, is written otherwise.
  return challengeBytes(challenge)?.equals(whole) === true ? challenge : undefined;
}

function partAt(
  whole: Buffer,
  { at, lengthBytes }: { readonly at: number | undefined; readonly lengthBytes: 1 | 2 },
): { readonly bytes: Buffer; readonly end: number } | undefined {
  if (at === undefined) return undefined;
  const from = at + lengthBytes;
  if (from > whole.length) return undefined;
  const end = from + whole.readUIntBE(at, lengthBytes);
  return end > whole.length ? undefined : { bytes: whole.subarray(from, end), end };
}
