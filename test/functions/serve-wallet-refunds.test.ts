import { describe, expect, it, jest } from '@jest/globals';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { asking } from '../support/ask.ts';
import { spendHandler } from '../support/changing-handlers.ts';
import { aWallet, payer, topUp } from '../support/some-wallet.ts';

/** A wallet with more in it, of whose first payment an invoice has used 1.50, for a fee. */
async function aUsedWallet() {
  const made = await aWallet();
  await made.post('top-ups', topUp);
  const used = await made.use('1.50');
  expect(used.status).toBe(201);
  const asked = { grant: made.bought.id, rail: 'bank', reference: 'R-1' };
  return { ...made, asked };
}

describe('a refund of a wallet', () => {
  it.each([
    ['of a day to come', { refundedAt: '2026-12-24' }, 'payment.date-invalid'],
    ['of a day before the payment', { refundedAt: '2026-10-01' }, 'payment.date-invalid'],
    ['finer than a cent', { amount: '1.005' }, 'payment.amount-invalid'],
    ['over the rail of moves', { rail: 'transfer' }, 'request.invalid'],
    ['of more than invoices have left', { amount: '8.51' }, 'payment.amount-exceeded'],
  ])('%s is refused, and all stays in the wallet', async (_, fields, code) => {
    const { post, wallet, payment, asked } = await aUsedWallet();
    const before = [await wallet(), await payment()];

    const refused = await post('refunds', { ...asked, ...fields });

    expect(refused.body['code']).toBe(code);
    expect([await wallet(), await payment()]).toEqual(before);
  });

  it('pays back what no invoice has used where no amount is given, and says what that is', async () => {
    const { post, wallet, bought, asked, payment } = await aUsedWallet();
    const shown = (await wallet())['grants'] as { id: string }[];

    const { body } = await post('refunds', asked);

    expect(shown.find(({ id }) => id === bought.id)).toMatchObject({
      ...{ left: '10.00', unapplied: '8.50' },
    });
    expect(body).toMatchObject({ amount: '8.50', currency: 'EUR' });
    expect(await payment()).toMatchObject({ amountUnapplied: '0.00', amountRefunded: '8.50' });
    const nothing = await post('refunds', { ...asked, reference: 'R-2' });
    expect(nothing.body['code']).toBe('wallet.too-little');
  });

  it('takes its money out once, where it died before it was booked and is told again days later', async () => {
    const { billing, spend, post, wallet, asked, payment } = await aUsedWallet();
    const record = jest
      .spyOn(billing.rating.books, 'record')
      .mockRejectedValueOnce(new Error('it died'));
    const told = jest.spyOn(console, 'error').mockReturnValue(undefined);
    const died = await post('refunds', { ...asked, amount: '2.00' });
    record.mockRestore();
    told.mockRestore();
    const { available } = await wallet();
    const give = (count: number) =>
      post('grants', {
        ...{ kind: 'given', amount: '0.01', currency: 'EUR', idempotency: `gift-${count}` },
      });
    // So many blocks that keys are in a page, which is forgotten.
    for (let count = 1; count < 40; count += 1) await give(count);
    billing.time.now = timestampOf(billing.time.now + 3 * 86_400_000);
    await give(40);

    const another = asking(spendHandler(spend.another()));
    const ask = (amount: string) =>
      another('POST /v1/payers/{payer}/wallet/refunds', {
        ...{ headers: { 'content-type': 'application/json' }, params: { payer } },
        body: { ...asked, amount },
      });
    const other = await ask('3.00');
    const again = await ask('2.00');

    expect([died.status, available]).toEqual([500, '25.50']);
    expect(other.body['code']).toBe('payment.differs');
    expect([again.status, again.body['amount']]).toEqual([201, '2.00']);
    expect(await payment()).toMatchObject({ amountRefunded: '2.00' });
    const [bought] = (await wallet())['grants'] as { left: string }[];
    expect(bought).toMatchObject({ left: '8.00' });
  });

  it('takes its money out once, however long after it is told again', async () => {
    const { billing, post, wallet, asked } = await aUsedWallet();
    const first = await post('refunds', { ...asked, amount: '2.00' });
    const { grants } = await wallet();
    billing.time.now = timestampOf(billing.time.now + 3 * 86_400_000);

    const again = await post('refunds', { ...asked, amount: '2.00' });
    const all = await post('refunds', asked);
    const other = await post('refunds', { ...asked, amount: '3.00' });

    expect([again.body, all.body]).toEqual([first.body, first.body]);
    expect(other.body['code']).toBe('payment.differs');
    expect((await wallet())['grants']).toEqual(grants);
  });

  it('is out of the wallet once, where two tell of it at once and the books refuse one of them', async () => {
    const { billing, post, wallet, asked, payment, spend } = await aUsedWallet();
    const { available: before } = await wallet();
    const another = asking(spendHandler(spend.another()));
    const body = { ...asked, amount: '2.00' };
    const other = () =>
      another('POST /v1/payers/{payer}/wallet/refunds', {
        ...{ headers: { 'content-type': 'application/json' }, params: { payer }, body },
      });
    const { books } = billing.rating;
    const record = books.record.bind(books);
    let told: Awaited<ReturnType<typeof other>> | undefined;
    const spy = jest.spyOn(books, 'record').mockImplementationOnce(async () => {
      spy.mockImplementation(record);
      told = await other();
      throw new Rejection('payment.amount-exceeded', 'an invoice has used it');
    });

    const refused = await post('refunds', body);
    spy.mockRestore();

    expect([refused.body['code'], told?.status]).toEqual(['payment.amount-exceeded', 201]);
    expect(await payment()).toMatchObject({ amountRefunded: '2.00' });
    const { available } = await wallet();
    expect([before, available]).toEqual(['27.50', '25.50']);
  });

  it('puts the money back where an invoice has used it in between, and can be told again', async () => {
    const { spend, post, wallet, use, payment, bought } = await aWallet();
    const asked = { grant: bought.id, rail: 'bank', reference: 'R-1' };
    await post('top-ups', topUp);
    const { books } = spend.protocol;
    const record = books.record.bind(books);
    const raced = jest.spyOn(books, 'record').mockImplementationOnce(async (tenant, decision) => {
      await use('1.50');
      return record(tenant, decision);
    });

    const refused = await post('refunds', asked);
    const between = await wallet();
    const again = await post('refunds', asked);
    raced.mockRestore();

    expect(refused.body['code']).toBe('payment.amount-exceeded');
    expect(between).toMatchObject({ available: '27.50' });
    const back = (between['grants'] as { left: string; payment: string }[]).filter(
      (one) => one.payment === bought.payment && one.left !== '0.00',
    );
    expect(back).toMatchObject([{ kind: 'bought', left: '10.00', unapplied: '8.50' }]);
    expect(again.body['code']).toBe('wallet.too-little');
    const grant = (back[0] as unknown as { id: string }).id;
    const told = await post('refunds', { ...asked, grant });
    expect(told.body).toMatchObject({ amount: '8.50', payment: bought.payment });
    expect(await payment()).toMatchObject({ amountRefunded: '8.50', amountUnapplied: '0.00' });
  });
});
