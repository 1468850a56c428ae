import { describe, expect, it } from '@jest/globals';
import type { CommitNotice } from '../../core/payouts/chain/look-at-open-commits.ts';
import { accountIdOf } from '../../core/payouts/chain/payout-contract.ts';
import { railsMessageFrom } from '../../core/rails/message.ts';
import { collectPayments } from '../../functions/collect-payments/collect-payments.ts';
import { aContract } from '../fakes/payout-contract.ts';
import { byContract, payoutsOnAChain } from '../support/payouts-on-a-chain.ts';
import { someRails } from '../support/some-rails.ts';

/** A commit is prepared; the schedule looks. */
async function aScheduled() {
  const world = await payoutsOnAChain();
  await world.payee('ada', '12.34', byContract(1));
  const { id } = await world.submitted();
  const commit = await world.prepare();
  const told: CommitNotice[] = [];
  const { ports } = someRails();
  const onCommit = (notice: CommitNotice): void => {
    told.push(notice);
  };
  const collect = collectPayments({
    ...ports,
    paying: { ...ports.paying, ...world.ports, onNotice: (): void => undefined },
    onCommit,
  });
  let done = 0;
  const look = async (): Promise<void> => {
    await collect({ kind: 'look' });
    const { bodies } = ports.queue;
    for (; done < bodies.length; done += 1) await collect(railsMessageFrom(bodies[done] ?? ''));
  };
  return { world, id, commit, told, look, bodies: ports.queue.bodies };
}

describe('the schedule of the rails', () => {
  it('looks at each commit that is not settled, by a message of its own, until it is', async () => {
    const { world, id, commit, look, told, bodies } = await aScheduled();
    await look();
    const before = await world.states(id);
    world.send(commit);
    world.contract.finalize();
    await look();
    await look();

    expect(before).toMatchObject({ inTransit: 1 });
    expect(await world.states(id)).toMatchObject({ settled: 1 });
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual(
      Array.from({ length: 2 }, () => ({
        ...{ version: 1, kind: 'commit', tenant: 'acme', epoch: 1 },
        contract: accountIdOf(aContract),
      })),
    );
    expect(told).toEqual([]);
  });

  it('tells a person of a contract that has another root', async () => {
    const { world, commit, look, told } = await aScheduled();
    world.send({ ...commit, root: `0x${'7'.repeat(64)}` });
    world.contract.finalize();

    await look();

    expect(told).toEqual([
      {
        ...{ event: 'payout-commit.differs', tenant: 'acme', epoch: 1 },
        contract: accountIdOf(aContract),
        detail: expect.stringContaining('0x7777'),
      },
    ]);
  });

  it('says nothing of a node that does not answer, and looks again', async () => {
    const { world, commit, look, told, id } = await aScheduled();
    world.send(commit);
    world.contract.finalize();
    world.node.isAway = true;
    await look();
    world.node.isAway = false;
    await look();

    expect(told).toEqual([]);
    expect(await world.states(id)).toMatchObject({ settled: 1 });
  });
});
