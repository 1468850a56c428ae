import { describe, expect, it } from '@jest/globals';
import { aContract, Reverted } from '../../../fakes/payout-contract.ts';
import { anAccount, byContract, payoutsOnAChain } from '../../../support/payouts-on-a-chain.ts';
import { aSepaMethod } from '../../../support/some-payouts.ts';

async function twoPaid() {
  const world = await payoutsOnAChain({ methodWaitDays: 0 });
  await world.payee('ada', '12.34', byContract(1));
  await world.payee('bob', '5.00', byContract(2));
  await world.submitted();
  return world;
}

const rejected = (code: string) => expect.objectContaining({ code });

describe('the claim of a payee', () => {
  it('is what it was given and has not claimed, which anybody can send', async () => {
    const world = await twoPaid();
    await world.committed();

    const claim = await world.claim('ada');
    world.contract.claim(claim.data);

    expect(claim).toMatchObject({ account: anAccount(1), units: 12_340_000n, due: 12_340_000n });
    expect(world.contract.claimed(anAccount(1))).toBe(12_340_000n);
    expect((await world.claim('ada')).due).toBe(0n);
    expect(() => world.contract.claim(claim.data)).toThrow(Reverted);
  });

  it('is of all epochs that it missed, at once', async () => {
    const world = await twoPaid();
    await world.committed();
    for (const amount of ['1.00', '2.50']) {
      await world.earn('ada', amount);
      await world.state('ada');
      await world.submitted();
      await world.committed();
    }

    const claim = await world.claim('ada');
    world.contract.claim(claim.data);

    expect(claim.commit.epoch).toBe(3);
    expect(world.contract.claimed(anAccount(1))).toBe(15_840_000n);
  });

  it('is by the root that the contract has by now, final or not', async () => {
    const world = await twoPaid();
    await world.committed();
    await world.earn('ada', '1.00');
    await world.state('ada');
    await world.submitted();
    const next = await world.prepare();

    const before = await world.claim('ada');
    world.send(next);
    const after = await world.claim('ada');

    expect(before.commit.epoch).toBe(1);
    expect(after).toMatchObject({ commit: { epoch: 2 }, units: 13_340_000n });
    world.contract.claim(after.data);
    expect(world.contract.claimed(anAccount(1))).toBe(13_340_000n);
  });

  it('is by the last root that was final where the node does not answer, and says not what is due', async () => {
    const world = await twoPaid();
    await world.committed();
    world.node.isAway = true;

    const claim = await world.claim('bob');

    expect(claim).toMatchObject({ commit: { epoch: 1 }, units: 5_000_000n, due: undefined });
  });

  it('is of the account that it is paid to, or of the one that is named', async () => {
    const world = await twoPaid();
    await world.committed();
    await world.method('ada', byContract(9));

    await expect(world.claim('ada')).rejects.toEqual(rejected('payout.no-claim'));
    expect((await world.claim('ada', anAccount(1).toUpperCase().replace('X', 'x'))).units).toBe(
      12_340_000n,
    );
    await world.method('ada', aSepaMethod());
    await expect(world.claim('ada')).rejects.toEqual(rejected('payout.no-claim'));
  });

  it('is none before a root is there', async () => {
    const world = await twoPaid();
    await world.prepare();

    await expect(world.claim('ada')).rejects.toEqual(rejected('payout.no-claim'));
  });

  it('can still be made from a contract that pays no more', async () => {
    const world = await twoPaid();
    await world.committed();
    await world.settle({ contract: { ...aContract, address: anAccount(99) } });

    await expect(world.claim('ada')).rejects.toEqual(rejected('payout.no-claim'));
    const claim = await world.claimFrom('ada', aContract);
    world.contract.claim(claim.data);

    expect(world.contract.claimed(anAccount(1))).toBe(12_340_000n);
  });
});
