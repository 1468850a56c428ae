import { commitData, type GivenInAll } from '../../evm/call-data.ts';
import type { Currency } from '../../kernel/currency.ts';
import type { PutOutcome } from '../../kernel/log.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { ContractPlace } from './payout-contract.ts';

/**
 * `prepared`: its call data is there to be signed; `committed`: the contract has it, for good; `settled`: so the books
 * say of all its payouts.
 */
export const commitStatuses = ['prepared', 'committed', 'settled'] as const;
type CommitStatus = (typeof commitStatuses)[number];

/** What is anchored of a public log: the checkpoint of a day. */
export interface LogAnchor {
  /** The name of the log. */
  readonly log: string;
  /** `2026-11-30`, of UTC. */
  readonly day: string;
  /** SHA-256, in hex. */
  readonly digest: string;
}

/** A root that a contract is to be given, and what it is made of. It changes in its status alone. */
export interface PayoutCommit {
  readonly tenant: string;
  readonly contract: ContractPlace;
  /** Which root of the contract it is, from 1. */
  readonly epoch: number;
  readonly token: string;
  readonly decimals: number;
  readonly currency: Currency;
  readonly root: string;
  /** What all accounts were given, since the first epoch, in units of the token; and of that before this one. */
  readonly total: bigint;
  readonly totalBefore: bigint;
  /** How many accounts there are. */
  readonly accounts: number;
  /** The runs whose payouts are new in it, by their ids. */
  readonly runs: readonly string[];
  readonly payouts: number;
  readonly status: CommitStatus;
  /** What of the public log goes with it; left out where nothing does. */
  readonly anchor?: LogAnchor;
  /** The key that prepared it. */
  readonly madeBy: string;
  readonly madeAt: Timestamp;
  /** When it was seen that the contract has it. */
  readonly committedAt?: Timestamp;
  /** From 1. */
  readonly revision: number;
}

/**
 * What a signer signs: it is sent to the contract, with no money of the chain's own. The contract does not look at what
 * is behind its arguments: there the chain keeps what is anchored.
 */
export const callDataOf = (
  commit: Pick<PayoutCommit, 'epoch' | 'root' | 'total' | 'anchor'>,
): string => `${commitData(commit)}${commit.anchor?.digest ?? ''}`;

/** Accounts are kept by pages of so many. */
export const LEAVES_PER_PAGE = 4_000;
/** A tree has to be made while somebody waits. */
export const LEAVES_MAX = 50_000;

/** Of which contract. */
interface OfContract {
  readonly tenant: string;
  readonly contract: ContractPlace;
}

/** Leaves of a root, by pages from 0. */
interface LeavesPage extends OfContract {
  readonly root: string;
  readonly page: number;
}

/** Where commits are kept. */
export interface PayoutCommits {
  /** Strongly consistent. */
  get(of: OfContract, epoch: number): Promise<PayoutCommit | undefined>;
  /** The latest first, before an epoch; strongly consistent. */
  list(
    of: OfContract,
    page: { readonly before: number | undefined; readonly limit: number },
  ): Promise<readonly PayoutCommit[]>;
  /** Of all tenants, up to 100 that are not settled; read soon after they were put, not at once. */
  open(): Promise<readonly PayoutCommit[]>;
  /** Puts it over the revision before it; over none where it is 1. */
  put(commit: PayoutCommit): Promise<PutOutcome>;
  /** Throws where the page is not there. */
  leaves(at: LeavesPage): Promise<readonly GivenInAll[]>;
  /** Of the same root and page, the same leaves: put again, it is so already. */
  putLeaves(at: LeavesPage, leaves: readonly GivenInAll[]): Promise<void>;
}

/** The commit of the latest epoch. */
export async function latestCommit(
  commits: Pick<PayoutCommits, 'list'>,
  of: OfContract,
): Promise<PayoutCommit | undefined> {
  const [latest] = await commits.list(of, { before: undefined, limit: 1 });
  return latest;
}

/** What accounts were given in all, by the commit. */
export async function leavesOf(
  commits: Pick<PayoutCommits, 'leaves'>,
  { tenant, contract, root, accounts }: PayoutCommit,
): Promise<readonly GivenInAll[]> {
  const pages = Array.from({ length: Math.ceil(accounts / LEAVES_PER_PAGE) }, (_, page) => page);
  const found = await Promise.all(
    pages.map((page) => commits.leaves({ tenant, contract, root, page })),
  );
  return found.flat();
}
