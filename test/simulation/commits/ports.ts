import type { PayoutCommits } from '../../../core/payouts/chain/commit.ts';
import type { ContractReader } from '../../../core/payouts/chain/ports.ts';
import type { Network } from '../network.ts';
import type { Process } from '../scheduler.ts';

/** Commits as one process has them: each call may fail, be lost or be done late. */
export const commitsOf = (
  network: Network,
  process: Process,
  stored: PayoutCommits,
): PayoutCommits => ({
  get: (of, epoch) =>
    network.read(process, {
      ...{ name: 'commits.get', about: () => `epoch ${epoch}` },
      perform: () => stored.get(of, epoch),
      shown: (commit) => commit?.status ?? 'none',
    }),
  list: (of, page) =>
    network.read(process, {
      ...{ name: 'commits.list', about: () => `before ${page.before ?? 'all'}` },
      perform: () => stored.list(of, page),
      shown: (found) => found.map(({ epoch, status }) => `${epoch} ${status}`).join(', '),
    }),
  open: () => stored.open(),
  put: (commit) =>
    network.write(process, {
      name: 'commits.put',
      about: () => `epoch ${commit.epoch} ${commit.status} ${commit.root.slice(0, 10)}`,
      perform: () => stored.put(commit),
      unanswered: 'unknown',
    }),
  leaves: (at) =>
    network.read(process, {
      ...{ name: 'commits.leaves', about: () => at.root.slice(0, 10) },
      perform: () => stored.leaves(at),
      shown: (leaves) => `${leaves.length}`,
    }),
  putLeaves: async (at, leaves) => {
    await network.write<'put' | undefined>(process, {
      name: 'commits.putLeaves',
      about: () => at.root.slice(0, 10),
      perform: async () => {
        await stored.putLeaves(at, leaves);
        return 'put';
      },
      unanswered: undefined,
    });
  },
});

/** A node as one process has it: no answer is told as unknown. */
export function readerOf(
  network: Network,
  process: Process,
  { node, isAway }: { readonly node: ContractReader; readonly isAway: () => void },
): ContractReader {
  const asked = async <Answer>(
    about: string,
    perform: () => Promise<Answer>,
  ): Promise<Answer | { readonly kind: 'unknown'; readonly detail: string }> => {
    try {
      return await network.read(process, {
        ...{ name: 'node', about: () => about, perform },
        shown: (answer) =>
          JSON.stringify(answer, (_, value: unknown) =>
            typeof value === 'bigint' ? String(value) : value,
          ),
      });
    } catch {
      isAway();
      return { kind: 'unknown', detail: 'the node does not answer' };
    }
  };
  return {
    refusal: () => undefined,
    read: (contract, at) => asked(at, () => node.read(contract, at)),
    claimed: (contract, account) => asked(account, () => node.claimed(contract, account)),
  };
}
