import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { addCheckpointText } from '../../core/tlog/add-checkpoint.ts';
import { checkpointText } from '../../core/tlog/checkpoint.ts';
import { ed25519Line, type NoteKey, noteText } from '../../core/tlog/note.ts';
import { consistencyRanges } from '../../core/tlog/proofs.ts';
import {
  emptyRoot,
  type LeafRange,
  leafHash,
  leftSize,
  nodeHash,
  type TreeHash,
} from '../../core/tlog/tree.ts';
import type { WitnessSigner } from '../../core/witness/ports.ts';

const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_BYTES = 32;

/** A key of a test, by a number: what it is published as, and what signs with it. */
export function someKey(name: string, algorithm: NoteKey['algorithm'], byte: number) {
  const der = Buffer.concat([PKCS8_HEAD, Buffer.alloc(KEY_BYTES, byte)]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ type: 'spki', format: 'der' });
  const publicKey: Uint8Array = spki.subarray(spki.length - KEY_BYTES);
  const key: NoteKey = { name, algorithm, publicKey };
  const signed = (message: Uint8Array | string): Uint8Array =>
    sign(null, Buffer.from(message), secret);
  const signer: WitnessSigner = {
    publicKey: async () => publicKey,
    sign: async (message) => signed(message),
  };
  return { key, signed, signer };
}

/** A log of a test, whose entries are texts; `forkedAt` is where another history of it begins. */
export function someLog(origin: string, { byte = 5, forkedAt = Infinity } = {}) {
  const { key, signed } = someKey(origin, 'ed25519', byte);
  const leaf = (index: number): TreeHash =>
    leafHash(Buffer.from(`${index}${index >= forkedAt ? ' otherwise' : ''}`));
  // By the definition of RFC 6962, 2.1: what the product does faster is held to it.
  const hashOf = ({ from, to }: LeafRange): TreeHash => {
    if (from === to) return emptyRoot;
    if (to - from === 1) return leaf(from);
    const middle = from + leftSize(to - from);
    return nodeHash(hashOf({ from, to: middle }), hashOf({ from: middle, to }));
  };
  const rootOf = (size: number): TreeHash => hashOf({ from: 0, to: size });
  const note = (size: number, root = rootOf(size)): string => {
    const text = checkpointText({ origin, size, root });
    return noteText({ text, signatures: [ed25519Line(key, signed(text))] });
  };
  const hashes = (from: number, to: number): readonly TreeHash[] =>
    from === 0 || from >= to ? [] : consistencyRanges(from, to).map(hashOf);
  const request = (old: number, size: number): string =>
    addCheckpointText({ old, hashes: hashes(old, size), note: note(size) });
  return { key, note, hashes, request, rootOf };
}
