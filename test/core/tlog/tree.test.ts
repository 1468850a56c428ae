import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkpointFrom, checkpointText } from '../../../core/tlog/checkpoint.ts';
import { entriesFrom, entryTiles } from '../../../core/tlog/entries.ts';
import {
  cosignatureLine,
  cosignedMessage,
  ed25519Line,
  type NoteKey,
  noteFrom,
  noteText,
  signatureBy,
  verifierKeyFrom,
  verifierKeyText,
} from '../../../core/tlog/note.ts';
import {
  consistencyRanges,
  inclusionRanges,
  provesConsistency,
  provesInclusion,
} from '../../../core/tlog/proofs.ts';
import {
  type Edge,
  grown,
  hashesOf,
  rangeHashes,
  rootOf,
  sizeOfEdge,
  tileAt,
  tilePath,
  tilesFor,
} from '../../../core/tlog/tiles.ts';
import { tlogProofFrom, tlogProofText } from '../../../core/tlog/tlog-proof.ts';
import { emptyRoot, leafHash, type TreeHash } from '../../../core/tlog/tree.ts';
import { there } from '../../support/there.ts';

const entry = (index: number): Buffer => Buffer.from(`entry ${index}`);
const leaves = (size: number, from = 0): readonly TreeHash[] =>
  Array.from({ length: size - from }, (_, index) => leafHash(entry(from + index)));

/** A log as it is published: the bytes of each tile by its path. */
class Published {
  readonly tiles = new Map<string, Uint8Array>();
  readonly roots = new Map<number, TreeHash>([[0, emptyRoot]]);
  edge: Edge = [];

  grow(size: number): this {
    const after = grown(this.edge, leaves(size, sizeOfEdge(this.edge)));
    for (const tile of after.tiles) this.tiles.set(tilePath(tile), tile.bytes);
    this.edge = after.edge;
    this.roots.set(size, rootOf(after.edge));
    return this;
  }

  root(size: number): TreeHash {
    return this.roots.get(size) ?? rootOf(grown([], leaves(size)).edge);
  }

  hashes(ranges: Parameters<typeof tilesFor>[0], size: number): readonly TreeHash[] {
    const read = tilesFor(ranges, size).map((place): [string, readonly TreeHash[]] => [
      tilePath(place),
      hashesOf(this.tiles.get(tilePath(place)) ?? new Uint8Array()),
    ]);
    return rangeHashes(ranges, size, new Map(read));
  }
}

describe('The tree of a transparency log', () => {
  it('proves each of 70,000 entries that are asked for, out of the tiles that were published', () => {
    const size = 70_000;
    const log = new Published().grow(300).grow(65_536).grow(size);
    for (const index of [0, 1, 255, 256, 299, 65_535, 65_536, 69_999]) {
      const proof = log.hashes(inclusionRanges(index, size), size);
      const claim = { index, size, leaf: leafHash(entry(index)), root: log.root(size), proof };
      expect([index, provesInclusion(claim)]).toEqual([index, true]);
      expect(provesInclusion({ ...claim, leaf: leafHash(entry(index + 1)) })).toBe(false);
    }
    for (const before of [300, 65_536]) {
      const proof = log.hashes(consistencyRanges(before, size), size);
      const claim = {
        before: { size: before, root: log.root(before) },
        now: { size, root: log.root(size) },
        proof,
      };
      expect(provesConsistency(claim)).toBe(true);
      expect(provesConsistency({ ...claim, before: { size: before, root: log.root(0) } })).toBe(
        false,
      );
    }
  });

  it('is the same however it grew, and every proof of it holds', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (steps, a, b) => {
        const log = new Published();
        for (const step of steps) log.grow(sizeOfEdge(log.edge) + step);
        const size = sizeOfEdge(log.edge);
        const [index, before] = [a % size, 1 + (b % size)];
        const included = log.hashes(inclusionRanges(index, size), size);
        const grownFrom = log.hashes(consistencyRanges(before, size), size);
        const root = rootOf(grown([], leaves(size)).edge);
        expect(log.root(size)).toEqual(root);
        expect(
          provesInclusion({ index, size, leaf: leafHash(entry(index)), root, proof: included }),
        ).toBe(true);
        expect(
          provesConsistency({
            before: { size: before, root: rootOf(grown([], leaves(before)).edge) },
            now: { size, root },
            proof: grownFrom,
          }),
        ).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('names tiles as the standard does, and reads no other name', () => {
    const places = [
      [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
      [{ level: 1, index: 1_234_067, width: 5 }, 'tile/1/x001/x234/067.p/5'],
      [{ level: 'entries', index: 70, width: 1 }, 'tile/entries/070.p/1'],
    ] as const;
    for (const [place, path] of places) {
      expect([tilePath(place), tileAt(path)]).toEqual([path, place]);
    }
    for (const path of ['tile/0/x000/001', 'tile/64/000', 'tile/0/000.p/256', 'tile/0/1', '../x']) {
      expect([path, tileAt(path)]).toEqual([path, undefined]);
    }
  });

  it('publishes entries beside the tree, the last tile as far as it is there', () => {
    const [first] = entryTiles(0, [], [entry(0)]);
    const more = Array.from({ length: 300 }, (_, index) => entry(1 + index));
    const tiles = entryTiles(1, entriesFrom(first?.bytes ?? new Uint8Array()), more);
    expect(tiles.map(tilePath)).toEqual(['tile/entries/000', 'tile/entries/001.p/45']);
    expect(tiles.flatMap(({ bytes }) => entriesFrom(bytes))).toEqual([entry(0), ...more]);
  });
});

describe('A checkpoint', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const key: NoteKey = { name: 'example.com/books', algorithm: 'ed25519', publicKey: raw };
  const witness: NoteKey = { name: 'example.org/w', algorithm: 'cosignature', publicKey: raw };
  const text = checkpointText({ origin: key.name, size: 7, root: leafHash(entry(0)) });
  const signed = {
    text,
    signatures: [
      ed25519Line(key, sign(null, Buffer.from(text), privateKey)),
      cosignatureLine(
        witness,
        1_700_000_000n,
        sign(null, Buffer.from(cosignedMessage(text, 1_700_000_000n)), privateKey),
      ),
    ],
  };

  it('is read back with its signature and the time that a witness saw it', () => {
    const note = there(noteFrom(noteText(signed)));
    expect(checkpointFrom(note.text)).toMatchObject({ origin: key.name, size: 7 });
    expect(signatureBy(key, note)).toEqual({});
    expect(signatureBy(witness, note)).toEqual({ seconds: 1_700_000_000n });
    for (const one of [key, witness]) {
      const read = there(verifierKeyFrom(verifierKeyText(one)));
      expect({ ...read, publicKey: Buffer.from(read.publicKey) }).toEqual(one);
    }
  });

  it('is of nobody else, whatever name stands below it', () => {
    const other = { ...key, name: 'example.com/other' };
    expect(signatureBy(other, signed)).toBeUndefined();
    expect(
      signatureBy(key, {
        text: text.replace('\n7\n', '\n8\n'),
        signatures: signed.signatures.slice(0, 1),
      }),
    ).toBeUndefined();
  });

  it('travels with a proof', () => {
    const proof = {
      ...{ extra: Buffer.from('{}'), index: 3, hashes: [leafHash(entry(1)), leafHash(entry(2))] },
      checkpoint: noteText(signed),
    };
    expect(tlogProofFrom(tlogProofText(proof))).toEqual(proof);
    const { extra: _extra, ...bare } = proof;
    expect(tlogProofFrom(tlogProofText(bare))).toEqual(bare);
    expect(tlogProofFrom(tlogProofText(proof).replace('index 3', 'index 03'))).toBeUndefined();
  });
});
