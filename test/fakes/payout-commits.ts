import type { PayoutCommit, PayoutCommits } from '../../core/payouts/chain/commit.ts';
import { accountIdOf, type ContractPlace } from '../../core/payouts/chain/payout-contract.ts';
import {
  commitFrom,
  commitText,
  leavesBytes,
  leavesFrom,
} from '../../core/payouts/chain/stored-commit.ts';

interface OfContract {
  readonly tenant: string;
  readonly contract: ContractPlace;
}

/** Commits of payouts in memory, as texts and bytes, put as a table puts them. */
export function inMemoryPayoutCommits(): PayoutCommits & {
  readonly all: () => readonly PayoutCommit[];
} {
  const kept = new Map<string, string>();
  const pages = new Map<string, Uint8Array>();
  const keyOf = ({ tenant, contract }: OfContract, ...more: readonly (string | number)[]): string =>
    JSON.stringify([tenant, accountIdOf(contract), ...more]);
  const all = (): readonly PayoutCommit[] => [...kept.values()].map(commitFrom);
  return {
    all,
    async get(of, epoch) {
      const text = kept.get(keyOf(of, epoch));
      return text === undefined ? undefined : commitFrom(text);
    },
    list: async ({ tenant, contract }, { before, limit }) =>
      all()
        .filter((one) => one.tenant === tenant)
        .filter((one) => accountIdOf(one.contract) === accountIdOf(contract))
        .filter(({ epoch }) => before === undefined || epoch < before)
        .toSorted((a, b) => b.epoch - a.epoch)
        .slice(0, limit),
    open: async () => all().filter(({ status }) => status !== 'settled'),
    async put(commit) {
      const key = keyOf(commit, commit.epoch);
      const text = kept.get(key);
      const revision = text === undefined ? 0 : commitFrom(text).revision;
      if (revision !== commit.revision - 1) return 'taken';
      kept.set(key, commitText(commit));
      return 'put';
    },
    async leaves({ root, page, ...of }) {
      const bytes = pages.get(keyOf(of, root, page));
      if (bytes === undefined) throw new Error(`page ${page} of ${root} is kept before its commit`);
      return leavesFrom(bytes);
    },
    async putLeaves({ root, page, ...of }, leaves) {
      pages.set(keyOf(of, root, page), leavesBytes(leaves));
    },
  };
}
