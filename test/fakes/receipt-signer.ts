import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { type Timestamp, timestampOf } from '../../core/kernel/timestamp.ts';
import { thumbprintOf } from '../../core/receipts/jws.ts';
import type { ReceiptKey, ReceiptSigner } from '../../core/receipts/ports.ts';

const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_BYTES = 32;

/** A key of Ed25519 whose secret is so many times one byte: the same in each test. */
function keyOf(byte: number) {
  const der = Buffer.concat([PKCS8_HEAD, Buffer.alloc(KEY_BYTES, byte)]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ type: 'spki', format: 'der' });
  const bytes = spki.subarray(spki.length - KEY_BYTES);
  return { secret, bytes, kid: thumbprintOf(bytes) };
}

/** A key of a signer. */
export interface SignerKey {
  readonly from?: Timestamp;
  /** It has signed, and is not there any more. */
  readonly isGone?: boolean;
}

/** Keys in memory, one after another; `fail` makes them unavailable. */
export function inMemorySigner(...told: readonly SignerKey[]) {
  const all = (told.length === 0 ? [{}] : told).map(
    ({ from = timestampOf(0), isGone = false }: SignerKey, index) => {
      const { secret, bytes, kid } = keyOf(index + 1);
      const key: ReceiptKey = { kid, bytes, from, signs: !isGone };
      return { key, secret };
    },
  );
  let isFailing = false;
  let signed = 0;
  const signer: ReceiptSigner = {
    keys: async () => (isFailing ? 'unavailable' : all.map(({ key }) => key)),
    async sign(kid, message) {
      const found = all.find(({ key }) => key.kid === kid && key.signs);
      if (isFailing || found === undefined) return 'unavailable';
      signed += 1;
      return sign(null, message, found.secret);
    },
  };
  return {
    ...signer,
    kids: all.map(({ key }) => key.kid),
    signed: () => signed,
    fail: (isOff = true) => {
      isFailing = isOff;
    },
  };
}
