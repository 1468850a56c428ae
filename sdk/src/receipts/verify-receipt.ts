import type { PublicKeys, ReceiptClaims } from '../contract/index.ts';
import { claimsIn, jwsIn } from './read-receipt.ts';

/** What a receipt is held to, beside its signature. What is left out may be anything. */
export interface ReceiptExpected {
  /**
   * The published keys of the deployment, as `GET /.well-known/jwks.json` answers them: got from whom one trusts,
   * never from an address that the receipt, or whoever shows it, names.
   */
  readonly keys: PublicKeys;
  /**
   * Claims that it must have, to the letter. Name `payee` or `iss` wherever a deployment has several tenants: each
   * could have charged something and called it by any address.
   */
  readonly claims?: Readonly<Partial<ReceiptClaims>>;
}

/** Whether a receipt proves what it says, or why it does not. */
export type ReceiptVerdict =
  | {
      readonly holds: true;
      readonly claims: ReceiptClaims;
      /** The key that signed it. */
      readonly kid: string;
    }
  | {
      readonly holds: false;
      /**
       * `malformed`: it is no receipt; `key-unknown`: none of the keys is the one that it names; `signature-wrong`:
       * something of it was changed, or another key signed it; `claims-differ`: it proves something else.
       */
      readonly reason: 'malformed' | 'key-unknown' | 'signature-wrong' | 'claims-differ';
      /** For people. */
      readonly detail: string;
    };

const no = (
  reason: Extract<ReceiptVerdict, { holds: false }>['reason'],
  detail: string,
): ReceiptVerdict => ({ holds: false, reason, detail });

/**
 * Verifies a receipt with WebCrypto, wherever that knows Ed25519: Node.js 20, and browsers since 2025. Never rejects
 * for what the text is.
 */
export async function verifyReceipt(
  receipt: string,
  { keys, claims: expected = {} }: ReceiptExpected,
): Promise<ReceiptVerdict> {
  const jws = jwsIn(receipt);
  if (typeof jws === 'string') return no('malformed', jws);
  const key = keys.keys.find(({ kid }) => kid === jws.kid);
  if (key === undefined) {
    return no(
      'key-unknown',
      `it was signed with the key ${jws.kid}, which is not among these keys`,
    );
  }
  if (!(await isSignedBy(key, jws))) {
    return no('signature-wrong', `it was changed, or not signed with the key ${jws.kid}`);
  }
  const claims = claimsIn(jws.payload);
  if (typeof claims === 'string') return no('malformed', claims);
  const other = (Object.keys(expected) as (keyof ReceiptClaims)[]).find(
    (name) => claims[name] !== expected[name],
  );
  if (other === undefined) return { holds: true, claims, kid: jws.kid };
  const [want, got] = [expected[other], claims[other]].map((value) =>
    value === undefined ? 'nothing' : JSON.stringify(value),
  );
  return no('claims-differ', `its ${other} was to be ${want}, and is ${got}`);
}

async function isSignedBy(
  { x }: PublicKeys['keys'][number],
  { signed, signature }: { readonly signed: string; readonly signature: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  const { subtle } = crypto;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x };
  const key = await subtle
    .importKey('jwk', jwk, { name: 'Ed25519' }, false, ['verify'])
    // What is no key has signed nothing.
    .catch(() => undefined);
  if (key === undefined) return false;
  return subtle.verify({ name: 'Ed25519' }, key, signature, new TextEncoder().encode(signed));
}
