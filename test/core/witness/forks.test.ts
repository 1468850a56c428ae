import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { checkpointFrom } from '../../../core/tlog/checkpoint.ts';
import type { WitnessedLog, WitnessedLogs } from '../../../core/witness/ports.ts';
import {
  addCheckpoint,
  type WitnessAnswer,
  type WitnessPorts,
} from '../../../core/witness/witness.ts';
import { Mischief, muchTrouble } from '../../fakes/failing-books.ts';
import { Turns } from '../../fakes/turns.ts';
import { inMemoryWitnessedLogs } from '../../fakes/witnessed-logs.ts';
import { someKey, someLog } from '../../support/some-log.ts';
import { there } from '../../support/there.ts';

const origin = 'log.example/1';
const FORKED_AT = 4;
const faces = [someLog(origin), someLog(origin, { forkedAt: FORKED_AT })] as const;
const { key, signer } = someKey('witness.example/w1', 'cosignature', 9);

type Bug = (witnessed: WitnessedLogs) => WitnessedLogs;

/** What a message that was signed says of the log. */
const signedTree = (message: Uint8Array) =>
  there(checkpointFrom(Buffer.from(message).toString().split('\n').slice(2).join('\n')));

/** Whether all that was signed is of one history, by the two that there are. */
function faultsOf(signed: readonly Uint8Array[]): readonly string[] {
  const trees = signed.map(signedTree);
  const isOf = faces.map((face) =>
    trees.every(({ size, root }) => Buffer.compare(face.rootOf(size), root) === 0),
  );
  return isOf.includes(true) ? [] : ['both histories were signed'];
}

/** How far a witness says that it is. */
const sizeIn = (answer: WitnessAnswer | undefined): number =>
  answer?.kind === 'conflict' ? answer.size : 0;

/** A log that tells two stories to one witness of several processes, which die and lose answers. */
async function lived(seed: number, bug: Bug = (witnessed) => witnessed) {
  const turns = new Turns(seed);
  const mischief = new Mischief(turns, muchTrouble);
  const kept = inMemoryWitnessedLogs();
  const signed: Uint8Array[] = [];
  const forks: unknown[] = [];
  const cosigned: number[] = [];
  const process = (): WitnessPorts => {
    const sane: WitnessedLogs = {
      get: (of) => mischief.around(() => kept.get(of)),
      put: (log) => mischief.put(() => kept.put(log)),
    };
    return {
      ...{ name: key.name, logs: [faces[0].key], witnessed: bug(sane) },
      clock: { now: () => timestampOf(1_700_000_000_000) },
      signer: {
        publicKey: () => mischief.around(() => signer.publicKey()),
        sign: (message) =>
          mischief.around(() => {
            signed.push(message);
            return signer.sign(message);
          }),
      },
      onFork: (fork) => {
        forks.push(fork);
      },
    };
  };
  const asker = async (face: (typeof faces)[number]): Promise<void> => {
    let old = 0;
    for (let round = 0; round < 14; round += 1) {
      const size = old + Math.floor(turns.random() * 6);
      const answer = await addCheckpoint(process(), face.request(old, size)).catch(() => undefined);
      if (answer?.kind === 'cosigned') cosigned.push(size);
      old = { cosigned: size, conflict: sizeIn(answer), refused: old, unavailable: old }[
        answer?.kind ?? 'unavailable'
      ];
    }
  };
  await turns.run([...faces, ...faces].map(asker));
  return { signed, forks: forks.length, cosigned: cosigned.length, happened: mischief.happened };
}

const bugs: Readonly<Record<string, Bug>> = {
  'remembers nothing': () => inMemoryWitnessedLogs(),
  'takes a put that may have failed for one that did not': (witnessed) => ({
    ...witnessed,
    put: async (log) => {
      const outcome = await witnessed.put(log);
      return outcome === 'unknown' ? 'put' : outcome;
    },
  }),
  'signs over what somebody else has put meanwhile': (witnessed) => ({
    ...witnessed,
    put: async (log) => {
      const outcome = await witnessed.put(log);
      return outcome === 'taken' ? 'put' : outcome;
    },
  }),
  'reads what was there before': (witnessed) => {
    let before: WitnessedLog | undefined;
    return {
      ...witnessed,
      get: async (of) => {
        const stale = before;
        before = await witnessed.get(of);
        return stale ?? before;
      },
      put: async (log) => {
        const kept = await witnessed.get(log.origin);
        return witnessed.put({ ...log, revision: (kept?.revision ?? 0) + 1 });
      },
    };
  },
};

const SEEDS = 20;

describe('A witness of a log that tells two stories, while it dies and loses answers', () => {
  it('signs one of them alone, and goes on signing', async () => {
    const happened = { crashes: 0, unknown: 0, late: 0, taken: 0 };
    const seen = { forks: 0, cosigned: 0 };
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const life = await lived(seed);
      expect([seed, faultsOf(life.signed)]).toEqual([seed, []]);
      seen.forks += life.forks;
      seen.cosigned += life.cosigned;
      for (const one of Object.keys(happened) as (keyof typeof happened)[]) {
        happened[one] += life.happened[one];
      }
    }
    const counts = [...Object.values(happened), ...Object.values(seen)];
    expect(counts.every((count) => count > SEEDS / 4)).toBe(true);
  });

  it.each(Object.keys(bugs))('is found out where it %s', async (name) => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { signed } = await lived(seed, there(bugs[name]));
      if (faultsOf(signed).length > 0) return;
    }
    throw new Error('no seed finds it');
  });
});
