import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { day, somePayerTokens } from '../support/some-payer-tokens.ts';
import { payer } from '../support/some-press.ts';

describe('what a payer’s token may do', () => {
  it('is refused from the moment it is revoked, whoever still lets it in', async () => {
    const { make, by, revoke, letIn, list } = await somePayerTokens();
    const { id, token } = (await make()).body;
    const own = by(id);
    await own.use('charges', 'one');

    const revoked = await revoke(id);

    const caller = await letIn(token);
    const after = [
      await own.use('charges', 'one'),
      await own.use('charges', 'two'),
      await own.use('holds', 'three'),
      await own.ask('GET /v1/payers/{payer}/spend', { params: { payer } }),
      await own.ask('GET /v1/payers/{payer}/holds', { params: { payer } }),
      await own.ask('GET /v1/payers/{payer}/wallet', { params: { payer } }),
    ];
    expect([revoked.status, caller]).toEqual([200, expect.objectContaining({ payer })]);
    expect(after.map(({ status, body }) => [status, body['code']])).toEqual(
      after.map(() => [403, 'token.refused']),
    );
    expect((await list()).body['tokens']).toEqual([]);
  });

  it('is refused from its end on, whoever still lets it in', async () => {
    const { make, by, letIn, billing } = await somePayerTokens();
    const { id, token } = (await make({ expiresIn: 60 })).body;
    billing.time.now = timestampOf(billing.time.now + 60_000);

    const { body } = await by(id).use('charges', 'one');

    expect([body['code'], await letIn(token)]).toEqual(['token.refused', 'refused']);
  });

  it('does what it is for, and nothing else', async () => {
    const { make, by } = await somePayerTokens();
    const reading = by((await make({ actions: ['read'] })).body['id']);
    const charging = by((await make({ actions: ['charge'] })).body['id']);
    const budget = {
      params: { payer, key: 'own' },
      body: { limit: { amount: '1.00', currency: 'EUR' }, every: 'day' },
    };

    const answers = [
      await reading.use('charges', 'one'),
      await charging.ask('GET /v1/payers/{payer}/spend', { params: { payer } }),
      await charging.ask('PUT /v1/payers/{payer}/budgets/{key}', budget),
      await charging.ask('POST /v1/payers/{payer}/tokens', {
        params: { payer },
        body: { actions: ['charge'], expiresIn: day },
      }),
    ];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(
      answers.map(() => [403, 'token.not-allowed']),
    );
  });

  it('puts budgets of the payer’s own, which the tenant’s still bound', async () => {
    const { make, by, cap } = await somePayerTokens();
    await cap({ amount: '0.02', currency: 'EUR' });
    const own = by((await make({ actions: ['budget', 'charge'] })).body['id']);
    const put = (key: string, amount: string) =>
      own.ask('PUT /v1/payers/{payer}/budgets/{key}', {
        params: { payer, key },
        body: { limit: { amount, currency: 'EUR' }, every: 'month' },
      });

    const higher = await put('own', '9.00');
    const tenants = await put('cap', '9.00');
    const taken = await own.ask('POST /v1/payers/{payer}/budgets/{key}/remove', {
      params: { payer, key: 'cap' },
      body: {},
    });
    const answers = await Promise.all(
      ['one', 'two', 'three'].map((key) => own.use('charges', key)),
    );

    expect([higher.status, tenants.body['code'], taken.body['code']]).toEqual([
      ...[200, 'token.not-allowed', 'token.not-allowed'],
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 402]);
  });

  it('with a limit changes no budgets', async () => {
    const { make, by } = await somePayerTokens();
    const limit = { amount: '1.00', currency: 'EUR' };
    const own = by((await make({ actions: ['budget'], limit })).body['id']);

    const { body } = await own.ask('PUT /v1/payers/{payer}/budgets/{key}', {
      params: { payer, key: 'own' },
      body: { limit, every: 'day' },
    });

    expect(body['code']).toBe('token.not-allowed');
  });

  it('takes keys of requests that are its own, whatever others have taken', async () => {
    const { make, by, charge, spent } = await somePayerTokens();
    const own = by((await make()).body['id']);
    await charge('one', { quantity: '1', subject: 'reader-7' });

    const first = await own.use('charges', 'one');
    const again = await own.use('charges', 'one');

    expect([first.status, again.body]).toEqual([201, first.body]);
    expect((await spent()).body).toMatchObject({ captured: '0.02' });
  });

  it('in an address is refused, and not repeated in the answer', async () => {
    const { make, ask } = await somePayerTokens();
    const token = String((await make()).body['token']);

    const answers = [
      await ask('GET /v1/payers/{payer}/spend', { params: { payer }, query: { token } }),
      await ask('GET /v1/payers/{payer}/spend', { params: { payer }, rawQuery: token }),
      await ask('GET /v1/payers/{payer}/spend', { params: { payer: token } }),
    ];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(
      answers.map(() => [400, 'token.in-url']),
    );
    for (const { text } of answers) expect(text).not.toContain(token.slice(-43));
  });

  it.each([
    ['longer than 30 days', { expiresIn: 30 * day + 1 }, 400, 'request.invalid'],
    ['without an end', { expiresIn: undefined }, 400, 'request.invalid'],
    ['for nothing', { actions: [] }, 400, 'request.invalid'],
    ['for what there is not', { actions: ['all'] }, 400, 'request.invalid'],
    [
      'with a limit below zero',
      { limit: { amount: '-1', currency: 'EUR' } },
      400,
      'request.invalid',
    ],
    ['in another currency', { limit: { amount: '1', currency: 'USD' } }, 409, undefined],
  ])('is not made %s', async (_, fields, status, code) => {
    const { make, list } = await somePayerTokens();

    const refused = await make(fields);

    expect([refused.status, refused.body['code']]).toEqual([
      status,
      code ?? 'wallet.currency-differs',
    ]);
    expect((await list()).body['tokens']).toEqual([]);
  });

  it('is not made of a payer that there is not, or beyond fifty', async () => {
    const { make } = await somePayerTokens();
    for (let count = 0; count < 50; count += 1) await make();

    const [nobody, more] = [await make({}, 'nobody'), await make()];

    expect([nobody.body['code'], more.body['code']]).toEqual([
      ...['customer.not-found', 'token.too-many'],
    ]);
  });

  it('is nothing that says that money has moved', async () => {
    const { make, by, ask } = await somePayerTokens();
    const own = by((await make({ actions: ['read', 'top-up', 'refund'] })).body['id']);
    const params = { payer };
    const money = { amount: '20.00', currency: 'EUR' };

    const answers = [
      await own.ask('POST /v1/payers/{payer}/wallet/top-ups', {
        params,
        body: { ...money, rail: 'bank', reference: 'T-1' },
      }),
      await own.ask('POST /v1/payers/{payer}/wallet/grants', {
        params,
        body: { ...money, kind: 'given' },
      }),
    ];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(
      answers.map(() => [403, 'token.not-allowed']),
    );
    const wallet = await ask('GET /v1/payers/{payer}/wallet', { params });
    expect(wallet.body).toMatchObject({ available: '0.00', grants: [] });
    expect((await own.ask('GET /v1/payers/{payer}/wallet', { params })).body).toEqual(wallet.body);
  });
});
