import type { PayoutCommit, PayoutCommits } from '../../../../core/payouts/chain/commit.ts';
import type { ContractReader } from '../../../../core/payouts/chain/ports.ts';
import type { PayoutBooks } from '../../../../core/payouts/ports.ts';
import type { PayoutRuns } from '../../../../core/payouts/run.ts';
import { byContract, type PayoutsOnAChain } from '../../../support/payouts-on-a-chain.ts';
import { tenant } from '../../../support/some-payouts.ts';

/** A mistake that the simulation must find: what a process works with is seen through it. */
export interface PlantedCommitBug {
  readonly name: string;
  readonly says: string;
  readonly runs?: (runs: PayoutRuns, kind: string, world: PayoutsOnAChain) => PayoutRuns;
  readonly books?: (books: PayoutBooks) => PayoutBooks;
  readonly commits?: (commits: PayoutCommits) => PayoutCommits;
  readonly reader?: (reader: ContractReader, world: PayoutsOnAChain) => ContractReader;
}

const isSettled = ({ status }: PayoutCommit): boolean => status === 'settled';

/** Every mistake, each alone. */
export const plantedCommitBugs: readonly PlantedCommitBug[] = [
  {
    name: 'two-open-commits',
    says: 'a commit that is not settled is made anew, with what was submitted since',
    commits: (commits) => ({
      ...commits,
      list: async (of, page) => (await commits.list(of, page)).filter(isSettled),
      put: async (commit) => {
        if (commit.revision > 1) return commits.put(commit);
        const before = await commits.get(commit, commit.epoch);
        return commits.put({ ...commit, revision: (before?.revision ?? 0) + 1 });
      },
    }),
  },
  {
    name: 'settled-before-it-is-final',
    says: 'what the latest block has is taken for final',
    reader: (reader) => ({ ...reader, read: (contract) => reader.read(contract, 'latest') }),
  },
  {
    name: 'unknown-taken-for-committed',
    says: 'where a node does not answer, a commit is taken for done',
    reader: (reader, world) => ({
      ...reader,
      read: async (contract, at) => {
        const state = await reader.read(contract, at);
        const open = world.commits.all().at(-1);
        if (state.kind === 'read' || open === undefined) return state;
        const { epoch, root, total } = open;
        return { kind: 'read', ...world.contract.final, epoch, root, total };
      },
    }),
  },
  {
    name: 'built-on-nothing',
    says: 'what accounts were given before is forgotten',
    commits: (commits) => ({
      ...commits,
      leaves: async (at) => (await commits.leaves(at)).slice(1),
    }),
  },
  {
    name: 'settlements-are-forgotten',
    says: 'a commit is settled, and its payouts are not',
    books: (books) => ({
      ...books,
      tell: async (of, told) => (told.kind === 'settled' ? [] : books.tell(of, told)),
    }),
  },
  {
    name: 'settled-in-part',
    says: 'of the payouts of a run, only the first is settled',
    books: (books) => ({
      ...books,
      tell: (of, told) =>
        told.kind === 'settled'
          ? books.tell(of, { ...told, payouts: told.payouts.slice(0, 1) })
          : books.tell(of, told),
    }),
  },
  {
    name: 'left-out-is-committed',
    says: 'what a run says was left out is committed where it was taken all the same',
    runs: (runs, kind) =>
      kind === 'preparer'
        ? {
            ...runs,
            open: async (of) =>
              (await runs.open(of)).map((run) =>
                run.status === 'submitted' ? { ...run, without: [] } : run,
              ),
          }
        : runs,
  },
  {
    name: 'committed-while-it-is-submitted',
    says: 'of a run that balances are being taken for, what is taken so far is committed',
    runs: (runs, kind) =>
      kind === 'preparer'
        ? {
            ...runs,
            open: async (of) =>
              (await runs.open(of)).map((run) =>
                run.status === 'submitting' ? { ...run, status: 'submitted' } : run,
              ),
          }
        : runs,
  },
  {
    name: 'to-another-account',
    says: 'a commit gives to the accounts that payees have now',
    runs: (runs, kind, world) =>
      kind === 'preparer'
        ? {
            ...runs,
            items: async (of, digest, page) => {
              const items = await runs.items(of, digest, page);
              const known = await world.ports.payouts.getAll(
                tenant,
                items.map(({ payee }) => payee),
              );
              return items.map((item, index) => ({
                ...item,
                method: known[index]?.current.payout ?? byContract(0),
              }));
            },
          }
        : runs,
  },
  {
    name: 'leaves-may-be-lost',
    says: 'a commit is kept although its leaves may not be',
    commits: (commits) => ({
      ...commits,
      putLeaves: (at, leaves) => commits.putLeaves(at, leaves).catch(() => undefined),
    }),
  },
];
