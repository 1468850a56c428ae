import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { addCheckpointText } from '../../../core/tlog/add-checkpoint.ts';
import { noteFrom, signatureBy } from '../../../core/tlog/note.ts';
import type { WitnessedFork } from '../../../core/witness/ports.ts';
import { addCheckpoint, type WitnessPorts } from '../../../core/witness/witness.ts';
import { inMemoryWitnessedLogs } from '../../fakes/witnessed-logs.ts';
import { someKey, someLog } from '../../support/some-log.ts';
import { there } from '../../support/there.ts';

const origin = 'log.example/1';
const log = someLog(origin);
const forked = someLog(origin, { forkedAt: 2 });
const witness = someKey('witness.example/w1', 'cosignature', 9);

function aWitness(over: Partial<WitnessPorts> = {}) {
  const forks: WitnessedFork[] = [];
  const ports: WitnessPorts = {
    ...{ name: witness.key.name, logs: [log.key], witnessed: inMemoryWitnessedLogs() },
    ...{ signer: witness.signer, clock: { now: () => timestampOf(1_700_000_000_999) } },
    onFork: (fork) => {
      forks.push(fork);
    },
    ...over,
  };
  return { ports, forks, add: (text: string) => addCheckpoint(ports, text) };
}

const cosignedBy = (note: string, lines: string) =>
  signatureBy(witness.key, there(noteFrom(`${note}${lines}`)));

describe('A witness', () => {
  it('cosigns the first checkpoint that it is shown, and those that grew from it, with the time', async () => {
    const { add } = aWitness();

    for (const [old, size] of [
      [0, 3],
      [3, 3],
      [3, 8],
      [8, 21],
    ] as const) {
      const answer = await add(log.request(old, size));
      if (answer.kind !== 'cosigned') throw new Error(JSON.stringify(answer));
      expect(cosignedBy(log.note(size), answer.lines)).toEqual({ seconds: 1_700_000_000n });
      expect(cosignedBy(log.note(size + 1), answer.lines)).toBeUndefined();
    }
  });

  it('says how far it is where it is asked from another size, and cosigns nothing', async () => {
    const { add } = aWitness();
    await add(log.request(0, 5));

    expect(await add(log.request(0, 9))).toEqual({ kind: 'conflict', size: 5 });
    expect(await add(log.request(3, 9))).toEqual({ kind: 'conflict', size: 5 });
    expect(await add(log.request(2, 4))).toEqual({ kind: 'conflict', size: 5 });
    expect((await add(log.request(5, 9))).kind).toBe('cosigned');
  });

  it('refuses two trees of one size, and hands over both as their log signed them', async () => {
    const { add, forks } = aWitness();
    await add(log.request(0, 5));

    for (const old of [5, 0]) {
      const answer = await add(addCheckpointText({ old, hashes: [], note: forked.note(5) }));
      expect(answer).toEqual({ kind: 'conflict', size: 5 });
    }
    expect(forks).toEqual(
      Array.from({ length: 2 }, () => ({
        ...{ kind: 'fork', origin, known: log.note(5), shown: forked.note(5) },
      })),
    );
  });

  it('refuses what was not proven to have grown, and keeps both checkpoints for whoever looks', async () => {
    const { add, forks } = aWitness();
    await add(log.request(0, 5));

    expect(await add(forked.request(5, 9))).toMatchObject({ why: 'inconsistent' });
    expect(forks).toMatchObject([{ kind: 'unproven', known: log.note(5), shown: forked.note(9) }]);
    expect((await add(log.request(5, 9))).kind).toBe('cosigned');
  });

  it('refuses logs that it does not know, signatures of other keys, and proofs of what needs none', async () => {
    const { add } = aWitness();
    const elsewhere = someLog('other.example/1');
    const forged = someLog(origin, { byte: 6 });
    const tooMuch = { old: 0, hashes: log.hashes(3, 5), note: log.note(5) };

    expect(await add(elsewhere.request(0, 3))).toMatchObject({ why: 'unknown-log' });
    expect(await add(forged.request(0, 3))).toMatchObject({ why: 'unsigned' });
    expect(await add(addCheckpointText(tooMuch))).toMatchObject({ why: 'inconsistent' });
    expect(await add(log.request(5, 3))).toMatchObject({ why: 'malformed' });
  });

  it.each([
    ['nothing', ''],
    ['no old size', `3\n\n${log.note(3)}`],
    ['an old size with zeros before it', `old 03\n\n${log.note(3)}`],
    ['a hash that is not whole', `old 0\nAAAA\n\n${log.note(3)}`],
    ['no checkpoint', 'old 0\n\nlog.example/1\n'],
    ['a line feed of another system', log.request(0, 3).replaceAll('\n', '\r\n')],
    [
      '64 hashes',
      `old 1\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}\n${log.note(3)}`,
    ],
    ['more bytes than anybody needs', `${log.request(0, 3)}${'x'.repeat(70_000)}`],
  ])('refuses a request of %s', async (_, text) => {
    expect(await aWitness().add(text)).toMatchObject({ why: 'malformed' });
  });

  it('cosigns nothing where it may not have remembered it, or where its key does not answer', async () => {
    const uncertain = { ...inMemoryWitnessedLogs(), put: async () => 'unknown' as const };
    const silent = { ...witness.signer, sign: async () => 'unavailable' as const };

    expect(await aWitness({ witnessed: uncertain }).add(log.request(0, 3))).toEqual({
      kind: 'unavailable',
    });
    expect(await aWitness({ signer: silent }).add(log.request(0, 3))).toEqual({
      kind: 'unavailable',
    });
  });
});
