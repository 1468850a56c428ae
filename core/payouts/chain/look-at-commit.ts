import { invariant } from '../../kernel/invariant.ts';
import { endRun } from '../end-run.ts';
import { runAt } from '../move-run.ts';
import { payoutSettingsOf } from '../payout-settings.ts';
import { todayOf } from '../prepare-run.ts';
import { takenOfRun } from '../run-items.ts';
import { latestCommit, type PayoutCommit } from './commit.ts';
import { type CommitPorts, changedCommit } from './commit-ports.ts';
import { epochName, isSameContract, type PayoutContract, placeOf } from './payout-contract.ts';
import type { ContractState } from './ports.ts';

/**
 * What a look has found of a commit. `waiting`: the contract does not have it for good. `differs`: the contract has
 * another root at its epoch, or a later one; nothing is settled by that, and a person has to look.
 */
type CommitFound =
  | { readonly kind: 'settled' }
  | {
      readonly kind: 'waiting';
      /** Whether the latest block has it. */
      readonly isThere: boolean;
      /** How many units of the token have to be sent to the contract before it takes the commit. */
      readonly missing: bigint;
      readonly committer: string;
    }
  | { readonly kind: 'unknown' | 'differs'; readonly detail: string };

export interface LookedCommit {
  readonly commit: PayoutCommit;
  readonly found: CommitFound;
}

/**
 * Looks whether the contract has a commit in a block that is final, and books then that its payouts are settled. Asked
 * again after a crash, it goes on.
 */
export async function lookAtCommit(
  ports: CommitPorts,
  commit: PayoutCommit,
): Promise<LookedCommit> {
  if (commit.status === 'settled') return { commit, found: { kind: 'settled' } };
  if (commit.status === 'committed') return settledNow(ports, commit);
  const contract = await knownContract(ports, commit);
  if (contract === undefined) {
    const detail = 'settings of payouts name another contract by now: name this one again';
    return { commit, found: { kind: 'unknown', detail } };
  }
  const final = await ports.reader.read(contract, 'final');
  if (final.kind === 'unknown') return { commit, found: final };
  if (hasCommit(final, commit)) return settledNow(ports, await committed(ports, commit));
  if (final.epoch >= commit.epoch) return { commit, found: differing(final, commit) };
  const latest = await ports.reader.read(contract, 'latest');
  if (latest.kind === 'unknown') return { commit, found: latest };
  const { paid, funds, committer } = latest;
  const missing = commit.total - paid - funds;
  return {
    commit,
    found: {
      ...{ kind: 'waiting', committer, isThere: hasCommit(latest, commit) },
      missing: missing > 0n ? missing : 0n,
    },
  };
}

/** Looks at the one commit of the tenant's contract that may be open; undefined where there is none. */
export async function lookAtOpenCommit(
  ports: CommitPorts,
  tenant: string,
): Promise<LookedCommit | undefined> {
  const { contract } = await payoutSettingsOf(ports.kept, tenant);
  if (contract === undefined) return undefined;
  const latest = await latestCommit(ports.commits, { tenant, contract: placeOf(contract) });
  return latest === undefined || latest.status === 'settled'
    ? undefined
    : lookAtCommit(ports, latest);
}

/** The contract of settings, where it is the one of the commit. */
async function knownContract(
  { kept }: Pick<CommitPorts, 'kept'>,
  { tenant, contract: of }: PayoutCommit,
): Promise<PayoutContract | undefined> {
  const { contract } = await payoutSettingsOf(kept, tenant);
  return contract !== undefined && isSameContract(contract, of) ? contract : undefined;
}

const hasCommit = (
  state: Pick<ContractState, 'epoch' | 'root' | 'total'>,
  { epoch, root, total }: PayoutCommit,
): boolean => state.epoch === epoch && state.root === root && state.total === total;

function differing({ epoch, root }: ContractState, commit: PayoutCommit): CommitFound {
  const detail = `the contract is at the epoch ${epoch} with the root ${root}, and ${commit.epoch} was to be ${commit.root}`;
  return { kind: 'differs', detail };
}

const committed = (ports: CommitPorts, commit: PayoutCommit): Promise<PayoutCommit> =>
  changedCommit(ports, commit, (before) =>
    before.status === 'prepared'
      ? { ...before, status: 'committed', committedAt: ports.clock.now() }
      : undefined,
  );

const PER_DECISION = 100;

/** Books that all its payouts are settled, and says so only then: the next commit is made by it. */
async function settledNow(ports: CommitPorts, commit: PayoutCommit): Promise<LookedCommit> {
  const { tenant, contract, epoch } = commit;
  const { now: at, timeZone } = await todayOf(ports, tenant);
  const reference = epochName(contract, epoch);
  const told = { kind: 'settled', at, timeZone, reference, reason: '' } as const;
  for (const id of commit.runs) {
    const taken = await takenOfRun(ports, await runAt(ports, tenant, id));
    const open = taken.filter(({ state }) => state.settledBy === undefined);
    for (let from = 0; from < open.length; from += PER_DECISION) {
      const payouts = open.slice(from, from + PER_DECISION).map(({ payout }) => payout);
      const outcomes = await ports.books.tell(tenant, { ...told, payouts });
      const refused = outcomes.find((one) => one.outcome === 'refused');
      invariant(
        refused === undefined,
        `what ${reference} pays is settled, got ${refused?.because}`,
      );
    }
  }
  const settled = await changedCommit(ports, commit, (before) =>
    before.status === 'settled' ? undefined : { ...before, status: 'settled' },
  );
  for (const id of commit.runs) await endRun(ports, await runAt(ports, tenant, id));
  return { commit: settled, found: { kind: 'settled' } };
}
