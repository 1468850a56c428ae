import { documentsIn } from '../../core/books/block.ts';
import type { BooksDocument } from '../../core/books/document.ts';
import type { GivenInAll } from '../../core/evm/call-data.ts';
import { hexOf, keccak256 } from '../../core/evm/keccak.ts';
import { nanosOf } from '../../core/kernel/money.ts';
import { type SomePayouts, tenant } from './some-payouts.ts';

export const documentsOf = (world: Pick<SomePayouts, 'world'>): readonly BooksDocument[] =>
  world.world.log.blocksOf(tenant).flatMap(({ bytes }) => documentsIn(bytes));

/**
 * What accounts were given in all by the epochs of a contract up to one, by the documents of the books alone: payouts,
 * and what says that they are settled. Nothing of what made the commits is used.
 */
export function givenByBooks(
  world: Pick<SomePayouts, 'world'>,
  { contract, epoch, decimals }: { contract: string; epoch: number; decimals: number },
): readonly GivenInAll[] {
  const documents = documentsOf(world);
  const paidBy = new Map(
    documents.flatMap((one) =>
      one.kind === 'payout-settlement' ? [[one.payout, one.reference] as const] : [],
    ),
  );
  const given = new Map<string, bigint>();
  for (const one of documents) {
    if (one.kind !== 'payout' || one.rail !== 'evm') continue;
    const [of, n] = (paidBy.get(one.id) ?? '').split('#');
    if (of !== contract || Number(n) > epoch) continue;
    const account = one.reference.split(':').at(-1) ?? '';
    const units = unitsIn(one.amount - (one.fee ?? nanosOf(0n)), decimals);
    given.set(account, (given.get(account) ?? 0n) + units);
  }
  return [...given].map(([account, units]) => ({ account, units }));
}

/** Nine places in the books, fewer or more on the chain. */
const unitsIn = (nanos: bigint, decimals: number): bigint => {
  const scaled = nanos * 10n ** 18n;
  return scaled / 10n ** BigInt(27 - decimals);
};

/**
 * The root over leaves, made from the bottom up as OpenZeppelin's tree is said to be: leaves by their hash, the last
 * first, in a list whose pairs are hashed towards its beginning. Written anew, to be held against ours.
 */
export function rootAnew(leaves: readonly GivenInAll[]): string {
  const hashes = leaves
    .map(({ account, units }) => {
      const words = [account.slice(2), units.toString(16)].map((word) => word.padStart(64, '0'));
      return hexOf(keccak256(keccak256(Buffer.from(words.join(''), 'hex'))));
    })
    .toSorted();
  const nodes = [...Array.from({ length: hashes.length - 1 }, () => ''), ...hashes.toReversed()];
  for (let at = hashes.length - 2; at >= 0; at -= 1) {
    const pair = [nodes[2 * at + 1] ?? '', nodes[2 * at + 2] ?? ''].toSorted();
    nodes[at] = hexOf(keccak256(Buffer.from(pair.map((one) => one.slice(2)).join(''), 'hex')));
  }
  return nodes[0] ?? '';
}
