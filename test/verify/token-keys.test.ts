import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { verifierKeyText } from '../../core/tlog/note.ts';
import { keyEntry } from '../../core/transparency/key-leaf.ts';
import type { IssuedKey } from '../../core/transparency/ports.ts';
import { keyProof } from '../../core/transparency/prove-key.ts';
import { sequence } from '../../core/transparency/sequence.ts';
import { originOf } from '../../core/transparency/year-log.ts';
import { sortedFiles } from '../../verify/src/sorted-files.ts';
import { verified } from '../../verify/src/verify.ts';
import { aKeyWorld } from '../core/transparency/a-key-world.ts';
import { aLogWorld, host, noHurry, tenant } from '../core/transparency/a-log-world.ts';
import { dice } from './support/dice.ts';
import { changedProof } from './support/proven-events.ts';

const id = { tenant, year: 2026 };

/** A log with keys of private passes, and what the program that checks bills says of a directory of keys. */
async function aDirectory(months: readonly (readonly [pass: string, month: string])[]) {
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

const directoryOf = (keys: readonly Pick<IssuedKey, 'month' | 'spki'>[]): string =>
  JSON.stringify({
    'issuer-request-uri': '/v1/payers/{payer}/private-passes',
    'token-keys': keys.map(({ month, spki }) => ({
      ...{ 'token-type': 2, 'token-key': Buffer.from(spki).toString('base64url') },
      'not-before': Date.parse(`${month}-01T00:00:00Z`) / 1000,
    })),
  });

const says = ({ log }: Awaited<ReturnType<typeof verified>>): string =>
  log.map((one) => `${one.state}: ${one.says}`).join('\n');

const three = [
  ['front', '2026-05'],
  ['front', '2026-06'],
  ['archive', '2026-06'],
] as const;

describe('a directory of keys of private tokens', () => {
  it('holds where each key is in the log, as the one of its private pass and month', async () => {
    const { checked } = await aDirectory(three);

    const report = await checked();

    expect(report.verdict).toBe('holds');
    expect(says(report)).toContain('holds: The directory has 3 keys, each of which is in the log.');
    expect(says(report)).toContain('is the key of the private pass archive for 2026-06.');
  });

  it('is not known to hold where a key was not proven, as one for a reader alone would not be', async () => {
    const { checked, proofs, issued } = await aDirectory(three);
    const own = { month: issued[0]?.month ?? ('' as never), spki: Buffer.from('for one reader') };

    const less = await checked({ proofs: proofs.slice(1) });
    const other = await checked({ directory: directoryOf([...issued, own]) });

    expect([less.verdict, other.verdict]).toEqual(['unknown', 'unknown']);
    expect(says(other)).toContain('Of 1 of the 4 keys of the directory, it was not proven');
  });

  it('fails where the log has two keys of one private pass and month, or the directory another month', async () => {
    const two = await aDirectory([...three, ['front', '2026-06']]);
    const { checked, issued } = await aDirectory(three);
    const later = issued.map((one) => ({ ...one, month: '2026-07' as typeof one.month }));

    const report = await two.checked();
    const moved = await checked({ directory: directoryOf(later) });

    expect([report.verdict, moved.verdict]).toEqual(['fails', 'fails']);
    expect(says(report)).toContain('front has more than one key for 2026-06');
    expect(says(moved)).toContain('has the key of 2026-05 as one of 2026-07');
  });

  it('holds in none of 300 changed proofs', async () => {
    const { checked, proofs } = await aDirectory(three);

    const passed: string[] = [];
    for (let seed = 1; seed <= 300; seed += 1) {
      const throws = dice(seed);
      const at = throws.below(proofs.length);
      const changed = proofs.map((proof, index) =>
        index === at ? changedProof(proof, throws) : proof,
      );
      if (changed[at] === proofs[at]) continue;
      if ((await checked({ proofs: changed })).verdict === 'holds') passed.push(`${seed}`);
    }

    expect(passed).toEqual([]);
  });

  it('is told from other files by what is in it, with its proofs one by one or together', async () => {
    const { proofs, directory, key } = await aDirectory(three);
    const files = [directory, ...proofs, key].map((text, at) => ({
      ...{ name: `file-${at}`, bytes: Buffer.from(text) },
    }));

    const { asked, left } = await sortedFiles(files);

    expect(left).toEqual([]);
    expect((await verified(asked)).verdict).toBe('holds');
  });

  it('has entries that say the private pass, the month and the key, and nothing of who bought', async () => {
    const [key] = (await aDirectory(three)).issued;

    const entry = JSON.parse(Buffer.from(keyEntry(key as IssuedKey)).toString()) as object;

    expect(Object.keys(entry)).toEqual(['month', 'privatePass', 'tokenKey']);
  });
});
