import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkpointFrom, checkpointText } from '../../../core/tlog/checkpoint.ts';
import { entriesFrom } from '../../../core/tlog/entries.ts';
import {
  noteFrom,
  noteText,
  signatureBy,
  verifierKeyFrom,
  verifierKeyText,
} from '../../../core/tlog/note.ts';
import { provesConsistency, provesInclusion } from '../../../core/tlog/proofs.ts';
import { type Edge, grown, hashesOf, rootOf, tilePath } from '../../../core/tlog/tiles.ts';
import { leafHash } from '../../../core/tlog/tree.ts';
import { there } from '../../support/there.ts';

const folder = join(import.meta.dirname, '../../../../shared/vectors');
const areThere = existsSync(join(folder, 'rfc6962-merkle'));
const named = areThere ? '' : ' (skipped: ../shared/vectors is not on this machine)';
const vectors = areThere ? describe : describe.skip;

const text = (path: string): string => readFileSync(join(folder, path), 'utf8');
const bytes = (encoded: string): Buffer => Buffer.from(encoded, 'base64');
const filesOf = (path: string): readonly string[] =>
  readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => join(path, file));

interface InclusionVector {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

interface ConsistencyVector {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

vectors(`A transparency log, by the vectors of its standards${named}`, () => {
  it('takes the proofs of inclusion that hold, and no others', () => {
    const files = filesOf('rfc6962-merkle/inclusion');
    const wrong = files.filter((file) => {
      const vector = JSON.parse(text(file)) as InclusionVector;
      const holds = provesInclusion({
        ...{ index: vector.leafIdx, size: vector.treeSize },
        ...{ leaf: bytes(vector.leafHash), root: bytes(vector.root) },
        proof: (vector.proof ?? []).map(bytes),
      });
      return holds === vector.wantErr;
    });
    expect([files.length > 90, wrong]).toEqual([true, []]);
  });

  it('takes the proofs of consistency that hold, and no others', () => {
    const files = filesOf('rfc6962-merkle/consistency');
    const wrong = files.filter((file) => {
      const vector = JSON.parse(text(file)) as ConsistencyVector;
      const holds = provesConsistency({
        before: { size: vector.size1, root: bytes(vector.root1) },
        now: { size: vector.size2, root: bytes(vector.root2) },
        proof: (vector.proof ?? []).map(bytes),
      });
      return holds === vector.wantErr;
    });
    expect([files.length > 90, wrong]).toEqual([true, []]);
  });

  it('signs and reads notes as Go does, and as the specification shows', () => {
    const { signers, ...go } = JSON.parse(text('c2sp/golang-note-vectors.json')) as {
      readonly text: string;
      readonly signers: readonly { readonly vkey: string; readonly sigline: string }[];
    };
    const { signedNote } = JSON.parse(text('c2sp/spec-examples.json')) as {
      readonly signedNote: { readonly vkey: string; readonly note: string };
    };
    const notes = [
      ...signers.map(({ vkey, sigline }) => ({ vkey, note: `${go.text}\n${sigline}` })),
      signedNote,
    ];
    for (const { vkey, note } of notes) {
      const key = there(verifierKeyFrom(vkey));
      const signed = there(noteFrom(note));
      expect(verifierKeyText(key)).toBe(vkey);
      expect(noteText(signed)).toBe(note);
      expect(signatureBy(key, signed)).toEqual({});
      expect(signatureBy(key, { ...signed, text: `${signed.text}.\n` })).toBeUndefined();
    }
  });

  it('reads checkpoints as the specification shows them', () => {
    const examples = JSON.parse(text('c2sp/spec-examples.json')) as Readonly<
      Record<'checkpoint' | 'cosignedCheckpoint', { readonly text: string }>
    >;
    const plain = there(noteFrom(examples.checkpoint.text));
    const cosigned = there(noteFrom(examples.cosignedCheckpoint.text));
    expect(checkpointFrom(plain.text)).toMatchObject({ size: 20_852_163 });
    expect(cosigned.signatures.map(({ name }) => name)).toEqual([
      'example.com/behind-the-sofa',
      'witness.example.com/w1',
    ]);
  });

  it('makes of the entries of a real log the tiles and the roots that it has', () => {
    const quoted = /"(?<key>.+)"/.exec(text('tlog-tiles-log/vkey.txt'));
    const key = there(verifierKeyFrom(quoted?.groups?.['key'] ?? ''));
    const entries = entriesFrom(readFileSync(join(folder, 'tlog-tiles-log/tile/entries/000.p/15')));
    let edge: Edge = [];
    expect(entries).toHaveLength(15);
    for (const [index, entry] of entries.entries()) {
      const after = grown(edge, [leafHash(entry)]);
      edge = after.edge;
      const size = index + 1;
      const signed = there(noteFrom(text(`tlog-tiles-log/checkpoint.${size}`)));
      const checkpoint = there(checkpointFrom(signed.text));
      expect(signatureBy(key, signed)).toEqual({});
      expect(checkpoint).toMatchObject({ size, root: Buffer.from(rootOf(edge)) });
      expect(checkpointText(checkpoint)).toBe(signed.text);
      for (const tile of after.tiles) {
        const theirs = readFileSync(join(folder, 'tlog-tiles-log', tilePath(tile)));
        expect(hashesOf(tile.bytes)).toEqual(hashesOf(theirs));
      }
    }
  });
});
