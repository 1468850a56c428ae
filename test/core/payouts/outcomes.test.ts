import { describe, expect, it } from '@jest/globals';
import { nanosOf } from '../../../core/kernel/money.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { aSepaMethod, owedOf, type SomePayouts, somePayouts } from '../../support/some-payouts.ts';
import { refusalOf } from '../../support/some-sepa.ts';

const owed = async (world: SomePayouts, payee: string) => owedOf(await world.balanceOf(payee));

describe('what a rail says of payouts', () => {
  it('settles one, once, however often it is told', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    const { id } = await world.paid();
    await world.tell('settled', id);
    await world.tell('settled', id);

    expect(await world.standsAt('cash:sepa')).toBe(nanos('-10'));
    expect(await world.states(id)).toEqual({ inTransit: 0, settled: 1, returned: 0 });
  });

  it.each([
    ['before it is settled', false],
    ['after it is settled', true],
  ])('makes payable again what came back %s, and no file pays it once more', async (_, isAfter) => {
    const world = await somePayouts({ fees: { sepa: { EUR: '0.35' } } });
    await world.payee('ada', '10');
    const { id } = await world.paid();
    if (isAfter) await world.tell('settled', id);
    await world.tell('returned', id, { reason: 'AC04', amount: '9.65' });
    await world.tell('settled', id, { reference: 'another entry' });

    expect(await owed(world, 'ada')).toBe(nanos('10'));
    expect(await world.standsAt('cash:sepa')).toBe(0n);
    expect((await refusalOf(world.file(id))).code).toBe('payout.no-file');
    await world.again('ada');
    expect((await world.propose()).items.map(({ amount }) => amount)).toEqual([nanos('10')]);
    expect((await world.check()).faults).toEqual([]);
  });

  it('leaves who was paid by it out of runs, until the method changes', async () => {
    const world = await somePayouts({ methodWaitDays: 0 });
    await world.payee('ada', '10');
    const { id } = await world.paid();
    await world.tell('returned', id, { reason: 'AC04' });
    const proposed = async () => {
      const { items, leftOut } = await world.propose();
      return [...items.map(({ payee }) => payee), ...leftOut.map(({ why }) => why)];
    };

    expect(await proposed()).toEqual(['came-back']);
    await world.method('ada');
    expect(await proposed()).toEqual(['came-back']);
    await world.method('ada', aSepaMethod({ iban: 'FR1420041010050500013M02606' }));
    expect(await proposed()).toEqual(['ada']);
  });

  it('pays by the same method again where a person says so, until that comes back, too', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    const { id } = await world.paid();
    await world.tell('returned', id, { reference: 'R1' });
    await world.again('ada');
    await world.tell('returned', id, { reference: 'R1' });
    expect((await world.propose()).items).toHaveLength(1);
    const next = await world.paid({ key: 'next' });

    await world.tell('returned', next.id, { reference: 'R2' });

    expect((await world.propose()).leftOut).toMatchObject([{ payee: 'ada', why: 'came-back' }]);
  });

  it('leaves it out of a run that was approved before it came back', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    const { id } = await world.paid();
    await world.earn('ada', '5');
    await world.state('ada');
    const next = await world.prepare({ key: 'next' });
    await world.approve(next.id);
    await world.tell('returned', id);

    expect((await world.submit(next.id)).without).toEqual([{ place: 0, why: 'came-back' }]);
  });

  it('refuses another amount, another entry of the same, a day to come and what is none', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    const run = await world.paid();
    const [item] = await world.runs.items('acme', run.items, 0);
    const of = item?.payout ?? '';
    const codeOf = async (told: Promise<unknown>) => (await refusalOf(told)).code;

    expect(await codeOf(world.tell('settled', of, { amount: '9.99' }))).toBe(
      'payout.amount-differs',
    );
    expect(await codeOf(world.tell('settled', of, { on: '2026-02-02' }))).toBe(
      'payout.day-invalid',
    );
    expect(await codeOf(world.tell('settled', `pout_${'0'.repeat(32)}`))).toBe('payout.not-found');

    await world.tell('settled', of);

    expect(await codeOf(world.tell('settled', of, { reference: 'another' }))).toBe(
      'payout.told-otherwise',
    );
  });

  it('knows the sum of a batch with and without what came back', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    await world.payee('bob', '20');
    const run = await world.paid();
    const [item] = await world.runs.items('acme', run.items, 0);
    await world.tell('returned', item?.payout ?? '', { reason: 'AC04' });
    await world.tell('settled', `${run.id}-EUR`, { amount: '20' });

    expect(await world.standsAt('cash:sepa')).toBe(nanosOf(-20_000_000_000n));
    expect(await world.states(run.id)).toEqual({ inTransit: 0, settled: 1, returned: 1 });
  });
});
