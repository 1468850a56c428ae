import { encodedLeaf, type GivenInAll } from '../../core/evm/call-data.ts';
import { hexOf } from '../../core/evm/keccak.ts';
import { leafOf, provenRoot } from '../../core/evm/merkle-tree.ts';
import type { PayoutContract } from '../../core/payouts/chain/payout-contract.ts';
import type {
  ContractRead,
  ContractReader,
  ContractState,
} from '../../core/payouts/chain/ports.ts';

export const aContract: PayoutContract = {
  network: 'eip155:8453',
  address: '0x00000000000000000000000000000000000c0de0',
  token: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
  decimals: 6,
  currency: 'EUR',
  rpc: 'https://node.example/rpc',
};

const COMMITTER = '0x00000000000000000000000000000000c0331773';
const FIELD = 64;
const HEAD = '0x12345678'.length;

interface Block extends ContractState {
  readonly claimed: ReadonlyMap<string, bigint>;
}

const first: Block = {
  ...{ epoch: 0, root: `0x${'0'.repeat(FIELD)}`, total: 0n, paid: 0n, funds: 0n },
  ...{ committer: COMMITTER, token: aContract.token, decimals: aContract.decimals },
  claimed: new Map(),
};

/** Why the contract has refused. */
export class Reverted extends Error {
  override readonly name = 'Reverted';
}

/**
 * The payout contract on a chain: it does what `contracts/payouts.sol` does, and is held to it by the same call data.
 * Blocks are replaced until they are final.
 */
export class FakeContract {
  /** The final one first; the last is the latest. */
  #blocks: Block[] = [first];

  get latest(): Block {
    return this.#blocks.at(-1) ?? first;
  }

  get final(): Block {
    return this.#blocks[0] ?? first;
  }

  fund(units: bigint): void {
    this.#next({ ...this.latest, funds: this.latest.funds + units });
  }

  /** @throws Reverted */
  commit(data: string): void {
    const [epoch = 0n, root = 0n, total = 0n] = wordsOf(data);
    const { latest } = this;
    if (epoch !== BigInt(latest.epoch + 1)) throw new Reverted('EpochOutOfTurn');
    if (total < latest.total) throw new Reverted('TotalShrinks');
    if (latest.funds + latest.paid < total) throw new Reverted('Unfunded');
    this.#next({ ...latest, epoch: Number(epoch), root: hexWord(root), total });
  }

  /** @throws Reverted */
  claim(data: string): void {
    const [account = 0n, units = 0n, , count = 0n, ...proof] = wordsOf(data);
    const leaf = { account: `0x${hexWord(account).slice(-40)}`, units };
    const { latest } = this;
    const root = provenRoot(leafOf(encodedLeaf(leaf)), proof.slice(0, Number(count)).map(bytesOf));
    if (hexOf(root) !== latest.root) throw new Reverted('NotInRoot');
    const before = latest.claimed.get(leaf.account) ?? 0n;
    if (units <= before) throw new Reverted('NothingDue');
    const due = units - before;
    if (due > latest.total - latest.paid) throw new Reverted('Unfunded');
    this.#next(paid(latest, leaf, due));
  }

  /** All blocks so far are final, but for the last so many. */
  finalize(but = 0): void {
    this.#blocks = this.#blocks.slice(Math.max(0, this.#blocks.length - 1 - but));
  }

  /** The last so many blocks are replaced by none: what was in them may come again. */
  reorganize(blocks: number): void {
    this.#blocks = this.#blocks.slice(0, Math.max(1, this.#blocks.length - blocks));
  }

  claimed(account: string): bigint {
    return this.latest.claimed.get(account) ?? 0n;
  }

  #next(block: Block): void {
    this.#blocks.push(block);
  }
}

function paid(block: Block, { account, units }: GivenInAll, due: bigint): Block {
  return {
    ...block,
    ...{ paid: block.paid + due, funds: block.funds - due },
    claimed: new Map([...block.claimed, [account, units]]),
  };
}

const wordsOf = (data: string): readonly bigint[] =>
  (data.slice(HEAD).match(/.{64}/g) ?? []).map((word) => BigInt(`0x${word}`));

const hexWord = (word: bigint): string => `0x${word.toString(16).padStart(FIELD, '0')}`;
const bytesOf = (word: bigint): Uint8Array => Buffer.from(hexWord(word).slice(2), 'hex');

/** A node that knows the contract, and answers unless it is away. */
export function readerOf(
  contract: FakeContract,
  { isAway = () => false }: { readonly isAway?: () => boolean } = {},
): ContractReader {
  const unknown = { kind: 'unknown', detail: 'the node is away' } as const;
  return {
    refusal: () => undefined,
    async read(_, at): Promise<ContractRead> {
      return isAway() ? unknown : { kind: 'read', ...contract[at] };
    },
    claimed: async (_, account) =>
      isAway() ? unknown : { kind: 'read', units: contract.claimed(account) },
  };
}
