import { claimData, type GivenInAll } from '../../evm/call-data.ts';
import { hexOf } from '../../evm/keccak.ts';
import { treeOf } from '../../evm/leaves.ts';
import { proofOf } from '../../evm/merkle-tree.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { methodAt, type PayeePayouts } from '../payee-payout.ts';
import { payoutSettingsOf } from '../payout-settings.ts';
import { leavesOf, type PayoutCommit } from './commit.ts';
import type { CommitPorts } from './commit-ports.ts';
import { accountIdOf, type ContractPlace, contractMissing, placeOf } from './payout-contract.ts';

/** What an account may claim from a contract, and how. */
export interface Claim {
  readonly commit: PayoutCommit;
  readonly account: string;
  /** What it was given in all. */
  readonly units: bigint;
  /** What of that it has not claimed; undefined where the chain did not say. */
  readonly due: bigint | undefined;
  /** From its leaf to the root: hashes. */
  readonly proof: readonly string[];
  /** With what the contract is called, by anybody. */
  readonly data: string;
}

export interface ClaimPorts extends Pick<CommitPorts, 'commits' | 'reader' | 'kept' | 'clock'> {
  readonly payouts: Pick<PayeePayouts, 'get'>;
}

/** Whose claim, and where. */
export interface ClaimAsked {
  readonly payee: string;
  /** The account that the payee is paid by now, where left out. */
  readonly account?: string | undefined;
  /** The contract of settings, where left out. */
  readonly contract?: ContractPlace | undefined;
}

/**
 * What a payee may claim by the root that the contract has now.
 * @throws Rejection `payout.contract-missing`, `payout.no-claim`
 */
export async function claimOf(
  ports: ClaimPorts,
  tenant: string,
  asked: ClaimAsked,
): Promise<Claim> {
  const settings = (await payoutSettingsOf(ports.kept, tenant)).contract;
  const named = asked.contract ?? settings;
  if (named === undefined) throw contractMissing();
  const contract = placeOf(named);
  const account = asked.account?.toLowerCase() ?? (await accountOf(ports, tenant, asked.payee));
  // Of another contract of the same chain, the node says it, too.
  const rpc = settings?.network === contract.network ? settings.rpc : undefined;
  const commit = await commitNow(ports, tenant, { ...contract, rpc });
  const leaves = commit === undefined ? [] : await leavesOf(ports.commits, commit);
  const index = leaves.findIndex((leaf) => leaf.account === account);
  const leaf = leaves[index];
  if (commit === undefined || leaf === undefined) {
    throw noClaim(
      `wait for a commit, or name another account: ${account} was given nothing by ${accountIdOf(contract)} yet`,
    );
  }
  const proof = proofOf(treeOf(leaves), index);
  return {
    ...{ commit, account, units: leaf.units, proof: proof.map(hexOf) },
    due: await dueOf(ports, { ...contract, rpc }, leaf),
    data: claimData(leaf, proof),
  };
}

/**
 * Holds a payee that asks by itself to its own accounts: that by which it is paid, and that by which it is to be.
 * @throws Rejection `token.not-allowed`
 */
export async function refuseOthersAccount(
  { payouts }: Pick<ClaimPorts, 'payouts'>,
  tenant: string,
  { payee, account }: { readonly payee: string; readonly account: string },
): Promise<void> {
  const known = await payouts.get(tenant, payee);
  const own = [known?.current.payout, known?.waiting?.payout].flatMap((method) =>
    method?.method === 'evm' ? [method.address.toLowerCase()] : [],
  );
  if (own.includes(account.toLowerCase())) return;
  const detail =
    'account: ask for an account that you are paid by, or leave it out: a token is for its own';
  throw new Rejection('token.not-allowed', detail, { param: 'account' });
}

const noClaim = (detail: string): Rejection => new Rejection('payout.no-claim', detail);

/** @throws Rejection `payout.no-claim` */
async function accountOf(
  { payouts, clock }: Pick<ClaimPorts, 'payouts' | 'clock'>,
  tenant: string,
  payee: string,
): Promise<string> {
  const known = await payouts.get(tenant, payee);
  const method = known === undefined ? undefined : methodAt(known, clock.now()).payout;
  if (method?.method === 'evm') return method.address.toLowerCase();
  throw noClaim(`name the account: ${payee} is not paid by a contract now`);
}

type Read = ContractPlace & { readonly rpc: string | undefined };

/** The commit whose root the contract has: the last that is final, or the one after it where that is there already. */
async function commitNow(
  { commits, reader }: ClaimPorts,
  tenant: string,
  { rpc, ...contract }: Read,
): Promise<PayoutCommit | undefined> {
  const latest = await commits.list({ tenant, contract }, { before: undefined, limit: 2 });
  const final = latest.find(({ status }) => status !== 'prepared');
  const open = latest.find(({ status }) => status === 'prepared');
  if (open === undefined || rpc === undefined) return final;
  const state = await reader.read({ ...contract, rpc }, 'latest');
  return state.kind === 'read' && state.root === open.root ? open : final;
}

async function dueOf(
  { reader }: ClaimPorts,
  { rpc, ...contract }: Read,
  { account, units }: GivenInAll,
): Promise<bigint | undefined> {
  if (rpc === undefined) return undefined;
  const claimed = await reader.claimed({ ...contract, rpc }, account);
  return claimed.kind === 'read' ? units - claimed.units : undefined;
}
