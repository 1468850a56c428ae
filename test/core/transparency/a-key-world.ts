import { createHash } from 'node:crypto';
import { monthFrom } from '../../../core/kernel/month.ts';
import { type KeyPorts, keyEntry } from '../../../core/transparency/key-leaf.ts';
import type { IssuedKey } from '../../../core/transparency/ports.ts';
import { inMemoryKeyLeaves } from '../../fakes/transparency.ts';

/** Keys of private passes beside some books, made one after another. */
export function aKeyWorld(clock: KeyPorts['clock']) {
  const all: IssuedKey[] = [];
  const leaves = inMemoryKeyLeaves();
  const issue = (pass: string, month = '2026-06'): IssuedKey => {
    const spki = Buffer.from(`the key ${all.length + 1} of a test`);
    const keyId = createHash('sha256').update(spki).digest('base64url');
    const key = { pass, month: monthFrom(month), keyId, spki };
    all.push(key);
    return key;
  };
  const keys: KeyPorts = { clock, leaves, issued: { of: async () => [...all] } };
  return { keys, keyLeaves: leaves, issued: all, issue };
}

/** What is wrong with the leaves of keys; nothing where each has one, and it is said where. */
export function faultsOfKeys(
  { issued, keyLeaves }: Pick<ReturnType<typeof aKeyWorld>, 'issued' | 'keyLeaves'>,
  entries: readonly Uint8Array[],
): readonly string[] {
  const texts = entries.map((entry) => Buffer.from(entry).toString());
  const said = new Map([...keyLeaves.all.values()].map(({ keyId, index }) => [keyId, index]));
  return issued.flatMap((key) => {
    const own = Buffer.from(keyEntry(key)).toString();
    const places = texts.flatMap((text, index) => (text === own ? [index] : []));
    if (places.length !== 1) return [`a key has ${places.length} leaves`];
    return said.get(key.keyId) === places[0] ? [] : ['the leaf of a key is said elsewhere'];
  });
}
