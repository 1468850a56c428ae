import { invariant } from '../kernel/invariant.ts';
import { keccak256 } from './keccak.ts';

/**
 * A tree of hashes as OpenZeppelin's `StandardMerkleTree` lays it out: in one list, the root first, the children of the
 * node `i` at `2i + 1` and `2i + 2`, and the leaves last, backwards.
 */
export interface MerkleTree {
  readonly nodes: readonly Uint8Array[];
  /** Of each leaf, in the order in which they were given: which node it is. */
  readonly places: readonly number[];
}

/** The leaf of what an ABI encodes. It is hashed twice, so that no inner node is ever taken for a leaf. */
export const leafOf = (encoded: Uint8Array): Uint8Array => keccak256(keccak256(encoded));

/** In which order leaves lie: by their hashes, which is what OpenZeppelin's do by default, or as they were given. */
export type LeafOrder = 'sorted' | 'as-given';

/** The tree over at least one leaf. */
export function merkleTree(leaves: readonly Uint8Array[], order: LeafOrder = 'sorted'): MerkleTree {
  invariant(leaves.length > 0, 'a tree has a leaf');
  const laid = leaves.map((leaf, given) => ({ leaf, given }));
  if (order === 'sorted') laid.sort((a, b) => Buffer.compare(a.leaf, b.leaf));
  const last = 2 * leaves.length - 2;
  const nodes: Uint8Array[] = Array.from({ length: last + 1 });
  const places: number[] = Array.from({ length: leaves.length });
  laid.forEach(({ leaf, given }, index) => {
    nodes[last - index] = leaf;
    places[given] = last - index;
  });
  for (let node = last - leaves.length; node >= 0; node -= 1) {
    nodes[node] = pairOf(nodeAt(nodes, 2 * node + 1), nodeAt(nodes, 2 * node + 2));
  }
  return { nodes, places };
}

export const rootOf = ({ nodes }: MerkleTree): Uint8Array => nodeAt(nodes, 0);

/** What leads from a leaf, by its index as it was given, to the root: the other node of each pair, upwards. */
export function proofOf({ nodes, places }: MerkleTree, index: number): readonly Uint8Array[] {
  const proof: Uint8Array[] = [];
  let node = places[index];
  invariant(node !== undefined, `a tree of ${places.length} leaves has the leaf ${index}`);
  while (node > 0) {
    proof.push(nodeAt(nodes, node % 2 === 0 ? node - 1 : node + 1));
    node = Math.floor((node - 1) / 2);
  }
  return proof;
}

/** The root to which a proof leads from a leaf, as the contract finds it. */
export const provenRoot = (leaf: Uint8Array, proof: readonly Uint8Array[]): Uint8Array =>
  proof.reduce(pairOf, leaf);

/** Pairs are hashed in the order of their bytes: so a proof need not say which side it is on. */
const pairOf = (a: Uint8Array, b: Uint8Array): Uint8Array =>
  Buffer.compare(a, b) < 0 ? keccak256(a, b) : keccak256(b, a);

function nodeAt(nodes: readonly Uint8Array[], index: number): Uint8Array {
  const node = nodes[index];
  invariant(node !== undefined, `a tree has the node ${index}`);
  return node;
}
