import { netOf } from '../../books/net-payout.ts';
import type { GivenInAll } from '../../evm/call-data.ts';
import { hexOf } from '../../evm/keccak.ts';
import { leavesWith, totalOf, treeOf } from '../../evm/leaves.ts';
import { rootOf } from '../../evm/merkle-tree.ts';
import { unitsPaid } from '../../evm/payable-units.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { PayoutRun } from '../run.ts';
import { takenOfRun } from '../run-items.ts';
import {
  LEAVES_MAX,
  LEAVES_PER_PAGE,
  latestCommit,
  leavesOf,
  type PayoutCommit,
} from './commit.ts';
import { type CommitPorts, contractDiffers, contractOf, contractUnknown } from './commit-ports.ts';
import { isSameContract, type PayoutContract, placeOf } from './payout-contract.ts';
import type { ContractState } from './ports.ts';

/** As many payouts as are gone through while somebody waits: what is more is in the next commit. */
const RUNS_MAX = 5;
const AT_ONCE = 8;

/** What a contract that was never committed to has. */
const NO_ROOT = `0x${'0'.repeat(64)}`;

/**
 * Prepares the next root for the tenant's contract, or answers the one that is not settled yet.
 *
 * Why a payout is in one root alone: there is no next commit before all payouts of this one are settled in the books,
 * and a commit takes those that are not. Its leaves are kept under its root before it is, and it is put over none: of
 * an epoch there is one root, ever, whoever prepares at the same time. It never changes, as somebody may have signed.
 * @throws Rejection `payout.contract-missing`, `payout.contract-unknown`, `payout.contract-differs`,
 * `payout.nothing-to-commit`, `payout.contract-full`, `payout.outcome-unknown`
 */
export async function prepareCommit(
  ports: CommitPorts,
  tenant: string,
  by: string,
): Promise<PayoutCommit> {
  const contract = await contractOf(ports, tenant);
  const of = { tenant, contract: placeOf(contract) };
  const before = await latestCommit(ports.commits, of);
  if (before !== undefined && before.status !== 'settled') return before;
  await refuseOtherState(ports, contract, before);
  const runs = await waitingRuns(ports, tenant, contract);
  if (runs.length === 0) {
    throw new Rejection(
      'payout.nothing-to-commit',
      'submit a run over evm first: no payout waits for this contract',
    );
  }
  const leavesBefore = before === undefined ? [] : await leavesOf(ports.commits, before);
  const leaves = leavesWith(
    leavesBefore,
    runs.flatMap(({ given }) => given),
  );
  refuseTooMany(leaves);
  const root = hexOf(rootOf(treeOf(leaves)));
  const pages = Array.from({ length: Math.ceil(leaves.length / LEAVES_PER_PAGE) }, (_, at) => at);
  await inParallel(AT_ONCE, pages, (page) =>
    ports.commits.putLeaves({ ...of, root, page }, pageOf(leaves, page)),
  );
  const { token, decimals, currency } = contract;
  const epoch = (before?.epoch ?? 0) + 1;
  const anchor = contract.anchorsLog === true ? await ports.anchors?.latest(tenant) : undefined;
  await ports.commits.put({
    ...{ ...of, epoch, token, decimals, currency, root, status: 'prepared' },
    ...{ total: totalOf(leaves), totalBefore: totalOf(leavesBefore), accounts: leaves.length },
    runs: runs.map(({ run }) => run.id),
    payouts: runs.reduce((count, { given }) => count + given.length, 0),
    ...{ madeBy: by, madeAt: ports.clock.now(), revision: 1 },
    ...(anchor === undefined ? {} : { anchor }),
  });
  // Whether it was put is seen when it is read again; of two, the one that was there first counts.
  const commit = await ports.commits.get(of, epoch);
  if (commit !== undefined) return commit;
  throw new Rejection(
    'payout.outcome-unknown',
    `ask again: it is not known of the commit ${epoch} whether it is kept`,
  );
}

const pageOf = (leaves: readonly GivenInAll[], page: number): readonly GivenInAll[] =>
  leaves.slice(page * LEAVES_PER_PAGE, (page + 1) * LEAVES_PER_PAGE);

/**
 * Nothing is built on a root that is not ours.
 * @throws Rejection `payout.contract-unknown`, `payout.contract-differs`
 */
async function refuseOtherState(
  { reader }: Pick<CommitPorts, 'reader'>,
  contract: PayoutContract,
  before: Pick<PayoutCommit, 'epoch' | 'root' | 'total'> | undefined,
): Promise<void> {
  const state = await reader.read(contract, 'final');
  if (state.kind === 'unknown') throw contractUnknown(state.detail);
  const other = otherToken(contract, state);
  if (other !== undefined) throw contractDiffers(contract, other);
  const { epoch, root, total } = before ?? { epoch: 0, root: NO_ROOT, total: 0n };
  if (state.epoch === epoch && state.root === root && state.total === total) return;
  throw contractDiffers(
    contract,
    `it is at the epoch ${state.epoch} with the root ${state.root}, and we know of ${epoch} with ${root}`,
  );
}

/** What the contract pays in where that is not what settings say, in words. */
export function otherToken(
  { token, decimals }: Pick<PayoutContract, 'token' | 'decimals'>,
  state: Pick<ContractState, 'token' | 'decimals'>,
): string | undefined {
  if (state.token === token && state.decimals === decimals) return undefined;
  return `it pays in ${state.token} of ${state.decimals} places, and not in ${token} of ${decimals}`;
}

interface WaitingRun {
  readonly run: PayoutRun;
  readonly given: readonly GivenInAll[];
}

/** Runs of which the contract was given nothing yet, the first that was made first. */
async function waitingRuns(
  ports: CommitPorts,
  tenant: string,
  contract: PayoutContract,
): Promise<readonly WaitingRun[]> {
  const waiting: WaitingRun[] = [];
  for (const run of (await ports.runs.open(tenant)).toReversed()) {
    if (run.status !== 'submitted' || run.contract === undefined) continue;
    if (!isSameContract(run.contract, contract)) continue;
    const given = await givenBy(ports, run, contract);
    if (given.length > 0) waiting.push({ run, given });
    if (waiting.length === RUNS_MAX) break;
  }
  return waiting;
}

/** What a run gives to accounts, of what is neither settled nor came back. */
async function givenBy(
  ports: CommitPorts,
  run: PayoutRun,
  contract: PayoutContract,
): Promise<readonly GivenInAll[]> {
  const taken = await takenOfRun(ports, run);
  return taken.flatMap(({ payout, method, state }) =>
    method.method === 'evm' && state.settledBy === undefined && state.returnedBy === undefined
      ? [{ account: method.address.toLowerCase(), units: unitsPaid(contract, netOf(payout)) }]
      : [],
  );
}

/** @throws Rejection `payout.contract-full` */
function refuseTooMany(leaves: readonly GivenInAll[]): void {
  if (leaves.length <= LEAVES_MAX) return;
  throw new Rejection(
    'payout.contract-full',
    `go on with another contract: one pays ${LEAVES_MAX} accounts, and these were ${leaves.length}`,
  );
}
