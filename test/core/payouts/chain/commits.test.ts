import { describe, expect, it } from '@jest/globals';
import { callDataOf } from '../../../../core/payouts/chain/commit.ts';
import { lookAtCommit } from '../../../../core/payouts/chain/look-at-commit.ts';
import { accountIdOf } from '../../../../core/payouts/chain/payout-contract.ts';
import { aContract } from '../../../fakes/payout-contract.ts';
import { documentsOf, givenByBooks, rootAnew } from '../../../support/given-by-books.ts';
import { anAccount, byContract, payoutsOnAChain } from '../../../support/payouts-on-a-chain.ts';
import { aSepaMethod, owedOf } from '../../../support/some-payouts.ts';

/** Two payees that are to be paid by the contract, and one that is not. */
async function twoPayees(settings: Readonly<Record<string, unknown>> = {}) {
  const world = await payoutsOnAChain(settings);
  await world.payee('ada', '12.34', byContract(1));
  await world.payee('bob', '5.00', byContract(2));
  await world.payee('cleo', '7.00', aSepaMethod());
  return world;
}

const rejected = (code: string) => expect.objectContaining({ code });

describe('a run over a chain', () => {
  it('pays who is paid by the contract, in its currency, and says to which account', async () => {
    const world = await twoPayees();
    await world.earn('ada', '3.00', 'USD');
    await world.state('ada', 'USD');

    const { id } = await world.submitted();
    const { leftOut } = await world.propose({ rail: 'evm' });

    const payouts = documentsOf(world).filter((one) => one.kind === 'payout');
    expect((await world.run(id)).sums).toMatchObject([{ currency: 'EUR', count: 2 }]);
    expect(payouts.map(({ payee, reference }) => [payee, reference])).toEqual([
      ['ada', `eip155:8453:${anAccount(1)}`],
      ['bob', `eip155:8453:${anAccount(2)}`],
    ]);
    expect(leftOut).toMatchObject([{ payee: 'ada', currency: 'USD', why: 'other-currency' }]);
  });

  it('is refused before a contract is named', async () => {
    const world = await payoutsOnAChain({ contract: undefined });

    await expect(world.propose({ rail: 'evm' })).rejects.toEqual(
      rejected('payout.contract-missing'),
    );
  });

  it('is told of by nobody but the chain', async () => {
    const world = await twoPayees();
    const { id } = await world.submitted();

    await expect(world.tell('settled', id)).rejects.toEqual(rejected('payout.by-contract'));
    await expect(world.tell('returned', id)).rejects.toEqual(rejected('payout.by-contract'));
  });
});

describe('a commit', () => {
  it('has what accounts were given in all, less fees, in units of the token', async () => {
    const world = await twoPayees({ fees: { evm: { EUR: '0.10' } } });
    await world.submitted();

    const commit = await world.prepare();

    expect(commit).toMatchObject({ epoch: 1, status: 'prepared', accounts: 2, payouts: 2 });
    expect(commit).toMatchObject({ total: 17_140_000n, totalBefore: 0n });
    expect(callDataOf(commit).slice(0, 10)).toBe('0xac96bc2b');
    expect(commit.root).toBe(
      rootAnew([
        { account: anAccount(1), units: 12_240_000n },
        { account: anAccount(2), units: 4_900_000n },
      ]),
    );
  });

  it('is the same as long as it is not settled, whatever is submitted meanwhile', async () => {
    const world = await twoPayees();
    await world.submitted();
    const first = await world.prepare();
    await world.earn('bob', '1.00');
    await world.state('bob');
    await world.submitted();

    const again = await world.prepare();

    expect(again).toEqual(first);
  });

  it('is not made where nothing waits', async () => {
    const world = await twoPayees();

    await expect(world.prepare()).rejects.toEqual(rejected('payout.nothing-to-commit'));
  });

  it('settles its payouts once it is final, and not before', async () => {
    const world = await twoPayees();
    const { id } = await world.submitted();
    const commit = await world.prepare();
    world.send(commit);

    const early = await world.look();
    const before = await world.states(id);
    world.contract.finalize();
    const late = await world.look();

    expect(early?.found).toMatchObject({ kind: 'waiting', isThere: true, missing: 0n });
    expect(before).toEqual({ inTransit: 2, settled: 0, returned: 0 });
    expect(late).toMatchObject({ commit: { status: 'settled' }, found: { kind: 'settled' } });
    expect(await world.states(id)).toEqual({ inTransit: 0, settled: 2, returned: 0 });
    expect(await world.standsAt('cash:evm')).toBe(-17_340_000_000n);
    expect((await world.check()).faults).toEqual([]);
  });

  it('says what the contract lacks before it takes the commit', async () => {
    const world = await twoPayees();
    await world.submitted();
    const commit = await world.prepare();
    world.contract.fund(commit.total - 1n);

    const looked = await world.look();

    expect(looked?.found).toMatchObject({ kind: 'waiting', isThere: false, missing: 1n });
  });

  it('is not settled by a node that does not answer, nor by one that says something else', async () => {
    const world = await twoPayees();
    const { id } = await world.submitted();
    const commit = await world.prepare();
    world.send({ ...commit, root: `0x${'7'.repeat(64)}` });
    world.contract.finalize();

    world.node.isAway = true;
    const away = await world.look();
    world.node.isAway = false;
    const other = await world.look();

    expect(away?.found.kind).toBe('unknown');
    expect(other?.found.kind).toBe('differs');
    expect(other?.commit.status).toBe('prepared');
    expect(await world.states(id)).toEqual({ inTransit: 2, settled: 0, returned: 0 });
  });

  it('is not settled where a block with it was replaced by one without', async () => {
    const world = await twoPayees();
    await world.submitted();
    const commit = await world.prepare();
    world.send(commit);
    world.contract.reorganize(1);
    world.contract.finalize();

    const looked = await world.look();

    expect(looked?.found).toMatchObject({ kind: 'waiting', isThere: false });
  });

  it('is not built on a root that is none of ours', async () => {
    const world = await twoPayees();
    await world.submitted();
    const commit = await world.committed();
    world.send({ ...commit, epoch: 2, root: `0x${'7'.repeat(64)}` });
    world.contract.finalize();
    await world.earn('ada', '1.00');
    await world.state('ada');
    await world.submitted();

    await expect(world.prepare()).rejects.toEqual(rejected('payout.contract-differs'));
  });

  it('is not built while nobody says what the contract has', async () => {
    const world = await twoPayees();
    await world.submitted();
    world.node.isAway = true;

    await expect(world.prepare()).rejects.toEqual(rejected('payout.contract-unknown'));
  });

  it('is not built for a contract that pays in another token', async () => {
    const world = await twoPayees();
    await world.submitted();
    await world.settle({ contract: { ...aContract, decimals: 18 } });

    await expect(world.prepare()).rejects.toEqual(rejected('payout.contract-differs'));
  });

  it('leaves what runs give to another contract to that', async () => {
    const world = await twoPayees();
    await world.submitted();
    await world.settle({ contract: { ...aContract, address: anAccount(99) } });

    await expect(world.prepare()).rejects.toEqual(rejected('payout.nothing-to-commit'));
  });

  it('is waited for where settings name another contract by now', async () => {
    const world = await twoPayees();
    await world.submitted();
    const commit = await world.prepare();
    world.send(commit);
    world.contract.finalize();
    await world.settle({ contract: { ...aContract, address: anAccount(99) } });

    const { found } = await lookAtCommit(world.ports, commit);

    expect(found.kind).toBe('unknown');
  });

  it('goes on from what was given before, and counts who shares an account together', async () => {
    const world = await twoPayees();
    await world.submitted();
    const first = await world.committed();
    await world.payee('dora', '2.00', byContract(1));
    await world.earn('bob', '1.50');
    await world.state('bob');
    await world.submitted();

    const second = await world.committed();

    expect(second).toMatchObject({ epoch: 2, accounts: 2, payouts: 2, totalBefore: first.total });
    expect(second.total).toBe(first.total + 3_500_000n);
    expect(owedOf(await world.balanceOf('bob'))).toBe(0n);
    const contract = accountIdOf(aContract);
    for (const { epoch, root } of [first, second]) {
      expect(root).toBe(rootAnew(givenByBooks(world, { contract, epoch, decimals: 6 })));
    }
  });
});
