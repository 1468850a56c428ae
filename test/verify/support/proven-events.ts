import { verifierKeyText } from '../../../core/tlog/note.ts';
import { eventProofs } from '../../../core/transparency/prove-events.ts';
import { sequence } from '../../../core/transparency/sequence.ts';
import { originOf } from '../../../core/transparency/year-log.ts';
import { signedCheckpoint } from '../../../verify/src/checkpoints.ts';
import { loggedEvents } from '../../../verify/src/events.ts';
import { keyFrom, type LogKey } from '../../../verify/src/note.ts';
import { aLogWorld, host, noHurry, tenant } from '../../core/transparency/a-log-world.ts';
import { aUsageWorld, HOUR_MS } from '../../core/transparency/a-usage-world.ts';
import { there } from '../../support/there.ts';
import type { Dice } from './dice.ts';

export const START = Date.UTC(2026, 5, 1);

/** A log with hours of usage, and what the program that checks bills finds in proofs of it. */
export async function usedWorld(uses: readonly (readonly [subject: string, hours: number])[]) {
  const usage = aUsageWorld(tenant, START);
  const world = { ...(await aLogWorld([3])), ...usage };
  for (const [subject, hours] of uses) await world.use(subject, START + hours * HOUR_MS);
  const publish = async (hours: number): Promise<void> => {
    world.time.now += hours * HOUR_MS;
    await sequence(world, tenant, noHurry);
  };
  const ports = { ...world, ...world.usage };
  const asked = (await world.events()).map(({ event: { source, id, subject, occurredAt } }) => ({
    ...{ source, id, subject, time: occurredAt },
  }));
  const publicKey = await world.signer.publicKey();
  if (publicKey === 'unavailable') throw new Error('there is a key');
  const name = originOf(host, { tenant, year: 2026 });
  const key = there(await keyFrom(verifierKeyText({ name, algorithm: 'ed25519', publicKey })));
  const prove = (events = asked) => eventProofs(ports, tenant, events);
  return { ...world, publish, asked, prove, checked: checking([key]) };
}

/** What the program that checks bills finds in some proofs. */
const checking = (keys: readonly LogKey[]) => (proofs: readonly string[]) =>
  loggedEvents(proofs, (text) => signedCheckpoint(text, keys));

/** Of each subject, and how many hours after the start it was used. */
export const uses = [
  ...['a', 'b', 'c', 'd', 'e'].map((subject) => [subject, 1.5] as const),
  ...[0.1, 0.2, 0.3, 2, 2.1, 5].map((hours) => ['a', hours] as const),
];

/** A proof of which a character is another one: of the text, or of what its entry opens to. */
export function changedProof(proof: string, throws: Dice): string {
  const line = /^extra (?<extra>.*)$/m.exec(proof)?.groups?.['extra'] ?? '';
  if (throws.below(3) === 0) return changedText(proof, throws);
  const extra = changedText(Buffer.from(line, 'base64').toString(), throws);
  return proof.replace(line, Buffer.from(extra).toString('base64'));
}

function changedText(text: string, throws: Dice): string {
  const at = throws.below(text.length);
  const glyph = '0123456789abcXYZ+/="{}[],: \n'[throws.below(27)] ?? '0';
  return [
    text.slice(0, at) + glyph + text.slice(at + 1),
    text.slice(0, at) + glyph + text.slice(at),
    text.slice(0, at) + text.slice(at + 1),
  ][throws.below(3)] as string;
}
