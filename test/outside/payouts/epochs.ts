import {
  claimData,
  commitData,
  encodedLeaf,
  type GivenInAll,
} from '../../../core/evm/call-data.ts';
import { hexOf } from '../../../core/evm/keccak.ts';
import { totalOf, treeOf } from '../../../core/evm/leaves.ts';
import { leafOf, proofOf, provenRoot, rootOf } from '../../../core/evm/merkle-tree.ts';

/** An epoch of a payout contract, as we make it. */
export class Epoch {
  readonly leaves: readonly GivenInAll[];
  readonly root: string;
  readonly total: bigint;
  readonly #epoch: number;
  readonly #tree: ReturnType<typeof treeOf>;

  constructor(epoch: number, leaves: readonly GivenInAll[]) {
    this.#epoch = epoch;
    this.leaves = leaves;
    this.#tree = treeOf(leaves);
    this.root = hexOf(rootOf(this.#tree));
    this.total = totalOf(leaves);
  }

  get commit(): string {
    return commitData({ epoch: this.#epoch, root: this.root, total: this.total });
  }

  claim(index: number): string {
    return claimData(this.#leaf(index), proofOf(this.#tree, index));
  }

  /** The leaf's proof, for so many units more. */
  forged(index: number, more: bigint): string {
    const { account, units } = this.#leaf(index);
    return claimData({ account, units: units + more }, proofOf(this.#tree, index));
  }

  /** The proof of one leaf, for the account of another. */
  stolen(index: number, by: number): string {
    const { units } = this.#leaf(index);
    return claimData({ account: this.#leaf(by).account, units }, proofOf(this.#tree, index));
  }

  /** Those whose own proof does not lead to the root. */
  unproven(): readonly number[] {
    return this.leaves.flatMap((leaf, index) => {
      const root = provenRoot(leafOf(encodedLeaf(leaf)), proofOf(this.#tree, index));
      return hexOf(root) === this.root ? [] : [index];
    });
  }

  /** As OpenZeppelin dumps a tree. */
  get dump(): string {
    const { nodes, places } = this.#tree;
    return JSON.stringify({
      format: 'standard-v1',
      leafEncoding: ['address', 'uint256'],
      tree: nodes.map(hexOf),
      values: this.leaves.map(({ account, units }, index) => ({
        value: [account, String(units)],
        treeIndex: places[index],
      })),
    });
  }

  #leaf(index: number): GivenInAll {
    const leaf = this.leaves[index];
    if (leaf === undefined) throw new Error(`there is no leaf ${index}`);
    return leaf;
  }
}
