import { type LeafRange, leftSize, nodeHash, type TreeHash } from './tree.ts';

/** The ranges whose hashes prove that a leaf is in a tree of `size`, from the leaf up: RFC 6962, 2.1.1. */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + leftSize(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** The ranges whose hashes prove that a tree of `size` grew out of one of `before`: RFC 6962, 2.1.2. */
export function consistencyRanges(before: number, size: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  let [from, to] = [0, size];
  while (before < to) {
    const middle = from + leftSize(to - from);
    if (before <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  // The older tree itself is known to whoever checks; a part of it is not.
  if (from > 0) ranges.push({ from, to });
  return ranges.reverse();
}

/** What a proof of inclusion says. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: TreeHash;
  readonly root: TreeHash;
  readonly proof: readonly TreeHash[];
}

/** Whether the leaf is in the tree: RFC 9162, 2.1.3.2. */
export function provesInclusion({ index, size, leaf, root, proof }: InclusionClaim): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      [at, last] = withoutZeros(at, last);
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && areSame(hash, root);
}

/** What a proof of consistency says. */
export interface ConsistencyClaim {
  readonly before: { readonly size: number; readonly root: TreeHash };
  readonly now: { readonly size: number; readonly root: TreeHash };
  readonly proof: readonly TreeHash[];
}

/**
 * Whether nothing of the older tree was changed or taken away: RFC 9162, 2.1.4.2. A tree without leaves proves
 * nothing.
 */
export function provesConsistency(claim: ConsistencyClaim): boolean {
  const { before, now, proof } = claim;
  if (!isSize(before.size) || !isSize(now.size) || before.size === 0) return false;
  if (before.size < now.size) return provesGrowth(claim);
  const isUnchanged = Buffer.compare(before.root, now.root) === 0;
  return before.size === now.size && proof.length === 0 && isUnchanged;
}

function provesGrowth({ before, now, proof }: ConsistencyClaim): boolean {
  const isWhole = Number.isInteger(Math.log2(before.size));
  const [first, ...rest] = isWhole ? [before.root, ...proof] : proof;
  if (first === undefined) return false;
  let [at, last] = odd(before.size - 1, now.size - 1);
  let [older, newer] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      [at, last] = withoutZeros(at, last);
    } else {
      newer = nodeHash(newer, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && areSame(older, before.root) && areSame(newer, now.root);
}

const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;

const half = (value: number): number => Math.floor(value / 2);

const HASH_BYTES = 32;

const areSame = (a: TreeHash, b: TreeHash): boolean =>
  a.length === HASH_BYTES && Buffer.compare(a, b) === 0;

/** Both without the zeros that the first ends with in binary; where that is zero, as they are. */
function withoutZeros(at: number, last: number): [number, number] {
  let [a, b] = [at, last];
  while (a !== 0 && a % 2 === 0) [a, b] = [half(a), half(b)];
  return [a, b];
}

/** Both without the ones that the first ends with in binary. */
function odd(at: number, last: number): [number, number] {
  let [a, b] = [at, last];
  while (a % 2 === 1) [a, b] = [half(a), half(b)];
  return [a, b];
}
