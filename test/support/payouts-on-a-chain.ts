import { claimOf } from '../../core/payouts/chain/claim.ts';
import { callDataOf, type PayoutCommit } from '../../core/payouts/chain/commit.ts';
import type { CommitPorts } from '../../core/payouts/chain/commit-ports.ts';
import { lookAtOpenCommit } from '../../core/payouts/chain/look-at-commit.ts';
import { type ContractPlace, placeOf } from '../../core/payouts/chain/payout-contract.ts';
import type { ContractReader, LogAnchors } from '../../core/payouts/chain/ports.ts';
import { prepareCommit } from '../../core/payouts/chain/prepare-commit.ts';
import { inMemoryPayoutCommits } from '../fakes/payout-commits.ts';
import { aContract, FakeContract, readerOf } from '../fakes/payout-contract.ts';
import { somePayouts, tenant } from './some-payouts.ts';

/** An account of a chain: the same number is the same account. */
export const anAccount = (n: number): string =>
  `0x${(0xacc0_0000 + n).toString(16).padStart(40, '0')}`;

export const byContract = (n: number) => ({ method: 'evm' as const, address: anAccount(n) });

/** Payees that are paid by a contract on a chain of our own, or on another that is read by a reader. */
export async function payoutsOnAChain(
  settings: Readonly<Record<string, unknown>> = {},
  elsewhere?: ContractReader,
) {
  const world = await somePayouts({ contract: aContract, ...settings });
  const contract = new FakeContract();
  const commits = inMemoryPayoutCommits();
  const node = { isAway: false };
  const reader = elsewhere ?? readerOf(contract, { isAway: () => node.isAway });
  const ports: CommitPorts & typeof world.ports & { anchors?: LogAnchors | undefined } = {
    ...{ ...world.ports, commits, reader },
  };
  let runs = 0;
  const self = {
    ...{ ...world, contract, commits, node, ports },
    /** A run over all who may be paid by the contract, submitted. */
    async submitted() {
      runs += 1;
      return world.paid({ rail: 'evm', key: `evm-${runs}` });
    },
    prepare: () => prepareCommit(ports, tenant, 'key-1'),
    look: () => lookAtOpenCommit(ports, tenant),
    /** Tokens are sent to the contract until it takes the commit, which it does then. */
    send(commit: PayoutCommit): void {
      const { funds, paid } = contract.latest;
      contract.fund(commit.total - funds - paid);
      contract.commit(callDataOf(commit));
    },
    /** Prepared, sent, final, and settled in the books. */
    async committed(): Promise<PayoutCommit> {
      const commit = await self.prepare();
      self.send(commit);
      contract.finalize();
      await self.look();
      return self.commit(commit.epoch);
    },
    async commit(epoch: number): Promise<PayoutCommit> {
      const commit = await commits.get({ tenant, contract: placeOf(aContract) }, epoch);
      if (commit === undefined) throw new Error(`there is no commit ${epoch}`);
      return commit;
    },
    claimFrom: (payee: string, place: ContractPlace) =>
      claimOf(ports, tenant, { payee, contract: place }),
    claim: (payee: string, account?: string) => claimOf(ports, tenant, { payee, account }),
  };
  return self;
}

export type PayoutsOnAChain = Awaited<ReturnType<typeof payoutsOnAChain>>;
