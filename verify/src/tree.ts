import { areSame, type Bytes, joined, sha256 } from './bytes.ts';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const HASH_BYTES = 32;

/** RFC 6962, 2.1. */
export const leafHash = (entry: Bytes): Promise<Bytes> => sha256(joined(LEAF, entry));
const nodeHash = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(joined(NODE, left, right));

const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;
const half = (value: number): number => Math.floor(value / 2);

const isPowerOfTwo = (size: number): boolean => (BigInt(size) & (BigInt(size) - 1n)) === 0n;

/** How many levels a path goes up before it is the right child, or at the right edge, once more. */
function climbed(at: number, last: number): [number, number] {
  let [a, b] = [at, last];
  while (a % 2 === 0 && a !== 0) [a, b] = [half(a), half(b)];
  return [half(a), half(b)];
}

/** A tree by how many leaves it has, and its root. */
export interface Tree {
  readonly size: number;
  readonly root: Bytes;
}

/** Whether a leaf is in the tree: RFC 9162, 2.1.3.2. */
export async function isIncluded(
  leaf: Bytes,
  index: number,
  { size, root }: Tree,
  proof: readonly Bytes[],
): Promise<boolean> {
  const own = await pathRoot(leaf, index, size, proof);
  return own !== undefined && areSame(own, root);
}

/** The root that a path leads to from a leaf; undefined where it has too few hashes, or too many. */
export async function pathRoot(
  leaf: Bytes,
  index: number,
  size: number,
  proof: readonly Bytes[],
): Promise<Bytes | undefined> {
  if (!isSize(index) || !isSize(size) || index >= size) return undefined;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== HASH_BYTES) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(sibling, hash);
      [at, last] = climbed(at, last);
    } else {
      hash = await nodeHash(hash, sibling);
      [at, last] = [half(at), half(last)];
    }
  }
  return last === 0 && hash.length === HASH_BYTES ? hash : undefined;
}

/** Whether nothing of the older tree was changed or taken away: RFC 9162, 2.1.4.2. An empty tree proves nothing. */
export async function isGrown(older: Tree, newer: Tree, proof: readonly Bytes[]): Promise<boolean> {
  if (!isSize(older.size) || !isSize(newer.size) || older.size === 0) return false;
  if (older.size > newer.size || proof.some(({ length }) => length !== HASH_BYTES)) return false;
  if (older.size === newer.size) return proof.length === 0 && areSame(older.root, newer.root);
  const [first, ...rest] = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  const roots = await rootsOf(first, rest, [older.size - 1, newer.size - 1]);
  return roots !== undefined && areSame(roots.before, older.root) && areSame(roots.now, newer.root);
}

/** The roots that both trees have by a proof; undefined where it has too few hashes, or too many. */
async function rootsOf(
  first: Bytes,
  proof: readonly Bytes[],
  [older, newer]: readonly [number, number],
): Promise<{ readonly before: Bytes; readonly now: Bytes } | undefined> {
  let [at, last] = [older, newer];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [before, now] = [first, first];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      before = await nodeHash(sibling, before);
      now = await nodeHash(sibling, now);
      [at, last] = climbed(at, last);
    } else {
      now = await nodeHash(now, sibling);
      [at, last] = [half(at), half(last)];
    }
  }
  return last === 0 ? { before, now } : undefined;
}
