import { describe, expect, it } from '@jest/globals';
import { Rejection } from '../../../../core/kernel/rejection.ts';
import type { CommitPorts } from '../../../../core/payouts/chain/commit-ports.ts';
import { lookAtOpenCommit } from '../../../../core/payouts/chain/look-at-commit.ts';
import { accountIdOf } from '../../../../core/payouts/chain/payout-contract.ts';
import { prepareCommit } from '../../../../core/payouts/chain/prepare-commit.ts';
import { Crash } from '../../../fakes/failing-books.ts';
import { aContract } from '../../../fakes/payout-contract.ts';
import { givenByBooks, rootAnew } from '../../../support/given-by-books.ts';
import {
  anAccount,
  byContract,
  type PayoutsOnAChain,
  payoutsOnAChain,
} from '../../../support/payouts-on-a-chain.ts';
import { tenant } from '../../../support/some-payouts.ts';

/** Where a process dies: at which of its calls, and whether that has had its effect. */
interface Death {
  readonly call: number;
  readonly when: 'before' | 'after';
}

const nowhere: Death = { call: 0, when: 'before' };

/** A process that counts its calls, and dies at one of them: nothing after that happens. */
class Mortal {
  calls = 0;
  isDead = false;
  readonly #death: Death;

  constructor(death: Death) {
    this.#death = death;
  }

  /** A port, called by this process. */
  port<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) =>
          this.#call(async () => Reflect.apply(member, target, given) as unknown);
      },
    });
  }

  async #call(call: () => Promise<unknown>): Promise<unknown> {
    this.calls += 1;
    const isLast = this.calls === this.#death.call;
    this.isDead ||= isLast;
    if (this.isDead && !(isLast && this.#death.when === 'after'))
      throw new Crash('died before a call');
    const answer = await call();
    if (isLast) throw new Crash('died after a call');
    return answer;
  }
}

/** The next run of Ada, of 1.00, beside those of the beginning. */
async function nextRun(world: PayoutsOnAChain): Promise<void> {
  await world.earn('ada', '1.00');
  await world.state('ada');
  await world.submitted();
}

/** Epoch after epoch, until nothing waits. */
async function committedAll(world: PayoutsOnAChain): Promise<void> {
  try {
    for (;;) await world.committed();
  } catch (error) {
    if (!(error instanceof Rejection && error.code === 'payout.nothing-to-commit')) throw error;
  }
}

/**
 * A commit that is prepared, sent and settled by a process that dies; another goes on by the same requests. Meanwhile
 * a further run was submitted.
 */
async function committedOver(death: Death) {
  const world = await payoutsOnAChain({ methodWaitDays: 0, fees: { evm: { EUR: '0.25' } } });
  await world.payee('ada', '5.00', byContract(1));
  await world.payee('bob', '6.50', byContract(2));
  await world.submitted();
  const mortal = new Mortal(death);
  const { runs, books, kept, settings, clock, commits, reader } = world.ports;
  const ports: CommitPorts = {
    ...{ runs: mortal.port(runs), books: mortal.port(books), kept: mortal.port(kept) },
    ...{ settings: mortal.port(settings), commits: mortal.port(commits) },
    ...{ reader: mortal.port(reader), clock },
  };
  const goingOn = async <Done>(act: (by: CommitPorts) => Promise<Done>): Promise<Done> => {
    try {
      return await act(mortal.isDead ? world.ports : ports);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      await nextRun(world);
      return act(world.ports);
    }
  };

  const commit = await goingOn((by) => prepareCommit(by, tenant, 'key-1'));
  world.send(commit);
  world.contract.finalize();
  await goingOn((by) => lookAtOpenCommit(by, tenant));
  if (!mortal.isDead) await nextRun(world);
  await committedAll(world);
  return { world, calls: mortal.calls };
}

/** What differs from two payees who were paid all of it, once. */
async function faultsOf(world: PayoutsOnAChain): Promise<readonly unknown[]> {
  const made = world.commits.all();
  const anew = made.map(({ epoch }) =>
    rootAnew(givenByBooks(world, { contract: accountIdOf(aContract), epoch, decimals: 6 })),
  );
  for (const payee of ['ada', 'bob']) world.contract.claim((await world.claim(payee)).data);
  const claimed = [1, 2].map((account) => world.contract.claimed(anAccount(account)));
  const underWay = await world.standsAt('payout:evm');
  return [
    ...made.filter(({ root }, at) => root !== anew[at]).map(({ epoch }) => ({ epoch })),
    ...made.filter(({ status }) => status !== 'settled'),
    ...(`${claimed}` === '5500000,6250000' ? [] : [{ claimed }]),
    ...(underWay === 0n ? [] : [{ underWay }]),
    ...(await world.check()).faults,
  ];
}

describe('a commit that is prepared, or looked at, by a process that dies', () => {
  it('pays each payout by one root, once, at whichever call that is, when it is asked for again', async () => {
    const { calls } = await committedOver(nowhere);
    const found: unknown[] = [];
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const { world } = await committedOver({ call, when });
        const faults = await faultsOf(world);
        if (faults.length > 0) found.push({ call, when, faults });
      }
    }

    expect(calls).toBeGreaterThan(15);
    expect(found).toEqual([]);
  });
});
