import { invariant } from '../kernel/invariant.ts';
import { encodedLeaf, type GivenInAll } from './call-data.ts';
import { leafOf, type MerkleTree, merkleTree } from './merkle-tree.ts';

/**
 * What accounts were given in all, once something more is given: by account, each once. Whoever has the same account as
 * another payee shares a leaf with it, as the contract counts by account.
 */
export function leavesWith(
  before: readonly GivenInAll[],
  given: Iterable<GivenInAll>,
): readonly GivenInAll[] {
  const byAccount = new Map(before.map(({ account, units }) => [account, units]));
  for (const { account, units } of given) {
    invariant(units >= 0n, `nobody is given less than nothing, got ${units}`);
    byAccount.set(account, (byAccount.get(account) ?? 0n) + units);
  }
  return [...byAccount]
    .map(([account, units]) => ({ account, units }))
    .toSorted((a, b) => (a.account < b.account ? -1 : 1));
}

export const totalOf = (leaves: readonly GivenInAll[]): bigint =>
  leaves.reduce((sum, { units }) => sum + units, 0n);

export const treeOf = (leaves: readonly GivenInAll[]): MerkleTree =>
  merkleTree(leaves.map((leaf) => leafOf(encodedLeaf(leaf))));
