import { describe, expect, it } from '@jest/globals';
import { proposeFromBooks } from '../../../core/bank/propose-from-books.ts';
import { readBankFile } from '../../../core/bank/read-bank-file.ts';
import { nanosFrom } from '../../../core/kernel/money.ts';
import { localStart, utc } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { tellOutcome } from '../../../core/rails/sepa/tell-outcome.ts';
import { bankEntryAnswer } from '../../../functions/serve-invoices/bank-entry-answer.ts';
import { noPayouts } from '../../fakes/payouts.ts';
import { InMemoryTransferReferences } from '../../fakes/transfer-references.ts';
import { camtOf, csvOf, type SomeMovement } from '../../fixtures/bank-statements.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { balanceOf, tenant } from '../../support/some-rails.ts';
import { someSepa } from '../../support/some-sepa.ts';

const day = '2026-02-17';

/** Two debits that the bank has, 12.34 of the press and 5.00 of the radio, and what its statements say. */
async function aBank() {
  const world = await someSepa();
  const press = await world.debtor();
  const radio = await world.debtor('radio', '5.00');
  const batch = await world.submit(await world.prepare());
  world.on('2026-02-20');
  const { books: _, ...ports } = world.ports;
  const debits = { collections: ports.collections, batches: ports.batches };
  const entriesOf = async (file: string | Uint8Array) => {
    const statements = readBankFile(Buffer.from(file));
    const beside = { debits, transfers: new InMemoryTransferReferences() };
    const question = { ...ports, ...beside, books: ports.named, payouts: noPayouts(ports.named) };
    const proposed = await proposeFromBooks(question, tenant, { statements });
    return proposed.map((one, index) => bankEntryAnswer(one, index + 1));
  };
  /** Reads a file, and confirms all that can be. */
  const confirm = async (file: string | Uint8Array) => {
    const entries = await entriesOf(file);
    for (const { outcome } of entries) {
      if (outcome === undefined) continue;
      const { kind, of, bankEntry: entry, on, amount = '', reason } = outcome;
      const at = localStart(on, utc) ?? timestampOf(0);
      const told = { kind, of, entry, on, at, amount: nanosFrom(amount), reason };
      await tellOutcome(world.ports, tenant, told);
    }
    return entries;
  };
  const idOf = (invoice: string): string =>
    batch.items.find((item) => item.invoice === invoice)?.endToEndId ?? '';
  const ids = { press: idOf(press), radio: idOf(radio) };
  const credit: SomeMovement = { amount: '17.34', day, reference: 'A-1', ofBatch: batch.id };
  const back: SomeMovement = {
    ...{ amount: '-12.34', day: '2026-02-18', reference: 'A-2', endToEnd: ids.press },
    ...{ returned: 'AM04', name: 'Press Review', text: 'INV-2026-000001' },
  };
  return { world, batch, press, radio, ids, entriesOf, confirm, credit, back };
}

describe('the credit of a batch in a statement', () => {
  it('is proposed by the ids of the file, and known once it is confirmed', async () => {
    const { world, batch, confirm, entriesOf, credit } = await aBank();
    const file = camtOf([credit]);

    const [entry] = await confirm(file);
    const [again] = await entriesOf(file);

    expect(entry).toMatchObject({
      outcome: { kind: 'settled', of: batch.id, on: day, amount: '17.34' },
      proposal: { sureness: 'exact', matched: ['reference', 'amount'] },
    });
    expect([entry?.payment, again?.told, again?.proposal]).toEqual([
      undefined,
      batch.id,
      undefined,
    ]);
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('17.34'));
  });

  it('is read one by one where the bank says its transactions', async () => {
    const { world, batch, confirm, entriesOf, ids } = await aBank();
    const parts = [
      { amount: '12.34', endToEnd: ids.press },
      { amount: '5.00', endToEnd: ids.radio },
    ];
    const file = camtOf([{ amount: '17.34', day, reference: 'A-1', batch: parts }]);

    await confirm(file);
    await confirm(file);

    expect((await entriesOf(file)).map(({ told }) => told)).toEqual([ids.press, ids.radio]);
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('17.34'));
    expect((await world.collectionsIn(batch)).map(({ status }) => status)).toEqual([
      'settled',
      'settled',
    ]);
  });

  it.each([
    ['another amount', { amount: '17.33' }, '17.34 was collected, and another amount was moved'],
    ['a day to come', { day: '2026-02-21' }, 'the bank says no day of it that has come'],
  ])('is not proposed with %s', async (_, fields, why) => {
    const { batch, entriesOf, credit } = await aBank();

    const [entry] = await entriesOf(camtOf([{ ...credit, ...fields }]));

    expect(entry).toMatchObject({ proposal: { sureness: 'none', why: `${batch.id}: ${why}` } });
    expect(entry?.outcome).toBeUndefined();
  });

  it('is not what its invoices are paid by once more, whatever text says', async () => {
    const { world, confirm, entriesOf, credit, ids } = await aBank();
    await confirm(camtOf([credit]));

    const single = { amount: '12.34', day, reference: 'B-1', endToEnd: ids.press };
    const [entry] = await entriesOf(
      camtOf([{ ...single, name: 'Press Review', text: 'INV-2026-000001' }], { id: 'another' }),
    );

    expect(entry?.proposal).toMatchObject({
      sureness: 'none',
      why: `${ids.press}: its money has come already, by another entry`,
    });
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('17.34'));
  });
});

describe('a direct debit that went back', () => {
  it('is proposed with its reason, whoever is named, and makes the invoice due again', async () => {
    const { world, press, ids, confirm, entriesOf, credit, back } = await aBank();
    const file = camtOf([credit, back]);

    const [, entry] = await confirm(file);
    await confirm(file);

    expect(entry).toMatchObject({
      outcome: { kind: 'returned', of: ids.press, amount: '12.34', reason: 'AM04' },
      proposal: { customer: 'press-review' },
    });
    expect(entry?.reversal).toBeUndefined();
    expect((await entriesOf(file))[1]?.told).toBe(ids.press);
    expect(await world.due(press)).toBe(nanos('12.34'));
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('5.00'));
  });

  it('is taken back without the charges of the bank', async () => {
    const { confirm, world, credit, back } = await aBank();
    await confirm(camtOf([credit]));

    const [entry] = await confirm(
      camtOf([{ ...back, amount: '-15.34', instructed: '12.34' }], { id: 'next' }),
    );

    expect(entry?.outcome).toMatchObject({ amount: '12.34' });
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('5.00'));
  });

  it('is the same in whichever order the files are read', async () => {
    const { confirm, world, press, credit, back } = await aBank();

    await confirm(camtOf([back], { id: 'later' }));
    expect(await balanceOf(world, 'cash:sepa')).toBe(0n);
    await confirm(camtOf([credit], { id: 'sooner' }));

    expect(await world.due(press)).toBe(nanos('12.34'));
    expect(await balanceOf(world, 'cash:sepa')).toBe(nanos('5.00'));
  });

  it('is found in a table, too', async () => {
    const { entriesOf, ids, back } = await aBank();

    const [entry] = await entriesOf(csvOf([back]));

    expect(entry?.outcome).toMatchObject({ kind: 'returned', of: ids.press });
  });
});
