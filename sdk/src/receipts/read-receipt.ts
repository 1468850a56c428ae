import type { ReceiptClaims } from '../contract/index.ts';

/** A receipt, taken apart and not verified yet. */
export interface ReceiptJws {
  readonly kid: string;
  /** What was signed. */
  readonly signed: string;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** What KMS signs at once, and a signature. */
const CHARACTERS_MAX = 4_096 + 100;
const SIGNATURE_BYTES = 64;

/** The parts of a compact JWS of a receipt; else what is wrong with the text, in a clause. */
export function jwsIn(text: string): ReceiptJws | string {
  const receipt = text.length > 2 * CHARACTERS_MAX ? text : text.trim();
  if (receipt.length > CHARACTERS_MAX) return 'it is longer than any receipt';
  const [head = '', body = '', tail = '', ...others] = receipt.split('.');
  const [header, payload, signature] = [head, body, tail].map(bytesOf);
  if (others.length > 0 || header === undefined || payload === undefined) return notThree;
  if (signature?.length !== SIGNATURE_BYTES) return notThree;
  const read = jsonOf(header);
  if (read?.['alg'] !== 'EdDSA' || read['typ'] !== 'farthing-receipt+jwt') {
    return 'its header is not that of a receipt';
  }
  // What a reader would have to know to judge it, this one does not.
  if ('crit' in read || typeof read['kid'] !== 'string')
    return 'its header is not that of a receipt';
  return { kid: read['kid'], signed: `${head}.${body}`, payload, signature };
}

const notThree = 'it is not three parts of base64url, parted by points';

const texts = ['iss', 'sub', 'jti', 'payee', 'receipt', 'meter', 'quantity', 'subject'] as const;
const amounts = ['net', 'tax', 'amount'] as const;

/** What a receipt says; else what is wrong with it, in a clause. */
export function claimsIn(payload: Uint8Array): ReceiptClaims | string {
  const claims = jsonOf(payload);
  if (claims === undefined) return 'what it says is no JSON object';
  const isWhole =
    [...texts, ...amounts, 'currency'].every((name) => typeof claims[name] === 'string') &&
    typeof claims['iat'] === 'number' &&
    claims['assetScale'] === 9 &&
    amounts.every((name) => /^\d{1,40}$/.test(String(claims[name])));
  if (!isWhole) return 'it does not say all that a receipt says';
  const [net, tax, amount] = amounts.map((name) => BigInt(String(claims[name])));
  if ((net ?? 0n) + (tax ?? 0n) !== amount) return 'its net and tax are not its amount';
  // Of what it was just looked at.
  return claims as unknown as ReceiptClaims;
}

function jsonOf(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes of base64url without padding; undefined for text that is another spelling of them, or none. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text === '' || !/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return undefined;
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const again = btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return again === text ? Uint8Array.from(plain, (one) => one.charCodeAt(0)) : undefined;
}
