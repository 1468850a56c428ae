import { describe, expect, it } from '@jest/globals';
import { nanos } from '../../../fixtures/invoicing.ts';
import { balanceOf, documentsOf, tenant } from '../../../support/some-rails.ts';
import { type SomeSepa, someSepa } from '../../../support/some-sepa.ts';

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

describe('a direct debit of which no money came', () => {
  it.each(['before', 'after'])(
    'stays rejected, told to have gone back %s the credit without it, and is collected again',
    async (when) => {
      const world = await someSepa();
      const { batch, first, ids } = await submitted(world);
      const credit = () => world.tell('settled', batch.id, { amount: '5.00' });
      await world.tell('rejected', ids.first, { reason: 'AM04' });
      if (when === 'after') await credit();
      await world.tell('returned', ids.first, { amount: '12.34', reason: 'AM04' });
      if (when === 'before') await credit();
      await world.run({ kind: 'look', tenant, rail: 'sepa' });

      const told = (await world.collectionsIn(batch)).find(({ invoice }) => invoice === first);
      expect(told).toMatchObject({ status: 'failed', reason: 'AM04' });
      expect(told?.returnedBy).toBeDefined();
      expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('5.00'));
      expect(
        (await world.propose({ collectOn: '2026-02-24', dueUntil: '2026-03-31' })).items,
      ).toMatchObject([{ invoice: first, attempt: 2, retry: 1 }]);
    },
  );

  it('is booked both ways where the bank credits it after all, and has told of its return before', async () => {
    const world = await someSepa();
    const { batch, first, ids } = await submitted(world);
    await world.tell('rejected', ids.first, { reason: 'AM04' });
    await world.tell('returned', ids.first, { amount: '12.34', reason: 'AM04' });
    await world.tell('settled', batch.id, { amount: '17.34', on: '2026-02-18' });

    expect(await world.due(first)).toBe(nanos('12.34'));
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('5.00'));
    expect((await documentsOf(world)).filter(({ kind }) => kind === 'reversal')).toHaveLength(1);
  });

  it('stays failed in a batch that was cancelled, though it is told to have gone back', async () => {
    const world = await someSepa();
    const invoice = await world.debtor();
    const batch = await world.cancel(await world.prepare());
    world.on('2026-02-18');
    const of = batch.items[0]?.endToEndId ?? '';

    await world.tell('returned', of, { amount: '12.34', reason: 'AM04' });

    expect(await world.collectionsIn(batch)).toMatchObject([
      { status: 'failed', reason: 'the batch was cancelled' },
    ]);
    expect((await world.propose({ collectOn: '2026-02-24', invoices: [invoice] })).items).toEqual([
      expect.objectContaining({ invoice, attempt: 2 }),
    ]);
  });

  it('waits for its money no more once the bank rejects its batch', async () => {
    const world = await someSepa();
    const { batch, first, ids } = await submitted(world);
    await world.tell('returned', ids.first, { amount: '12.34', reason: 'AM04' });

    await world.tell('rejected', batch.id, { reason: 'FF01' });

    expect((await world.collectionsIn(batch)).map(({ status }) => status)).toEqual([
      'failed',
      'failed',
    ]);
    expect(await world.due(first)).toBe(nanos('12.34'));
  });

  it('is ended by a look where a former version has it wait for money that cannot come', async () => {
    const world = await someSepa();
    const { batch, first, ids } = await submitted(world);
    await world.tell('rejected', ids.first, { reason: 'AM04' });
    await world.tell('settled', batch.id, { amount: '5.00' });
    await world.tell('returned', ids.first, { amount: '12.34', reason: 'AM04' });
    const place = { tenant, invoice: first, attempt: 1 };
    const ended = await world.ports.collections.get(place);
    if (ended === undefined) throw new Error('expected a collection');
    // As it was left by former versions.
    const { rejectedBy: _, ...kept } = ended;
    const revision = ended.revision + 1;
    await world.ports.collections.put({ ...kept, status: 'submitted', revision });

    await world.run({ kind: 'look', tenant, rail: 'sepa' });

    expect(await world.ports.collections.get(place)).toMatchObject({ status: 'failed' });
  });
});
