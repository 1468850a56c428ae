import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodedLeaf } from '../../../core/evm/call-data.ts';
import { hexOf, keccak256 } from '../../../core/evm/keccak.ts';
import {
  type LeafOrder,
  leafOf,
  merkleTree,
  proofOf,
  provenRoot,
  rootOf,
} from '../../../core/evm/merkle-tree.ts';

const folder = join(import.meta.dirname, '../../../../shared/vectors/openzeppelin');
const areThere = existsSync(folder);
const named = areThere ? '' : ' (skipped: ../shared/vectors/openzeppelin is not on this machine)';

const word = (value: number): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/** `abi.encode` of one string. */
function encodedText(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const padded = Buffer.alloc(Math.ceil(bytes.length / 32) * 32);
  bytes.copy(padded);
  return Buffer.concat([word(32), word(bytes.length), padded]);
}

/** A dump of OpenZeppelin's, made of a tree of ours. */
function dumped(values: readonly string[], order: LeafOrder): string {
  const { nodes, places } = merkleTree(
    values.map((value) => leafOf(encodedText(value))),
    order,
  );
  return JSON.stringify({
    format: 'standard-v1',
    leafEncoding: ['string'],
    tree: nodes.map(hexOf),
    values: values.map((value, index) => ({ value: [value], treeIndex: places[index] })),
  });
}

const accountOf = (index: number): string => `0x${(index + 1).toString(16).padStart(40, '0')}`;

const leavesOf = (amounts: readonly bigint[]): readonly Uint8Array[] =>
  amounts.map((units, index) => leafOf(encodedLeaf({ account: accountOf(index), units })));

describe('keccak256', () => {
  it('hashes nothing, and the signature of a transfer, as chains do', () => {
    const signature = Buffer.from('Transfer(address,address,uint256)');

    expect(hexOf(keccak256(Buffer.alloc(0)))).toBe(
      '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    );
    expect(hexOf(keccak256(signature.subarray(0, 8), signature.subarray(8)))).toBe(
      '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    );
  });
});

describe('the tree of a payout contract', () => {
  const vectors = it.each(areThere ? (['sorted', 'unsorted'] as const) : []);
  if (!areThere) it.todo(`is OpenZeppelin's own dump, byte for byte${named}`);
  vectors("is OpenZeppelin's own dump, byte for byte: %s", (name) => {
    const text = readFileSync(join(folder, `standard-v1.${name}.1_0_6.json`), 'utf8');
    const values = (JSON.parse(text) as { values: { value: [string] }[] }).values.map(
      ({ value }) => value[0],
    );

    expect(dumped(values, name === 'sorted' ? 'sorted' : 'as-given')).toBe(text.trimEnd());
  });

  it('proves its only leaf by nothing', () => {
    const [leaf] = leavesOf([7n]);
    const tree = merkleTree(leavesOf([7n]));

    expect(proofOf(tree, 0)).toEqual([]);
    expect(rootOf(tree)).toEqual(leaf);
  });

  it('proves each leaf, and nothing else by the proof of another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), { minLength: 1, maxLength: 40 }),
        (amounts) => {
          const leaves = leavesOf(amounts);
          const tree = merkleTree(leaves);
          leaves.forEach((leaf, index) => {
            expect(hexOf(provenRoot(leaf, proofOf(tree, index)))).toBe(hexOf(rootOf(tree)));
            const forged = encodedLeaf({
              account: accountOf(index),
              units: (amounts[index] ?? 0n) + 1n,
            });
            expect(hexOf(provenRoot(leafOf(forged), proofOf(tree, index)))).not.toBe(
              hexOf(rootOf(tree)),
            );
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('has the same root in whichever order leaves are given', () => {
    const leaves = leavesOf([5n, 3n, 9n, 9n, 1n]);

    expect(rootOf(merkleTree(leaves.toReversed()))).toEqual(rootOf(merkleTree(leaves)));
  });
});
