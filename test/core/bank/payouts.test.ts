import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { validateXML } from 'xmllint-wasm';
import { proposeFromBooks } from '../../../core/bank/propose-from-books.ts';
import { readBankFile } from '../../../core/bank/read-bank-file.ts';
import { nanosFrom } from '../../../core/kernel/money.ts';
import { tellPayouts } from '../../../core/payouts/tell-payouts.ts';
import { inMemoryCollections } from '../../fakes/collections.ts';
import { inMemoryCustomers } from '../../fakes/customers.ts';
import { inMemorySepaBatches } from '../../fakes/sepa.ts';
import { camtOf, type SomeMovement } from '../../fixtures/bank-statements.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { owedOf, type SomePayouts, somePayouts, tenant } from '../../support/some-payouts.ts';

const schema = join(import.meta.dirname, '../../../../shared/vectors/iso20022/pain.001.001.09.xsd');
const isThere = existsSync(schema);
const onlyThere = isThere ? '' : ' (skipped: ../shared/vectors/iso20022 is not on this machine)';
const itThere = isThere ? it : it.skip;

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

/** The credit transfers of a file, as the bank says them of each. */
const transfersIn = (file: string): readonly (SomeMovement & { readonly amount: string })[] =>
  [
    ...file.matchAll(
      /<EndToEndId>(.+?)<\/EndToEndId>[\s\S]*?<InstdAmt Ccy="EUR">(.+?)<[\s\S]*?<Nm>(.+?)</g,
    ),
  ].map(([, endToEnd = '', amount = '', name = '']) => ({ endToEnd, name, amount: `-${amount}` }));

describe('500 payees who are paid in one file', () => {
  let world: SomePayouts;
  let file: string;
  let run: string;

  beforeAll(async () => {
    world = await somePayouts();
    for (let index = 0; index < 500; index += 1) {
      await world.payee(`payee-${String(index).padStart(3, '0')}`, `${10 + index}.0${index % 10}7`);
    }
    ({ id: run } = await world.paid());
    file = await world.file(run);
    world.on(day);
  }, 60_000);

  itThere(`are in one that is valid by the schema of ISO 20022${onlyThere}`, async () => {
    const { errors } = await validateXML({
      xml: { fileName: 'payouts.xml', contents: file },
      schema: [{ fileName: 'pain.001.001.09.xsd', contents: readFileSync(schema, 'utf8') }],
    });

    expect(errors).toEqual([]);
    expect(file).toContain('<NbOfTxs>500</NbOfTxs>');
  });

  it('are settled by a statement that is read back, but for those who came back, and the books are clean', async () => {
    const transfers = transfersIn(file);
    const [first, ...others] = transfers;
    const back: SomeMovement[] = [
      { ...first, amount: first?.amount.slice(1) ?? '', returned: 'AC04', reference: 'back' },
    ];
    const movements = [
      ...[first, ...others].flatMap((one) => (one === undefined ? [] : [one])),
      ...back,
    ].map((one, index) => ({ ...one, day, reference: `ref-${index}` }));

    expect(await imported(world, movements)).toBe(501);
    expect(await imported(world, movements)).toBe(0);
    expect(await world.states(run)).toEqual({ inTransit: 0, settled: 499, returned: 1 });
    expect(owedOf(await world.balanceOf('payee-000'))).toBe(nanos('10.007'));
    expect(owedOf(await world.balanceOf('payee-001'))).toBe(nanos('0.007'));
    expect(await world.standsAt('payout:sepa')).toBe(0n);
    expect((await world.look(run)).run.status).toBe('done');
    expect((await world.check()).faults).toEqual([]);
  }, 60_000);
});

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
