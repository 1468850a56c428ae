import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { addCheckpointFrom, addCheckpointText } from '../../../core/tlog/add-checkpoint.ts';
import { checkpointFrom } from '../../../core/tlog/checkpoint.ts';
import { entriesFrom } from '../../../core/tlog/entries.ts';
import { noteFrom, verifierKeyFrom } from '../../../core/tlog/note.ts';
import { consistencyRanges } from '../../../core/tlog/proofs.ts';
import { grown, rootOf } from '../../../core/tlog/tiles.ts';
import { leafHash, rangeHash, subtreesOf, type TreeHash } from '../../../core/tlog/tree.ts';
import { addCheckpoint } from '../../../core/witness/witness.ts';
import { inMemoryWitnessedLogs } from '../../fakes/witnessed-logs.ts';
import { someKey } from '../../support/some-log.ts';
import { there } from '../../support/there.ts';

const folder = join(import.meta.dirname, '../../../../shared/vectors');
const areThere = existsSync(join(folder, 'tlog-tiles-log'));
const named = areThere ? '' : ' (skipped: ../shared/vectors is not on this machine)';
const vectors = areThere ? describe : describe.skip;

const text = (path: string): string => readFileSync(join(folder, path), 'utf8');

vectors(`A witness, by the vectors of its standards${named}`, () => {
  it('reads a request as the specification shows it', () => {
    const { addCheckpointRequest } = JSON.parse(text('c2sp/spec-examples.json')) as {
      readonly addCheckpointRequest: string;
    };
    const asked = there(addCheckpointFrom(addCheckpointRequest));

    expect([asked.old, asked.hashes.length]).toEqual([20_852_014, 4]);
    expect(checkpointFrom(there(noteFrom(asked.note)).text)).toMatchObject({ size: 20_852_163 });
    expect(addCheckpointText(asked)).toBe(addCheckpointRequest);
  });

  it('cosigns a real log of others from its first checkpoint to its last', async () => {
    const quoted = /"(?<key>.+)"/.exec(text('tlog-tiles-log/vkey.txt'));
    const key = there(verifierKeyFrom(quoted?.groups?.['key'] ?? ''));
    const bundle = readFileSync(join(folder, 'tlog-tiles-log/tile/entries/000.p/15'));
    const leaves = entriesFrom(bundle).map(leafHash);
    const treeOf = (from: number, to: number): TreeHash =>
      rootOf(grown([], leaves.slice(from, to)).edge);
    const { signer } = someKey('witness.example/w1', 'cosignature', 9);
    const ports = {
      ...{ name: 'witness.example/w1', logs: [key], signer, witnessed: inMemoryWitnessedLogs() },
      ...{ clock: { now: () => timestampOf(1_700_000_000_000) }, onFork: () => undefined },
    };

    for (let size = 1; size <= 15; size += 1) {
      const old = size - 1;
      const ranges = old === 0 ? [] : consistencyRanges(old, size);
      const hashes = ranges.map((range) =>
        rangeHash(
          subtreesOf(range).map(({ level, index }) => {
            const leafCount = 2 ** level;
            return treeOf(index * leafCount, (index + 1) * leafCount);
          }),
        ),
      );
      const note = text(`tlog-tiles-log/checkpoint.${size}`);
      const answer = await addCheckpoint(ports, addCheckpointText({ old, hashes, note }));
      expect([size, answer.kind]).toEqual([size, 'cosigned']);
    }
  });
});
