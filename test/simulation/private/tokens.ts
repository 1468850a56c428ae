import { challengeOf } from '../../../core/gate/private/epoch.ts';
import type { PassEpoch } from '../../../core/gate/private/ports.ts';
import { sha256 } from '../../../core/kernel/digest.ts';
import { base64urlOf, blind, bytesIn, keyBytes } from '../../../sdk/src/private-tokens/blind.ts';
import { joined } from '../../../sdk/src/private-tokens/numbers.ts';
import { tokenHeader } from '../../../sdk/src/private-tokens/token.ts';
import type { Dice } from '../dice.ts';

const TYPE = Uint8Array.of(0, 2);
const NONCE_BYTES = 32;
const MODULUS_FROM = 81;

/** A token that somebody buys, and what becomes of it. */
export interface SimulatedToken {
  readonly name: string;
  readonly request: string;
  /** `Authorization`, once it is signed. */
  header: string | undefined;
  /** Holds of it that were captured, as servers were told. */
  readonly captured: Set<string>;
  /** What became of it last, as far as anybody knows. */
  last: 'new' | 'asked' | 'given back' | 'left';
  readonly signed: (response: Uint8Array) => void;
}

/**
 * A token by the dice, so that a seed does the same every time. It is blinded by one, which the seller cannot see: what
 * it answers is the signature.
 */
export async function tokenBy(dice: Dice, epoch: PassEpoch, name: string): Promise<SimulatedToken> {
  const bytes = (count: number): Uint8Array<ArrayBuffer> =>
    Uint8Array.from({ length: count }, () => dice.below(256));
  const one = new Uint8Array(keyBytes);
  one[keyBytes - 1] = 1;
  const spki = Uint8Array.from(epoch.spki);
  const keyId = bytesIn(epoch.keyId);
  const input = joined(TYPE, bytes(NONCE_BYTES), sha256(challengeOf(epoch)), keyId);
  const modulus = spki.subarray(MODULUS_FROM, MODULUS_FROM + keyBytes);
  const { blinded } = await blind(modulus, input, (count) =>
    count === keyBytes ? one : bytes(count),
  );
  const token: SimulatedToken = {
    ...{ name, header: undefined, captured: new Set(), last: 'new' },
    request: base64urlOf(joined(TYPE, keyId.subarray(keyId.length - 1), blinded)),
    signed: (response) => {
      token.header = tokenHeader(base64urlOf(joined(input, Uint8Array.from(response))));
    },
  };
  return token;
}
