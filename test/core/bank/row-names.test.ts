import { describe, expect, it } from '@jest/globals';
import { bankEntryName, formerNames, paymentReferenceOf } from '../../../core/bank/entry-cause.ts';
import { readBankFile } from '../../../core/bank/read-bank-file.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayerPayment } from '../../../core/payments/record-payer-payment.ts';
import { ownAccount } from '../../fixtures/bank-statements.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { aBankCustomer } from '../../support/a-bank-customer.ts';

const titles = 'Auftragskonto;date;amount;currency;name;text;id;status';
const row = (text: string, { amount = '10.00', id = '', status = 'booked' } = {}) =>
  `${ownAccount};2026-02-10;${amount};EUR;Press Review;${text};${id};${status}`;
const fileOf = (...rows: readonly string[]) => Buffer.from([titles, ...rows, ''].join('\n'));
const entriesIn = (...rows: readonly string[]) =>
  readBankFile(fileOf(...rows)).flatMap(({ entries }) => entries);
const namesIn = (...rows: readonly string[]) => entriesIn(...rows).map(bankEntryName);

const coffee = row('coffee');
const tea = row('tea');

describe('the name of a row of a table', () => {
  it('is what it says, and its count among those that say the same on the day', () => {
    const [first, second, third] = namesIn(coffee, tea, coffee);

    expect(new Set([first, second, third]).size).toBe(3);
    expect(namesIn(tea, coffee, coffee)).toEqual([second, first, third]);
  });

  it('is the same whatever else is in the file: of the same reference, or pending', () => {
    const one = row('INV-2026-000001', { id: 'T-1' });
    const sameReference = row('INV-2026-000002', { id: 'T-1' });
    const pending = row('INV-2026-000001', { id: 'T-1', status: 'pending' });

    const [alone] = namesIn(one);

    expect(namesIn(sameReference, one)[1]).toBe(alone);
    expect(namesIn(pending, one)[1]).toBe(alone);
    expect(new Set(namesIn(pending, one, one, pending)).size).toBe(4);
    expect(paymentReferenceOf(entriesIn(one)[0] ?? { cause: [] })).toMatch(/^T-1:[0-9a-f]{32}$/);
  });

  it('is what former versions called it, or has that beside it', () => {
    const rows = [
      '2026-02-10;10.00;EUR;Press Review;INV-2026-000001;T-1;booked',
      '2026-02-10;20.50;EUR;Press Review;INV-2026-000002;T-2;booked',
      '2026-02-10;7.25;EUR;Radio;Danke;T-2;booked',
      '2026-02-10;40.00;EUR;Museum;x;;pending',
      '2026-02-10;40.00;EUR;Museum;x;;booked',
    ].map((one) => `${ownAccount};${one}`);

    const names = entriesIn(...rows).map((one) => [bankEntryName(one), ...formerNames(one)]);

    // As they are in books: a reference that no other row has, one that two have, and the second of two alike.
    expect(names[0]).toContain('a289c1e00a743c052938b22cc1fd1ced');
    expect(names[1]).toContain('505974f2f058285fe4eeaf8286ca1244');
    expect(names[2]).toContain('2d76b7ae1ce2ea056d483d6974a60457');
    expect(names[4]).toContain('70128caca82ed4841011c3438b4c9c34');
  });
});

describe('a row that was booked under a former name', () => {
  const one = row('INV-2026-000001', { id: 'T-1' });
  const another = row('INV-2026-000002', { id: 'T-1' });

  /** What is booked under the former name of the first row. */
  async function bookedBefore(amount = '10') {
    const world = await aBankCustomer({
      names: { press: 'Press Review' },
      now: timestampOf(Date.UTC(2026, 2, 10)),
      invoices: [
        { customer: 'press', amount: '10.00' },
        { customer: 'press', amount: '10.00', month: '2026-02' },
      ],
    });
    const [bankEntry = ''] = entriesIn(one).flatMap(formerNames);
    await recordPayerPayment(world.books, 'acme', {
      ...{ payer: 'press', currency: 'EUR', rail: 'bank', reference: `T-1:${bankEntry}` },
      ...{ amount: nanos(amount), apply: 'oldest', receivedAt: timestampOf(Date.UTC(2026, 1, 10)) },
      bankEntry,
    });
    return world;
  }

  it('is booked, and not proposed again', async () => {
    const { entriesOf } = await bookedBefore();

    expect(await entriesOf(fileOf(one))).toMatchObject([{ recorded: { customer: 'press' } }]);
  });

  it('is one row: of two that could be it, the other is not sure', async () => {
    const { entriesOf } = await bookedBefore();

    const [first, second] = await entriesOf(fileOf(one, another));

    expect(first).toMatchObject({ recorded: { customer: 'press' } });
    expect(second?.proposal).toMatchObject({ sureness: 'likely', mayBe: first?.recorded?.id });
  });

  it('has its amount: one of another amount is other money', async () => {
    const { entriesOf } = await bookedBefore('7');

    expect((await entriesOf(fileOf(one)))[0]?.recorded).toBeUndefined();
  });
});
