import type { Currency } from '../../kernel/currency.ts';
import type { PutOutcome } from '../../kernel/log.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { commitData, type GivenInAll } from './call-data.ts';

/**
 * `prepared`: its call data is there to be signed; `sent`: a signer has said by which transaction; `committed`: the
 * contract has it, for good; `settled`: so the books say of all its payouts.
 */
export const commitStatuses = ['prepared', 'sent', 'committed', 'settled'] as const;
export type CommitStatus = (typeof commitStatuses)[number];

/** A root that a contract is to be given, and what it is made of. It changes in its status alone. */
export interface PayoutCommit {
  readonly tenant: string;
  /** Which root of the contract it is, from 1. */
  readonly epoch: number;
  readonly network: string;
  readonly contract: string;
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
  /** By which signers say that they have sent it, the first first. */
  readonly transactions: readonly string[];
  /** Why a person has to look at it. */
  readonly reason?: string;
  readonly madeBy: string;
  readonly madeAt: Timestamp;
  readonly committedAt?: Timestamp;
  /** From 1. */
  readonly revision: number;
}

/** What a signer signs: it is sent to the contract, with no money of the chain's own. */
export const callDataOf = (commit: Pick<PayoutCommit, 'epoch' | 'root' | 'total'>): string =>
  commitData(commit);

/** Accounts are kept by pages of so many. */
export const LEAVES_PER_PAGE = 4_000;
/** A tree has to be made while somebody waits. */
export const LEAVES_MAX = 50_000;

/** Where commits are kept. */
export interface PayoutCommits {
  /** Strongly consistent. */
  get(tenant: string, epoch: number): Promise<PayoutCommit | undefined>;
  /** The latest first, before an epoch; strongly consistent. */
  list(
    tenant: string,
    page: { readonly before: number | undefined; readonly limit: number },
  ): Promise<readonly PayoutCommit[]>;
  /** Puts it over the revision before it; over none where it is 1. */
  put(commit: PayoutCommit): Promise<PutOutcome>;
  /** A page, from 0, of the leaves of a root. Throws where it is not there. */
  leaves(tenant: string, root: string, page: number): Promise<readonly GivenInAll[]>;
  /** Of the same root and page, the same leaves: put again, it is so already. */
  putLeaves(
    tenant: string,
    root: string,
    page: number,
    leaves: readonly GivenInAll[],
  ): Promise<void>;
}

/** The commit of the latest epoch. */
export async function latestCommit(
  commits: Pick<PayoutCommits, 'list'>,
  tenant: string,
): Promise<PayoutCommit | undefined> {
  const [latest] = await commits.list(tenant, { before: undefined, limit: 1 });
  return latest;
}

/** What accounts were given in all, by the commit. */
export async function leavesOf(
  commits: Pick<PayoutCommits, 'leaves'>,
  { tenant, root, accounts }: Pick<PayoutCommit, 'tenant' | 'root' | 'accounts'>,
): Promise<readonly GivenInAll[]> {
  const pages = Array.from({ length: Math.ceil(accounts / LEAVES_PER_PAGE) }, (_, page) => page);
  return (await Promise.all(pages.map((page) => commits.leaves(tenant, root, page)))).flat();
}
