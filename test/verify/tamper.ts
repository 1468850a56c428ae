import { parseArgs } from 'node:util';
import { verified } from '../../verify/src/verify.ts';
import { aYear, plans } from './support/a-year.ts';
import { dice } from './support/dice.ts';
import { provenBooks } from './support/proven.ts';
import { changedProof, usedWorld, uses } from './support/proven-events.ts';
import { tampered } from './support/tampering.ts';
import {
  changeableKeys,
  changeableStatements,
  changeableVoid,
  isFound,
} from './support/tampering-others.ts';

/**
 * Changes documents, proofs and prices of a year of bills, so many times, and as often proofs of events, statements of
 * payees, voids, and keys of private passes; fails where one passes:
 * `node test/verify/tamper.ts --runs 10000 --seed 1`.
 */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const runs = Number(values.runs);
const first = Number(values.seed);
const world = { ...(await provenBooks((await aYear()).log)), plans };
const counts = new Map<string, number>();
const passed: string[] = [];
const began = performance.now();
for (let seed = first; seed < first + runs; seed += 1) {
  const { what, asked } = tampered(world, seed);
  const { verdict } = await verified(asked);
  const kind = `${what.split(':', 1)[0]} ${verdict}`;
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (verdict === 'holds') passed.push(`${seed}: ${what}`);
}
/** As many of proofs of events. */
const used = await usedWorld(uses);
await used.publish(7);
const { proofs } = await used.prove();
for (let seed = first; seed < first + runs; seed += 1) {
  const throws = dice(seed);
  const proof = proofs[throws.below(proofs.length)] ?? '';
  const changed = changedProof(proof, throws);
  if (changed === proof) continue;
  const { events, findings } = await used.checked([changed]);
  const isFound = events.length === 0 && findings.some(({ state }) => state === 'fails');
  const kind = `events ${isFound ? 'fails' : 'holds'}`;
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (!isFound) passed.push(`${seed}: a proof of events`);
}
/** As many of payees' statements, of voids, and of keys of private passes. */
for (const world of [
  await changeableStatements(),
  await changeableVoid(),
  await changeableKeys(),
]) {
  for (let seed = first; seed < first + runs; seed += 1) {
    const { what, asked } = world.changed(seed);
    const report = await verified(asked);
    const isFoundOut = isFound(world.sound, report);
    const kind = `${what.split(':', 1)[0]} ${isFoundOut ? report.verdict : 'passes'}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (!isFoundOut) passed.push(`${seed}: ${what}`);
  }
}
const seconds = Math.round((performance.now() - began) / 1000);
console.log(`${runs} changes from seed ${first} on, in ${seconds} s`, Object.fromEntries(counts));
if (passed.length > 0) {
  console.error(`${passed.length} passed:\n${passed.slice(0, 20).join('\n')}`);
  process.exitCode = 1;
}
