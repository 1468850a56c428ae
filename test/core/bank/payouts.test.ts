import { describe, expect, it } from '@jest/globals';
import { proposeFromBooks } from '../../../core/bank/propose-from-books.ts';
import { readBankFile } from '../../../core/bank/read-bank-file.ts';
import { nanosFrom } from '../../../core/kernel/money.ts';
import { tellPayouts } from '../../../core/payouts/tell-payouts.ts';
import { inMemoryCollections } from '../../fakes/collections.ts';
import { inMemoryCustomers } from '../../fakes/customers.ts';
import { inMemorySepaBatches } from '../../fakes/sepa.ts';
import { InMemoryTransferReferences } from '../../fakes/transfer-references.ts';
import { camtOf, type SomeMovement } from '../../fixtures/bank-statements.ts';
import { transfersIn } from '../../support/credit-transfers.ts';
import { type SomePayouts, somePayouts, tenant } from '../../support/some-payouts.ts';

const day = '2026-02-10';

/** What is proposed of the entries of a statement. */
async function proposedOf({ world, ports }: SomePayouts, movements: readonly SomeMovement[]) {
  const statements = readBankFile(Buffer.from(camtOf(movements)), {});
  const debits = { collections: inMemoryCollections(), batches: inMemorySepaBatches() };
  return proposeFromBooks(
    {
      customers: inMemoryCustomers(),
      settings: ports.settings,
      books: world.books,
      debits,
      payouts: ports,
      transfers: new InMemoryTransferReferences(),
    },
    tenant,
    { statements },
  );
}

/** Confirms what is exact, one after another, as an import does. */
async function imported(world: SomePayouts, movements: readonly SomeMovement[]): Promise<number> {
  let booked = 0;
  for (const { proposal } of await proposedOf(world, movements)) {
    const { payouts } = proposal ?? {};
    if (payouts === undefined) continue;
    const amount = payouts.amount === undefined ? undefined : nanosFrom(payouts.amount);
    await tellPayouts(world.ports, tenant, { ...payouts, amount });
    booked += 1;
  }
  return booked;
}

describe('what a statement says of payouts', () => {
  it('settles all of a file that the bank has booked as one, and is known when it is read again', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    await world.payee('bob', '20.50');
    const { id } = await world.paid();
    world.on(day);
    const movements = [{ amount: '-30.50', ofBatch: `${id}-EUR`, day, reference: 'all' }];

    expect(await imported(world, movements)).toBe(1);
    expect(await world.states(id)).toEqual({ inTransit: 0, settled: 2, returned: 0 });
    expect((await proposedOf(world, movements)).map(({ told }) => told)).toEqual([`${id}-EUR`]);
  });

  it('is proposed as nothing in another amount, of a day to come, or by another entry', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    const { id } = await world.paid();
    const [transfer] = transfersIn(await world.file(id));
    const { endToEnd = '' } = transfer ?? {};
    world.on(day);
    const whysOf = async (movement: SomeMovement) =>
      (await proposedOf(world, [{ endToEnd, reference: 'one', day, ...movement }])).map(
        ({ proposal }) => [proposal?.sureness, proposal?.why.replace(/^.*?: /, '')],
      );

    expect(await whysOf({ amount: '-9.99' })).toEqual([
      ['none', '10.00 EUR was paid, and another amount was moved'],
    ]);
    expect(await whysOf({ amount: '-10.00', day: '2026-02-11' })).toEqual([
      ['none', 'the bank says no day of it that has come'],
    ]);

    await imported(world, [{ endToEnd, amount: '-10.00', day, reference: 'one' }]);

    expect(await whysOf({ amount: '-10.00', reference: 'two' })).toEqual([
      ['none', 'it is settled already, by another entry'],
    ]);
  });
});
