/** What a receipt says, once it is read: `forged` where nobody whose keys these are has signed it. */
export type Verified = 'verified' | 'forged' | 'unverifiable';

/** A key of the seller, as `/.well-known/jwks.json` has it. */
export interface SignedBy {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly kid: string;
}

/** The parts of a compact JWS; undefined where a text is none. */
function partsOf(jws: string) {
  const [head = '', claims = '', signature = '', ...more] = jws.split('.');
  const isWhole = more.length === 0 && [head, claims, signature].every(isBase64url);
  return isWhole ? { head, claims, signature, signed: `${head}.${claims}` } : undefined;
}

const isBase64url = (text: string): boolean => /^[A-Za-z0-9_-]+$/.test(text);

/** What the signed text itself claims; undefined where it is no receipt. */
export function claimsIn(jws: string): Readonly<Record<string, unknown>> | undefined {
  const parts = partsOf(jws);
  return parts === undefined ? undefined : objectIn(parts.claims);
}

function objectIn(encoded: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytesIn(encoded)));
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const bytesIn = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));

/**
 * Whether one of these keys has signed a receipt, by Ed25519 and nothing else. `unverifiable` where the browser knows
 * no Ed25519.
 */
export async function verifiedReceipt(jws: string, keys: readonly SignedBy[]): Promise<Verified> {
  const parts = partsOf(jws);
  const head = parts === undefined ? undefined : objectIn(parts.head);
  if (parts === undefined || head?.['alg'] !== 'EdDSA') return 'forged';
  const own = keys.find(({ kid, kty, crv }) => {
    return kid === head['kid'] && kty === 'OKP' && crv === 'Ed25519';
  });
  if (own === undefined) return 'forged';
  const { kty, crv, x } = own;
  try {
    const jwk = { kty, crv, x };
    const key = await crypto.subtle.importKey('jwk', jwk, { name: 'Ed25519' }, false, ['verify']);
    const signed = new TextEncoder().encode(parts.signed);
    const isRight = await crypto.subtle.verify('Ed25519', key, bytesIn(parts.signature), signed);
    return isRight ? 'verified' : 'forged';
  } catch (error) {
    const isUnknown = error instanceof DOMException && error.name === 'NotSupportedError';
    return isUnknown ? 'unverifiable' : 'forged';
  }
}

/** Billionths as a decimal, with two places at least: `59500000` is `0.0595`. What is no whole number stays. */
export function majorOf(nanos: string): string {
  if (!/^\d+$/.test(nanos)) return nanos;
  const digits = nanos.padStart(10, '0');
  const places = digits.slice(-9).replace(/0+$/, '').padEnd(2, '0');
  return `${digits.slice(0, -9)}.${places}`;
}
