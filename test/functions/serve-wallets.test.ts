import { describe, expect, it, jest } from '@jest/globals';
import { closingId } from '../../core/books/document.ts';
import { nanosOf } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { recordPayerPayment } from '../../core/payments/record-payer-payment.ts';
import { documentedTenant } from '../reference/support/documented-tenant.ts';
import { asking, type Question } from '../support/ask.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { spendHandler } from '../support/changing-handlers.ts';

const json = { 'content-type': 'application/json' };
const payer = 'press-review';

/** A tenant that has billed a month, whose press topped up 10.00 and holds ten views at 0.25. */
async function aWallet() {
  const { billing, spend } = await documentedTenant({ wallet: true });
  const gate = asking(spendHandler(spend.protocol));
  const ask = (route: string, question: Question = {}) =>
    gate(route, { headers: json, params: { payer }, ...question });
  const post = (what: string, body: object, of = payer) =>
    ask(`POST /v1/payers/{payer}/wallet/${what}`, { params: { payer: of }, body });
  const wallet = async () => (await ask('GET /v1/payers/{payer}/wallet')).body;
  const [bought] = (await wallet())['grants'] as { id: string; payment: string }[];
  if (bought === undefined) throw new Error('there is what was bought');
  const charge = (key: string, quantity = '1') =>
    ask('POST /v1/charges', {
      body: { payer, meter: 'views', subject: 'reader-7', quantity, idempotency: key },
    });
  const books = billingInterface(billing);
  /** As an invoice with a fee does. */
  const use = (amount: string, key = 'use') =>
    books('POST /v1/payments/{id}/applications', {
      params: { id: bought.payment },
      headers: { ...json, 'idempotency-key': key },
      body: { invoice: closingId('press-review', monthFrom('2026-10'), 1), amount },
    });
  const payment = async () =>
    (await books('GET /v1/payments/{id}', { params: { id: bought.payment } })).body;
  return { billing, spend, ask, post, wallet, bought, charge, books, use, payment };
}

const topUp = { amount: '20.00', currency: 'EUR', rail: 'bank', reference: 'T-77' };

describe('a top-up', () => {
  it('is a payment for no invoice, and money to spend, once for each word of its rail', async () => {
    const { post, wallet, books } = await aWallet();

    const first = await post('top-ups', topUp);
    const again = await post('top-ups', topUp);
    const other = await post('top-ups', { ...topUp, amount: '21.00' });

    expect([first.status, again.body, other.body['code']]).toEqual([
      ...[201, first.body, 'payment.differs'],
    ]);
    const id = String(first.body['payment']);
    expect((await books('GET /v1/payments/{id}', { params: { id } })).body).toMatchObject({
      ...{ customer: payer, amount: '20.00', amountUnapplied: '20.00', rail: 'bank' },
    });
    // Ten of before, twenty of now, less the ten views that are held.
    expect(await wallet()).toMatchObject({ available: '27.50', held: '2.50', owed: '0.00' });
  });

  it('told as a payment too is the same money, and refused', async () => {
    const { books, post } = await aWallet();
    await post('top-ups', topUp);

    const { body } = await books('POST /v1/payments', {
      body: { customer: payer, ...topUp },
      headers: json,
    });

    expect(body['code']).toBe('payment.differs');
  });

  it('is taken of a payer that was never invoiced', async () => {
    const { post } = await aWallet();

    const { status } = await post('top-ups', { ...topUp, reference: 'T-1' }, 'zine');

    expect(status).toBe(201);
  });

  it.each([
    ['of another currency', { currency: 'USD' }, 'wallet.currency-differs'],
    ['of nothing', { amount: '0' }, 'request.invalid'],
    ['finer than a cent', { amount: '1.001' }, 'payment.amount-invalid'],
    ['of a payer that there is not', {}, 'customer.not-found'],
    ['with an end that is over', { endsAt: '2026-11-02T00:00:00Z' }, 'request.invalid'],
  ])('%s is refused', async (what, fields, code) => {
    const { post } = await aWallet();

    const of = what.includes('there is not') ? 'nobody' : payer;
    const refused = await post('top-ups', { ...topUp, ...fields }, of);

    expect(refused.body['code']).toBe(code);
  });
});

describe('a top-up that its wallet cannot take', () => {
  it('is not booked, so that no money is in the books and in no wallet', async () => {
    const { post, books } = await aWallet();
    const gift = { kind: 'given', amount: '0.01', currency: 'EUR' };
    for (let count = 1; count < 100; count += 1) {
      await post('grants', { ...gift, idempotency: `gift-${count}` });
    }

    const refused = await post('top-ups', topUp);
    const ended = await post('top-ups', { ...topUp, endsAt: '2026-11-02T00:00:00Z' });

    expect([refused.body['code'], ended.body['code']]).toEqual([
      ...['grant.too-many', 'request.invalid'],
    ]);
    const { body } = await books('GET /v1/payments', { query: { customer: payer } });
    expect(JSON.stringify(body)).not.toContain('T-77');
  });

  it('goes in when it is told again, if it is booked already', async () => {
    const { billing, post, wallet } = await aWallet();
    const gift = { kind: 'given', amount: '0.01', currency: 'EUR' };
    for (let count = 1; count < 100; count += 1) {
      await post('grants', { ...gift, idempotency: `gift-${count}` });
    }
    // As by a process that died before it put the grant.
    await recordPayerPayment(billing.books, 'acme', {
      ...{ payer, currency: 'EUR', amount: nanosOf(20_000_000_000n), apply: 'none' },
      ...{ rail: 'bank', reference: 'T-77', receivedAt: billing.clock.now(), isOfWallet: true },
    });

    const { status } = await post('top-ups', { ...topUp, endsAt: '2026-11-02T00:00:00Z' });

    expect(status).toBe(201);
    expect((await wallet())['grants']).toHaveLength(101);
  });
});

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

  it('puts the money back where an invoice has used it in between, and can be told again', async () => {
    const { spend, post, wallet, use, asked, payment, bought } = await aWallet().then(
      async (made) => {
        await made.post('top-ups', topUp);
        return { ...made, asked: { grant: made.bought.id, rail: 'bank', reference: 'R-1' } };
      },
    );
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

describe('a wallet', () => {
  it('pays what is charged until it is empty, in the order of priority', async () => {
    const { post, wallet, charge, bought } = await aWallet();
    const gift = { kind: 'promotional', amount: '0.50', currency: 'EUR', priority: 10 };
    const { body: given } = await post('grants', gift);

    await charge('one');
    await charge('two');
    await charge('three');
    const before = await wallet();
    await post('revocations', { grant: bought.id });
    const refused = await charge('four');

    expect(before).toMatchObject({
      available: '7.25',
      grants: expect.arrayContaining([
        expect.objectContaining({ id: given['id'], left: '0.00' }),
        expect.objectContaining({ id: bought.id, left: '9.75' }),
      ]),
    });
    expect([refused.status, refused.body['code'], refused.body['left']]).toEqual([
      ...[402, 'wallet.empty', '0.00'],
    ]);
  });

  it('gives back what was bought and is left, and its payment says so, however often it is told', async () => {
    const { post, wallet, bought, payment } = await aWallet();
    const asked = { grant: bought.id, rail: 'bank', reference: 'R-1' };

    const first = await post('refunds', asked);
    const again = await post('refunds', asked);

    // What holds keep stays.
    expect([first.status, first.body]).toEqual([
      201,
      { id: first.body['id'], amount: '7.50', currency: 'EUR', payment: bought.payment },
    ]);
    expect(again.body).toEqual(first.body);
    expect(await wallet()).toMatchObject({ available: '0.00', held: '2.50' });
    expect(await payment()).toMatchObject({ amountRefunded: '7.50', amountUnapplied: '2.50' });
  });

  it('keeps its money from refunds and moves of payments', async () => {
    const { books, bought } = await aWallet();
    const params = { id: bought.payment };

    const refund = await books('POST /v1/payments/{id}/refunds', {
      ...{ params, headers: json, body: { amount: '1.00', rail: 'bank', reference: 'R' } },
    });
    const move = await books('POST /v1/payments/{id}/move', {
      ...{ params, headers: json, body: { customer: 'zine', reference: 'M' } },
    });

    expect([refund.body['code'], move.body['code']]).toEqual([
      ...['payment.in-wallet', 'payment.in-wallet'],
    ]);
  });

  it.each([
    ['more than is left of it', { amount: '7.51' }, 'wallet.too-little'],
    ['a grant that there is not', { grant: 'aaaaaaaaaaaaaaaaaaaaaa.1.0' }, 'grant.not-found'],
    ['nothing', { amount: '0' }, 'request.invalid'],
  ])('does not give back %s', async (_, fields, code) => {
    const { post, bought, payment } = await aWallet();

    const refused = await post('refunds', {
      ...{ grant: bought.id, rail: 'bank', reference: 'R-1' },
      ...fields,
    });

    expect(refused.body['code']).toBe(code);
    expect(await payment()).toMatchObject({ amountRefunded: '0.00' });
  });

  it('does not pay back what nobody paid', async () => {
    const { post } = await aWallet();
    const { body: given } = await post('grants', {
      ...{ kind: 'given', amount: '5.00', currency: 'EUR', idempotency: 'g' },
    });

    const refused = await post('refunds', { grant: given['id'], rail: 'bank', reference: 'R' });
    const revoked = await post('revocations', { grant: given['id'], idempotency: 'r' });
    const again = await post('revocations', { grant: given['id'], idempotency: 'r' });

    expect(refused.body['code']).toBe('grant.not-found');
    expect([revoked.body['amount'], again.body]).toEqual(['5.00', revoked.body]);
  });
});
