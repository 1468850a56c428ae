import type { Queue } from '../../kernel/queue.ts';
import { type CommitMessage, sendAll } from '../../rails/message.ts';
import type { PayoutCommits } from './commit.ts';
import type { CommitPorts } from './commit-ports.ts';
import { lookAtCommit } from './look-at-commit.ts';
import { accountFrom, accountIdOf } from './payout-contract.ts';

/** A contract has another root than it was to have: a person has to find out who commits. */
export interface CommitNotice {
  readonly event: 'payout-commit.differs';
  readonly tenant: string;
  readonly contract: string;
  readonly epoch: number;
  readonly detail: string;
}

/** Has every commit looked at that is not settled, each by a message of its own: no node holds up another. */
export async function sendOpenCommits({
  commits,
  queue,
}: {
  readonly commits: Pick<PayoutCommits, 'open'>;
  readonly queue: Queue;
}): Promise<void> {
  const open = await commits.open();
  await sendAll(
    queue,
    open.map(({ tenant, contract, epoch }) => ({
      ...{ kind: 'commit', tenant, contract: accountIdOf(contract), epoch },
    })),
  );
}

/** Looks at the commit of a message. What a node does not say is looked at again by the next look. */
export async function lookAtMessage(
  ports: CommitPorts,
  { tenant, contract: id, epoch }: CommitMessage,
  onNotice: (notice: CommitNotice) => void,
): Promise<void> {
  const commit = await ports.commits.get({ tenant, contract: accountFrom(id) }, epoch);
  if (commit === undefined) return;
  const { found } = await lookAtCommit(ports, commit);
  if (found.kind !== 'differs') return;
  const { detail } = found;
  onNotice({ event: 'payout-commit.differs', tenant, contract: id, epoch, detail });
}
