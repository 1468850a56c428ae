import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { accountIdOf } from '../../../core/payouts/chain/payout-contract.ts';
import { aContract, Reverted } from '../../fakes/payout-contract.ts';
import { givenByBooks, rootAnew } from '../../support/given-by-books.ts';
import {
  anAccount,
  byContract,
  type PayoutsOnAChain,
  payoutsOnAChain,
} from '../../support/payouts-on-a-chain.ts';

const PAYEES = 7;
/** Of which some share an account. */
const ACCOUNTS = 5;

const payee = fc.integer({ min: 0, max: PAYEES - 1 }).map((index) => `payee-${index}`);
const earned = fc.record({ payee, minor: fc.integer({ min: 1, max: 100_000 }) });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('run' as const), earned: fc.array(earned) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('commit' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('claim' as const), payee }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('move' as const),
      payee,
      to: fc.integer({ min: 1, max: 2 * ACCOUNTS }),
    }),
  },
);
type Step = ReturnType<typeof step.generate>['value'];

const amountOf = (minor: number): string =>
  `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

const nothing = ['payout.nothing-to-pay', 'payout.nothing-to-commit', 'payout.no-claim'];

/** False where there was nothing to do. */
async function done(doing: Promise<unknown>): Promise<boolean> {
  try {
    await doing;
    return true;
  } catch (error) {
    const isNothing = error instanceof Rejection && nothing.includes(error.code);
    if (isNothing || (error instanceof Reverted && error.message === 'NothingDue')) return false;
    throw error;
  }
}

const claimed = async (world: PayoutsOnAChain, of: string, account?: string): Promise<void> => {
  const { data } = await world.claim(of, account);
  world.contract.claim(data);
};

async function play(world: PayoutsOnAChain, one: Step): Promise<void> {
  switch (one.does) {
    case 'run':
      for (const { payee: of, minor } of one.earned) {
        await world.earn(of, amountOf(minor));
        await world.state(of);
      }
      await done(world.submitted());
      break;
    case 'commit':
      await done(world.committed());
      break;
    case 'claim':
      await done(claimed(world, one.payee));
      break;
    case 'move':
      await world.method(one.payee, byContract(one.to));
      break;
  }
}

/** All that was submitted is committed, epoch after epoch, and claimed. */
async function end(world: PayoutsOnAChain): Promise<void> {
  await done(world.submitted());
  while (await done(world.committed()));
  for (const { account } of givenBy(world, world.commits.all().length)) {
    await done(claimed(world, 'payee-0', account));
  }
}

const givenBy = (world: PayoutsOnAChain, epoch: number) =>
  givenByBooks(world, { contract: accountIdOf(aContract), epoch, decimals: 6 });

describe('roots of a payout contract', () => {
  it('are those of what the books alone say that accounts were given, and pay just that', async () => {
    let epochs = 0;

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const world = await payoutsOnAChain({ methodWaitDays: 0, fees: { evm: { EUR: '0.25' } } });
        for (let index = 0; index < PAYEES; index += 1) {
          await world.payee(`payee-${index}`, '0.40', byContract(index % ACCOUNTS));
        }
        for (const one of steps) await play(world, one);
        await end(world);

        const commits = world.commits.all();
        for (const { epoch, root, total } of commits) {
          const given = givenBy(world, epoch);
          expect(root).toBe(rootAnew(given));
          expect(total).toBe(given.reduce((sum, { units }) => sum + units, 0n));
        }
        for (const { account, units } of givenBy(world, commits.length)) {
          expect(world.contract.claimed(account)).toBe(units);
        }
        expect(world.contract.latest.funds).toBe(0n);
        expect(await world.standsAt('payout:evm')).toBe(0n);
        expect((await world.check()).faults).toEqual([]);
        epochs += commits.length;
      }),
      { numRuns: 12 },
    );

    expect(epochs).toBeGreaterThan(8);
  });

  it('have 5.00 and 7.50 for two who were given that in two epochs', async () => {
    const world = await payoutsOnAChain();
    await world.payee('ada', '5.00', byContract(1));
    await world.payee('bob', '6.50', byContract(2));
    await world.submitted();
    await world.committed();
    await world.earn('bob', '1.00');
    await world.state('bob');
    await world.submitted();

    const { root } = await world.committed();

    expect(root).toBe(
      rootAnew([
        { account: anAccount(1), units: 5_000_000n },
        { account: anAccount(2), units: 7_500_000n },
      ]),
    );
  });
});
