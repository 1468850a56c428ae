import { describe, expect, it } from '@jest/globals';
import { BudgetError, HoldError, withBudget } from '../../sdk/src/index.ts';
import { payer } from '../support/some-press.ts';
import { aSpender } from './support/spending.ts';

const view = { payer, meter: 'view', quantity: '1' } as const;
const capOf = (amount: string) => ({ amount, currency: 'EUR' });

describe('a charge by the client', () => {
  it('is asked for again under its key where its answer was lost, and made once', async () => {
    const { spender, time, lost, asked, told } = await aSpender();
    lost.set(1, 'answer');

    const { amount } = await time.settled(spender.charge(view));

    expect([amount, asked.length, told().length]).toEqual(['0.01', 2, 1]);
    expect(asked[0]).toBe(asked[1]);
  });

  it('that does not fit rejects with what is left', async () => {
    const { spender, cap } = await aSpender();
    await cap(capOf('0.01'));
    await spender.charge(view);

    const refused = spender.charge(view);

    await expect(refused).rejects.toBeInstanceOf(BudgetError);
    await expect(refused).rejects.toMatchObject({ problem: { budget: 'cap', left: '0.00' } });
  });
});

describe('holds by the client', () => {
  it('are created, captured and released', async () => {
    const { spender } = await aSpender();
    const used = await spender.holds.create({ ...view, quantity: '10' });
    const unused = await spender.holds.create({ ...view, quantity: '10' });

    const captured = await spender.holds.capture(used.id, { quantity: '4' });
    await spender.holds.release(unused.id);

    expect([captured.amount, captured.quoted.amount]).toEqual(['0.04', '0.10']);
    await expect(spender.holds.release(used.id)).rejects.toBeInstanceOf(HoldError);
    expect(await spender.spend(payer)).toMatchObject({ captured: '0.04', held: '0.00' });
  });
});

describe('withBudget', () => {
  const handling = (handler: (words: number) => Promise<string>) => async () => {
    const parts = await aSpender();
    await parts.cap(capOf('0.10'));
    const handle = withBudget(handler, parts.spender, {
      hold: () => ({ ...view, quantity: '6' }),
      used: (answer) => String(answer.length),
      refused: ({ code }) => code,
    });
    return { ...parts, handle };
  };

  it('charges what a handler used, and answers what is said where it does not fit', async () => {
    const { handle, spender } = await handling(async (words) => 'x'.repeat(words))();

    const answers = [await handle(5), await handle(6)];

    expect(answers).toEqual(['xxxxx', 'budget.exceeded']);
    expect(await spender.spend(payer)).toMatchObject({ captured: '0.05', held: '0.00' });
  });

  it('gives back all of it where the handler throws', async () => {
    const { handle, spender } = await handling(async () => {
      throw new Error('no model answers');
    })();

    await expect(handle(5)).rejects.toThrow('no model answers');

    expect(await spender.spend(payer)).toMatchObject({ captured: '0.00', held: '0.00' });
  });
});

describe('a lease', () => {
  const units = 100;

  it('is spent without asking, reported in parts, and what is left is given back', async () => {
    const { spender, time, asked, told } = await aSpender();
    const lease = await spender.lease({ payer, meter: 'view', units });

    const taken = Array.from({ length: 30 }, () => lease.take()).filter(Boolean);
    const before = asked.length;
    await time.advance(6_000);
    lease.take(5);
    await time.settled(lease.close());

    expect([taken.length, before, lease.take()]).toEqual([30, 1, false]);
    expect(await spender.spend(payer)).toMatchObject({ captured: '0.35', held: '0.00' });
    expect(new Set(told().map(({ id }) => id)).size).toBe(35);
  });

  it('holds more in the background before it is used up', async () => {
    const { spender, time } = await aSpender();
    const lease = await spender.lease({ payer, meter: 'view', units });

    lease.take(60);
    await time.advance(1_000);

    expect(lease.left).toBe(140);
    expect(lease.take(140)).toBe(true);
    await time.settled(lease.close());
    expect(await spender.spend(payer)).toMatchObject({ captured: '2.00', held: '0.00' });
  });

  it('takes no more than fits, tells why there is no more, and asks again later', async () => {
    const { spender, time, cap, asked } = await aSpender();
    await cap(capOf('1.50'));
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => failures.push(error);
    const lease = await spender.lease({ payer, meter: 'view', units, onFailure });

    lease.take(100);
    await time.advance(100);
    const refused = [lease.take(), lease.take()];
    const count = asked.length;

    expect(refused).toEqual([false, false]);
    expect(failures).toMatchObject([{ code: 'budget.exceeded' }]);
    expect(count).toBe(2);
    await time.settled(lease.close());
    expect(await spender.spend(payer)).toMatchObject({ captured: '1.00', held: '0.00' });
  });

  it('reports a part once, though the answer was lost again and again', async () => {
    const { spender, time, lost } = await aSpender();
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => failures.push(error);
    const lease = await spender.lease({ payer, meter: 'view', units, onFailure });
    for (const request of [2, 3, 4]) lost.set(request, 'answer');

    lease.take(10);
    await time.advance(60_000);
    await time.settled(lease.close());

    expect(failures).toHaveLength(1);
    expect(await spender.spend(payer)).toMatchObject({ captured: '0.10', held: '0.00' });
  });

  it('takes nothing of what is about to end, and reports it before', async () => {
    const { spender, time } = await aSpender();
    const lease = await spender.lease({ payer, meter: 'view', units, expiresIn: 60 });
    lease.take(10);

    await time.advance(51_000);
    const isTaken = lease.take(50);
    await time.advance(1_000);

    expect(isTaken).toBe(false);
    expect(lease.take(50)).toBe(true);
    await time.settled(lease.close());
    expect(await spender.spend(payer)).toMatchObject({ captured: '0.60', unreported: {} });
  });

  it.each([0, -1, 1.5, Number.NaN])('of %s units is refused', async (count) => {
    const { spender } = await aSpender();

    await expect(spender.lease({ payer, meter: 'view', units: count })).rejects.toThrow(
      'whole number',
    );
  });
});
