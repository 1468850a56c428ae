import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';

/** A SHA-256 of the tree: 32 bytes. */
export type TreeHash = Uint8Array;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash of an entry as a leaf: RFC 6962, 2.1. */
export const leafHash = (entry: Uint8Array): TreeHash => sha256(Buffer.concat([LEAF, entry]));

/** The hash of two subtrees beside each other: RFC 6962, 2.1. */
export const nodeHash = (left: TreeHash, right: TreeHash): TreeHash =>
  sha256(Buffer.concat([NODE, left, right]));

/** The root of a tree without leaves. */
export const emptyRoot: TreeHash = sha256('');

/** Leaves from `from` to before `to`, such as a tree has below one of its nodes. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** A subtree of 2^level leaves, from leaf `index` × 2^level on. It never changes once it is there. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** The whole subtrees that a range is of, from left to right: at most 53. */
export function subtreesOf({ from, to }: LeafRange): readonly Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to; ) {
    const level = Math.floor(Math.log2(to - at));
    const leaves = 2 ** level;
    invariant(at % leaves === 0, 'a range is one of a tree, so that its largest part comes first');
    subtrees.push({ level, index: at / leaves });
    at += leaves;
  }
  return subtrees;
}

/** The hash of a range, of the hashes of its subtrees from left to right. */
export function rangeHash(hashes: readonly TreeHash[]): TreeHash {
  return hashes.length === 0
    ? emptyRoot
    : hashes.reduceRight((right, left) => nodeHash(left, right));
}

/** How many leaves the left part of a tree has: the largest power of two below its size. */
export const leftSize = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1);

/** The root of a tree of these leaves, of which all are at hand. */
export const treeRoot = (leaves: readonly TreeHash[]): TreeHash => {
  const [only] = leaves;
  if (only === undefined) return emptyRoot;
  if (leaves.length === 1) return only;
  const left = leftSize(leaves.length);
  return nodeHash(treeRoot(leaves.slice(0, left)), treeRoot(leaves.slice(left)));
};

/** The hashes that prove that a leaf is in such a tree, from the leaf up: RFC 6962, 2.1.1. */
export function treeProof(leaves: readonly TreeHash[], index: number): readonly TreeHash[] {
  if (leaves.length <= 1) return [];
  const left = leftSize(leaves.length);
  return index < left
    ? [...treeProof(leaves.slice(0, left), index), treeRoot(leaves.slice(left))]
    : [...treeProof(leaves.slice(left), index - left), treeRoot(leaves.slice(0, left))];
}
