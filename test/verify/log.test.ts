import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Bytes, base64, bytesFromBase64 } from '../../verify/src/bytes.ts';
import { BadJson, canonical, jsonFrom } from '../../verify/src/json.ts';
import { checkpointFrom, isSigned, keyFrom, noteFrom } from '../../verify/src/note.ts';
import { isGrown, isIncluded, leafHash } from '../../verify/src/tree.ts';

const folder = join(import.meta.dirname, '../../../shared/vectors');
const areThere = existsSync(join(folder, 'rfc6962-merkle'));
const named = areThere ? '' : ' (skipped: ../shared/vectors is not on this machine)';
const vectors = areThere ? describe : describe.skip;

const text = (path: string): string => readFileSync(join(folder, path), 'utf8');
const bytes = (encoded: string): Bytes => bytesFromBase64(encoded) ?? new Uint8Array();

function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('it is there');
  return value;
}

/** All vectors of a kind, and in how many of them what they say is not what is found. */
async function wrongOf<Vector extends { readonly wantErr: boolean }>(
  path: string,
  holds: (vector: Vector) => Promise<boolean>,
): Promise<{ readonly read: number; readonly wrong: readonly string[] }> {
  const files = readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.json'),
  );
  const wrong: string[] = [];
  for (const file of files) {
    const vector = JSON.parse(text(join(path, file))) as Vector;
    if ((await holds(vector)) === vector.wantErr) wrong.push(file);
  }
  return { read: files.length, wrong };
}

vectors(`The check of a log, by the vectors of its standards${named}`, () => {
  it('takes the 196 proofs as they should be taken, and no others', async () => {
    const inclusion = await wrongOf<{
      readonly leafIdx: number;
      readonly treeSize: number;
      readonly root: string;
      readonly leafHash: string;
      readonly proof: readonly string[] | null;
      readonly wantErr: boolean;
    }>('rfc6962-merkle/inclusion', ({ leafIdx, treeSize, root, leafHash: leaf, proof }) =>
      isIncluded(
        bytes(leaf),
        leafIdx,
        { size: treeSize, root: bytes(root) },
        (proof ?? []).map(bytes),
      ),
    );
    const consistency = await wrongOf<{
      readonly size1: number;
      readonly size2: number;
      readonly root1: string;
      readonly root2: string;
      readonly proof: readonly string[] | null;
      readonly wantErr: boolean;
    }>('rfc6962-merkle/consistency', ({ size1, size2, root1, root2, proof }) =>
      isGrown(
        { size: size1, root: bytes(root1) },
        { size: size2, root: bytes(root2) },
        (proof ?? []).map(bytes),
      ),
    );

    expect([inclusion.wrong, consistency.wrong]).toEqual([[], []]);
    expect(inclusion.read + consistency.read).toBe(196);
  });

  it('takes notes that Go and the specification sign, and none whose text is another', async () => {
    const { signers, ...go } = JSON.parse(text('c2sp/golang-note-vectors.json')) as {
      readonly text: string;
      readonly signers: readonly { readonly vkey: string; readonly sigline: string }[];
    };
    const { signedNote } = JSON.parse(text('c2sp/spec-examples.json')) as {
      readonly signedNote: { readonly vkey: string; readonly note: string };
    };
    const all = [
      ...signers.map(({ vkey, sigline }) => ({ vkey, note: `${go.text}\n${sigline}` })),
      signedNote,
    ];
    expect(all.length).toBeGreaterThan(2);
    for (const { vkey, note } of all) {
      const key = there(await keyFrom(vkey));
      const read = there(noteFrom(note));
      expect(await isSigned(read, key)).toBe(true);
      expect(await isSigned({ ...read, text: `${read.text}.\n` }, key)).toBe(false);
      expect(await isSigned(read, { ...key, name: 'somebody.else' })).toBe(false);
    }
  });

  it('takes the 15 signed checkpoints of a real log, and each of its entries under the last', async () => {
    const quoted = /"(?<key>.+)"/.exec(text('tlog-tiles-log/vkey.txt'));
    const key = there(await keyFrom(quoted?.groups?.['key'] ?? ''));
    for (let size = 1; size <= 15; size += 1) {
      const note = there(noteFrom(text(`tlog-tiles-log/checkpoint.${size}`)));
      expect(await isSigned(note, key)).toBe(true);
      expect(checkpointFrom(note.text)?.size).toBe(size);
    }
    // The root of one leaf is the leaf.
    const entries = readFileSync(join(folder, 'tlog-tiles-log/tile/entries/000.p/15'));
    const first = Uint8Array.from(entries.subarray(2, 2 + entries.readUInt16BE(0)));
    const one = there(checkpointFrom(there(noteFrom(text('tlog-tiles-log/checkpoint.1'))).text));
    expect(base64(await leafHash(first))).toBe(base64(one.root));
    expect(await isIncluded(await leafHash(first), 0, one, [])).toBe(true);
  });
});

describe('The JSON that is checked', () => {
  it('is the same text again, its members in order', () => {
    const value = jsonFrom(' {"b": [1, true, null, "\\u00e9\\n"], "a": {"": "-0.5"}, "c": []}\n');

    expect(canonical(value)).toBe('{"a":{"":"-0.5"},"b":[1,true,null,"é\\n"],"c":[]}');
    expect(value).toEqual(JSON.parse(canonical(value)));
  });

  it.each([
    ['a member twice', '{"total": "1.00", "total": "9.00"}', 'twice'],
    ['a member twice, written otherwise', '{"total": "1", "t\\u006ftal": "2"}', 'twice'],
    ['a prototype', '{"__proto__": {}}', 'forbidden'],
    ['a number that is not whole', '{"total": 12.30}', 'texts'],
    ['a number in another spelling', '{"total": 1e3}', 'texts'],
    ['something behind it', '{} {}', 'follows'],
    ['an end too early', '{"a": [1, ', 'no JSON'],
    ['half of a pair', '"\\ud83d"', 'surrogate'],
    ['no end of depth', '['.repeat(100), 'deeper'],
  ])('has not %s', (_, text, says) => {
    expect(() => jsonFrom(text)).toThrow(BadJson);
    expect(() => jsonFrom(text)).toThrow(says);
  });
});
