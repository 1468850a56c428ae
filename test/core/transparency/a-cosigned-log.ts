import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { noteFrom, verifierKeyText } from '../../../core/tlog/note.ts';
import { cosignersOf, policyFrom } from '../../../core/tlog/policy.ts';
import {
  type CosignedNotice,
  type CosignedPorts,
  cosign,
} from '../../../core/transparency/cosign.ts';
import { sequence } from '../../../core/transparency/sequence.ts';
import { shownCheckpoint } from '../../../core/transparency/shown-checkpoint.ts';
import { originOf } from '../../../core/transparency/year-log.ts';
import type { WitnessPorts } from '../../../core/witness/witness.ts';
import { inMemoryCosignedLogs } from '../../fakes/cosigned-logs.ts';
import { inMemoryWitnessedLogs } from '../../fakes/witnessed-logs.ts';
import { witnessesAt } from '../../fakes/witnesses.ts';
import { someKey } from '../../support/some-log.ts';
import { there } from '../../support/there.ts';
import { aLogWorld, host, noHurry, tenant } from './a-log-world.ts';

const MINUTE = 60_000;
export const id = { tenant, year: 2026 };
export const names = ['w1', 'w2', 'w3'] as const;
const keys = names.map((name, at) => someKey(`${name}.example`, 'cosignature', 20 + at));

/** Two of three have to cosign. */
const twoOfThree = [
  ...names.map((name, at) => {
    const { key } = there(keys[at]);
    return `witness ${name} ${verifierKeyText(key)} https://${name}.example`;
  }),
  'group all-of-them 2 w1 w2 w3',
  'quorum all-of-them',
].join('\n');

/** A log of some documents, three witnesses, and a clock that a test moves. */
export async function aCosignedLog(blocks: readonly number[] = [3]) {
  const world = await aLogWorld(blocks);
  const publicKey = await world.signer.publicKey();
  if (publicKey === 'unavailable') throw new Error('the key of a test is there');
  const key = { name: originOf(host, id), algorithm: 'ed25519', publicKey } as const;
  let now = Date.UTC(2026, 5, 1);
  const clock = { now: () => timestampOf(now) };
  const aWitness = (at: number): WitnessPorts => ({
    ...{ name: there(keys[at]).key.name, logs: [key], witnessed: inMemoryWitnessedLogs() },
    ...{ signer: there(keys[at]).signer, clock, onFork: () => undefined },
  });
  const witnesses: Record<string, WitnessPorts | undefined> = Object.fromEntries(
    names.map((name, at) => [`https://${name}.example`, aWitness(at)]),
  );
  const read = policyFrom(twoOfThree);
  if (read.kind === 'wrong') throw new Error(read.detail);
  const notices: CosignedNotice[] = [];
  const cosigned = inMemoryCosignedLogs();
  const client = witnessesAt(witnesses);
  const ports: CosignedPorts = {
    ...{ logs: world.logs, tiles: world.tiles, cosigned, policy: read.policy, client, clock },
    onNotice: (notice) => {
      notices.push(notice);
    },
  };
  const shown = async () => {
    const { note, size } = await shownCheckpoint(cosigned, there(await world.logs.get(id)));
    return { size, by: [...cosignersOf(read.policy, there(noteFrom(note))).keys()] };
  };
  return {
    ...{ world, witnesses, notices, cosigned, client, ports, shown },
    publish: () => sequence(world, tenant, noHurry),
    cosign: () => cosign(ports, id),
    standing: async () => there(await cosigned.get(id)).witnesses,
    pass: (minutes: number) => {
      now += minutes * MINUTE;
    },
  };
}
