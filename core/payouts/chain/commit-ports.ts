import { Rejection } from '../../kernel/rejection.ts';
import { payoutSettingsOf } from '../payout-settings.ts';
import type { RunPorts } from '../ports.ts';
import type { PayoutCommit, PayoutCommits } from './commit.ts';
import { accountIdOf, contractMissing, type PayoutContract } from './payout-contract.ts';
import type { ContractReader, LogAnchors } from './ports.ts';

/** What commits are made and looked at with. */
export interface CommitPorts
  extends Pick<RunPorts, 'runs' | 'books' | 'kept' | 'settings' | 'clock'> {
  readonly commits: PayoutCommits;
  readonly reader: ContractReader;
  /** Left out, or where a tenant has no public log, nothing is anchored. */
  readonly anchors?: LogAnchors | undefined;
}

/** The contract of a tenant's settings. @throws Rejection `payout.contract-missing` */
export async function contractOf(
  { kept }: Pick<CommitPorts, 'kept'>,
  tenant: string,
): Promise<PayoutContract> {
  const { contract } = await payoutSettingsOf(kept, tenant);
  if (contract !== undefined) return contract;
  throw contractMissing();
}

export const contractUnknown = (detail: string): Rejection =>
  new Rejection(
    'payout.contract-unknown',
    `ask again: it is not known what the contract has: ${detail}`,
  );

export const contractDiffers = (contract: PayoutContract, detail: string): Rejection =>
  new Rejection(
    'payout.contract-differs',
    `look at ${accountIdOf(contract)}, and who commits to it: ${detail}`,
  );

const ATTEMPTS_MAX = 10;

/** Puts what a change makes of a commit; as it is, where that is undefined. */
export async function changedCommit(
  { commits }: Pick<CommitPorts, 'commits'>,
  of: PayoutCommit,
  change: (before: PayoutCommit) => PayoutCommit | undefined,
): Promise<PayoutCommit> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await commitAt({ commits }, of);
    const changed = change(before);
    if (changed === undefined) return before;
    const next = { ...changed, revision: before.revision + 1 };
    if ((await commits.put(next)) === 'put') return next;
  }
  throw new Rejection(
    'payout.changed-meanwhile',
    `send the same request again: others were changing the commit ${of.epoch} at the same time`,
  );
}

/** @throws Rejection `payout.commit-not-found` */
export async function commitAt(
  { commits }: Pick<CommitPorts, 'commits'>,
  { tenant, contract, epoch }: Pick<PayoutCommit, 'tenant' | 'contract' | 'epoch'>,
): Promise<PayoutCommit> {
  const commit = await commits.get({ tenant, contract }, epoch);
  if (commit !== undefined) return commit;
  throw new Rejection(
    'payout.commit-not-found',
    `name a commit by its epoch, as the list of them does, got ${epoch}`,
  );
}
