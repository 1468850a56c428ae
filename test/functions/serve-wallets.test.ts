import { describe, expect, it } from '@jest/globals';
import { nanosOf } from '../../core/kernel/money.ts';
import { payerKeyOf } from '../../core/kernel/payer.ts';
import { recordPayerPayment } from '../../core/payments/record-payer-payment.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { asking } from '../support/ask.ts';
import { spendHandler } from '../support/changing-handlers.ts';
import { aPress } from '../support/some-press.ts';
import { aWallet, payer, topUp } from '../support/some-wallet.ts';

const json = { 'content-type': 'application/json' };

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
    expect(JSON.stringify(body)).toContain('"T-1"');
    expect(JSON.stringify(body)).not.toContain('T-77');
  });

  it('is not booked in the currency of a new plan, and nothing is taken out by that', async () => {
    const { spend, wallet, bought, books } = await aWallet();
    const terms = await spend.protocol.terms.of('acme', payerKeyOf({ customer: payer }));
    const inDollars = new Proxy(terms, {
      get(of, name) {
        const value: unknown = name === 'currency' ? 'USD' : Reflect.get(of, name, of);
        return typeof value === 'function' ? (value.bind(of) as unknown) : value;
      },
    });
    const dollars = { of: () => Promise.resolve(inDollars) };
    const before = await wallet();
    const gate = asking(
      spendHandler({ ...spend.protocol, terms: dollars as unknown as SpendGate['terms'] }),
    );
    const codes: unknown[] = [];
    for (const [what, sent] of [
      ['top-ups', { ...topUp, currency: 'USD' }],
      ['refunds', { grant: bought.id, rail: 'bank', reference: 'R-1' }],
      ['revocations', { grant: bought.id, idempotency: 'r' }],
    ] as const) {
      const route = `POST /v1/payers/{payer}/wallet/${what}`;
      codes.push(
        (await gate(route, { headers: json, params: { payer }, body: sent })).body['code'],
      );
    }

    expect(codes).toEqual(Array.from({ length: 3 }, () => 'wallet.currency-differs'));
    expect(await wallet()).toEqual(before);
    const { body } = await books('GET /v1/payments', { query: { customer: payer } });
    expect(JSON.stringify(body)).not.toContain('T-77');
    const shown = await gate('GET /v1/payers/{payer}/wallet', { params: { payer } });
    expect(shown.body).toMatchObject({ currency: 'EUR', available: '0.00' });
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

  it.each([
    ['Europe/Berlin', '2026-12-31T23:00:00Z'],
    ['UTC', '2027-01-01T00:00:00Z'],
  ])('ends with a day where the seller is, in %s', async (timezone, endsAt) => {
    const { ask } = await aPress({ settings: { timezone } });
    const params = { payer: 'press' };
    const give = (body: object) =>
      ask('POST /v1/payers/{payer}/wallet/grants', {
        params,
        body: { kind: 'given', amount: '5.00', currency: 'EUR', ...body },
      });

    await give({ endsAt: '2026-12-31', idempotency: 'g' });
    const refused = await give({ endsAt: '2026-02-30', idempotency: 'h' });

    const { body } = await ask('GET /v1/payers/{payer}/wallet', { params });
    expect(body['grants']).toMatchObject([{ endsAt }]);
    expect([refused.status, refused.body['param']]).toEqual([400, '/endsAt']);
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
