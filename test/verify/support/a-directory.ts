import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { verifierKeyText } from '../../../core/tlog/note.ts';
import type { IssuedKey } from '../../../core/transparency/ports.ts';
import { keyProof } from '../../../core/transparency/prove-key.ts';
import { sequence } from '../../../core/transparency/sequence.ts';
import { originOf } from '../../../core/transparency/year-log.ts';
import { verified } from '../../../verify/src/verify.ts';
import { aKeyWorld } from '../../core/transparency/a-key-world.ts';
import { aLogWorld, host, noHurry, tenant } from '../../core/transparency/a-log-world.ts';

const id = { tenant, year: 2026 };

/** A log with keys of private passes, and what the program that checks bills says of a directory of keys. */
export async function aDirectory(months: readonly (readonly [pass: string, month: string])[]) {
  const clock = { now: () => timestampOf(Date.UTC(2026, 5, 1)) };
  const world = { ...(await aLogWorld([3])), ...aKeyWorld(clock) };
  for (const [pass, month] of months) world.issue(pass, month);
  await sequence(world, tenant, noHurry);
  const publicKey = await world.signer.publicKey();
  if (publicKey === 'unavailable') throw new Error('there is a key');
  const key = verifierKeyText({ name: originOf(host, id), algorithm: 'ed25519', publicKey });
  const proofs = await Promise.all(
    world.issued.map(({ keyId }) => keyProof({ ...world, keys: world.keyLeaves }, id, keyId)),
  );
  const directory = directoryOf(world.issued);
  const checked = (given: { proofs?: readonly string[]; directory?: string } = {}) =>
    verified({
      ...{ pairs: [], keys: [key], directories: [given.directory ?? directory] },
      events: [JSON.stringify({ proofs: given.proofs ?? proofs, unproven: [] })],
    });
  return { ...world, key, proofs, directory, checked };
}

/** Keys as a directory lists them. */
export const directoryOf = (keys: readonly Pick<IssuedKey, 'month' | 'spki'>[]): string =>
  JSON.stringify({
    'issuer-request-uri': '/v1/payers/{payer}/private-passes',
    'token-keys': keys.map(({ month, spki }) => ({
      ...{ 'token-type': 2, 'token-key': Buffer.from(spki).toString('base64url') },
      'not-before': Date.parse(`${month}-01T00:00:00Z`) / 1000,
    })),
  });

/** Private passes and months. */
export const three = [
  ['front', '2026-05'],
  ['front', '2026-06'],
  ['archive', '2026-06'],
] as const;
