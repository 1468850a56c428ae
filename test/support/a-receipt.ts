import type { ReceiptClaims } from '../../core/contract/receipts/shapes.ts';
import { compactJws, jwkOf, signingInput } from '../../core/receipts/jws.ts';
import { inMemorySigner } from '../fakes/receipt-signer.ts';

export const someClaims: ReceiptClaims = {
  ...{ iss: 'farthing:acme', sub: 'subject:reader-7', jti: 'log.1.0', iat: 1_795_953_600 },
  ...{ payee: 'acme', receipt: 'log.2.0', resource: 'https://news.example/a/1', meter: 'views' },
  ...{ quantity: '1', subject: 'reader-7', by: 'consent', net: '10000000', tax: '1900000' },
  ...{ amount: '11900000', currency: 'EUR', assetScale: 9 },
};

/** A receipt that says so, by the first key of `signer`, and the keys that are published. */
export async function aReceipt(
  claims: object = someClaims,
  signer = inMemorySigner(),
  header: object = {},
) {
  const known = await signer.keys();
  const [key] = known === 'unavailable' ? [] : known;
  if (key === undefined || known === 'unavailable') throw new Error('there is a key');
  const plain = signingInput(key.kid, claims);
  const [, payload = ''] = plain.split('.');
  const head = { alg: 'EdDSA', typ: 'farthing-receipt+jwt', kid: key.kid, ...header };
  const input = `${Buffer.from(JSON.stringify(head)).toString('base64url')}.${payload}`;
  const signature = await signer.sign(key.kid, Buffer.from(input));
  if (signature === 'unavailable') throw new Error('it signs');
  const keys = { keys: known.map(({ kid, bytes }) => jwkOf(kid, bytes)) };
  return { receipt: compactJws(input, signature), keys, kid: key.kid };
}
