import { describe, expect, it } from '@jest/globals';
import { nanos } from '../../../fixtures/invoicing.ts';
import { balanceOf, documentsOf, tenant } from '../../../support/some-rails.ts';
import { refusalOf, type SomeSepa, someSepa } from '../../../support/some-sepa.ts';

/** Two debits that the bank has, of 12.34 and 5.00, after their day. */
async function submitted(world: SomeSepa) {
  const invoices = [await world.debtor(), await world.debtor('radio', '5.00')];
  const batch = await world.submit(await world.prepare());
  world.on('2026-02-18');
  const idOf = (invoice: string | undefined): string =>
    batch.items.find((item) => item.invoice === invoice)?.endToEndId ?? '';
  const [first = '', second = ''] = invoices;
  return { batch, first, second, ids: { first: idOf(first), second: idOf(second) } };
}

const paymentsOf = async (world: SomeSepa) =>
  (await documentsOf(world)).filter(({ kind }) => kind === 'payment');

describe('the credit of a batch', () => {
  it('pays all invoices of it, once, however often it is told', async () => {
    const world = await someSepa();
    const { batch, first, second } = await submitted(world);

    const told = { amount: '17.34', entry: 'credit' };
    const { collections, left } = await world.tell('settled', batch.id, told);
    await world.tell('settled', batch.id, told);

    expect([collections.map(({ status }) => status), left]).toEqual([['settled', 'settled'], 0]);
    expect([await world.due(first), await world.due(second)]).toEqual([0n, 0n]);
    expect(await paymentsOf(world)).toHaveLength(2);
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('17.34'));
  });

  it('is refused in another amount, and by another entry', async () => {
    const world = await someSepa();
    const { batch } = await submitted(world);

    const less = await refusalOf(world.tell('settled', batch.id, { amount: '17.33' }));
    expect([less.code, less.message]).toEqual([
      'collection.amount-differs',
      expect.stringContaining('17.34'),
    ]);
    await world.tell('settled', batch.id, { amount: '17.34' });
    const again = await refusalOf(world.tell('settled', batch.id, { amount: '17.34' }));
    expect(again.code).toBe('collection.told-otherwise');
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('17.34'));
  });

  it('is without what the bank has rejected', async () => {
    const world = await someSepa();
    const { batch, first, ids } = await submitted(world);
    await world.tell('rejected', ids.second, { reason: 'AC04' });

    await world.tell('settled', batch.id, { amount: '12.34' });

    expect((await world.collectionsIn(batch)).map(({ status }) => status).toSorted()).toEqual([
      'failed',
      'settled',
    ]);
    expect(await world.due(first)).toBe(0n);
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('12.34'));
  });

  it('is with it where the bank credits all, and takes it back after that', async () => {
    const world = await someSepa();
    const { batch, second, ids } = await submitted(world);
    await world.tell('rejected', ids.second, { reason: 'AC04' });
    await world.tell('settled', batch.id, { amount: '17.34' });
    await world.tell('returned', ids.second, { amount: '5.00', reason: 'AC04' });

    expect(await world.due(second)).toBe(nanos('5.00'));
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('12.34'));
  });

  it('of a batch that was cancelled is booked all the same: the money is there', async () => {
    const world = await someSepa();
    const invoice = await world.debtor();
    const batch = await world.cancel(await world.prepare());
    world.on('2026-02-18');

    await world.tell('settled', batch.id, { amount: '12.34' });

    expect(await world.due(invoice)).toBe(0n);
    expect(await world.collectionsIn(batch)).toMatchObject([{ status: 'settled' }]);
  });

  it('of many is booked in the request in part, and by looks for the rest', async () => {
    const world = await someSepa();
    for (let index = 0; index < 23; index += 1) await world.debtor(`customer-${index}`, '1.00');
    const batch = await world.submit(await world.prepare());
    world.on('2026-02-18');

    const { left } = await world.tell('settled', batch.id, { amount: '23.00' });
    expect([left, await balanceOf(world, 'cash:sepa')]).toEqual([3, nanos('20.00')]);

    await world.run({ kind: 'look', tenant, rail: 'sepa' });
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('23.00'));
    expect(world.notices).toEqual([]);
  });
});

describe('a direct debit', () => {
  it('is settled by itself, and refused in another amount', async () => {
    const world = await someSepa();
    const { first, ids } = await submitted(world);

    const other = await refusalOf(world.tell('settled', ids.first, { amount: '12.35' }));
    await world.tell('settled', ids.first, { amount: '12.34' });

    expect(other.code).toBe('collection.amount-differs');
    expect(await world.due(first)).toBe(0n);
  });

  it('that goes back makes its invoice due again, and says why', async () => {
    const world = await someSepa();
    const { batch, first, ids } = await submitted(world);
    await world.tell('settled', batch.id, { amount: '17.34' });

    const back = { amount: '12.34', reason: 'AM04', entry: 'back', on: '2026-02-18' };
    const { collections } = await world.tell('returned', ids.first, back);
    await world.tell('returned', ids.first, back);

    expect(collections).toMatchObject([
      { status: 'settled', reason: 'AM04', returnedBy: { on: '2026-02-18' } },
    ]);
    expect(await world.due(first)).toBe(nanos('12.34'));
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('5.00'));
    const reversals = (await documentsOf(world)).filter(({ kind }) => kind === 'reversal');
    expect(reversals).toMatchObject([
      { rail: 'sepa', reason: 'returned', reference: `${ids.first}:AM04`, day: '2026-02-18' },
    ]);
  });

  it('that is told to have gone back first waits for the money, and is booked both ways', async () => {
    const world = await someSepa();
    const { batch, first, ids } = await submitted(world);

    await world.tell('returned', ids.first, { amount: '12.34', reason: 'AM04', on: '2026-02-17' });
    expect(await balanceOf(world, 'cash:sepa')).toBe(0n);
    expect(
      (await world.propose({ collectOn: '2026-02-24', invoices: [first] })).leftOut,
    ).toMatchObject([{ why: 'under-way' }]);
    await world.tell('settled', batch.id, { amount: '17.34', on: '2026-02-18' });

    expect(await world.due(first)).toBe(nanos('12.34'));
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('5.00'));
  });

  it('that went back is booked by a look where whoever was told of it died', async () => {
    const world = await someSepa();
    const { batch, first, ids } = await submitted(world);
    await world.tell('settled', batch.id, { amount: '17.34' });
    const { book } = world.ports.books;
    world.ports.books.book = async () => {
      throw new Error('died');
    };
    await expect(
      world.tell('returned', ids.first, { amount: '12.34', reason: 'AM04' }),
    ).rejects.toThrow('died');
    world.ports.books.book = book;

    await world.run({ kind: 'look', tenant, rail: 'sepa' });

    expect(await world.due(first)).toBe(nanos('12.34'));
  });

  it('is none that is not known', async () => {
    const world = await someSepa();

    expect((await refusalOf(world.tell('settled', 'NOTPROVIDED', { amount: '1.00' }))).code).toBe(
      'collection.date-invalid',
    );
    world.on('2026-02-18');
    expect((await refusalOf(world.tell('settled', 'NOTPROVIDED', { amount: '1.00' }))).code).toBe(
      'collection.not-found',
    );
  });
});

describe('what came back', () => {
  /** Back with a reason on 18 February. */
  async function back(reason: string) {
    const world = await someSepa();
    const { batch, first, ids } = await submitted(world);
    await world.tell('settled', batch.id, { amount: '17.34' });
    const told = { amount: '12.34', reason, on: '2026-02-18' };
    await world.tell('returned', ids.first, told);
    return { world, first };
  }

  it('for want of money is collected again after the days that are set, and marked so', async () => {
    const { world } = await back('AM04');

    const early = await world.propose({ collectOn: '2026-02-20', dueUntil: '2026-03-31' });
    const inTime = await world.propose({ collectOn: '2026-02-23', dueUntil: '2026-03-31' });

    expect(early.leftOut).toMatchObject([{ why: 'retry-later' }]);
    expect(inTime.items).toMatchObject([
      { customer: 'press-review', attempt: 2, retry: 1, retryReason: 'AM04' },
    ]);
  });

  it('as often as is set is not collected again, but where a person names it', async () => {
    const { world, first } = await back('AM04');
    for (const [key, day] of [
      ['second', '2026-02-23'],
      ['third', '2026-03-03'],
    ] as const) {
      const batch = await world.prepare({ key, collectOn: day });
      world.on(day);
      const [item] = batch.items;
      await world.tell('settled', batch.id, { amount: '12.34', on: day });
      await world.tell('returned', item?.endToEndId ?? '', {
        amount: '12.34',
        reason: 'AM04',
        on: day,
      });
    }

    const { leftOut } = await world.propose({ collectOn: '2026-03-16', dueUntil: '2026-03-31' });
    const named = await world.propose({ collectOn: '2026-03-16', invoices: [first] });

    expect(leftOut).toMatchObject([{ why: 'not-retried' }]);
    expect(named.items).toMatchObject([{ attempt: 4 }]);
  });

  it.each(['MD01', 'MD06', 'AC04'])(
    'for %s blocks the mandate until it is changed',
    async (reason) => {
      const { world, first } = await back(reason);
      const asked = { collectOn: '2026-03-02', invoices: [first] };
      world.on('2026-02-19');

      expect((await world.propose(asked)).leftOut).toMatchObject([{ why: 'mandate-blocked' }]);
      await world.sign();
      expect((await world.propose(asked)).leftOut).toMatchObject([{ why: 'mandate-blocked' }]);
      await world.sign('press-review', { iban: 'FR1420041010050500013M02606' });
      expect((await world.propose({ collectOn: '2026-03-02' })).items).toMatchObject([
        { invoice: first, version: 2, amends: 1 },
      ]);
    },
  );

  it('for a reason that says nothing waits for a person', async () => {
    const { world } = await back('MS02');

    expect((await world.propose({ collectOn: '2026-03-02' })).leftOut).toMatchObject([
      { why: 'not-retried' },
    ]);
  });
});
