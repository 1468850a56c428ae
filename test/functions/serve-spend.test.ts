import { describe, expect, it } from '@jest/globals';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aPress, json, now, payer } from '../support/some-press.ts';

describe('a charge', () => {
  it('answers what it cost, what is left, and how fresh other usage is, and is recorded', async () => {
    const { cap, charge, told } = await aPress();
    await cap({ amount: '1.00', currency: 'EUR' });

    const { status, body } = await charge('one');

    expect(status).toBe(201);
    expect(body).toEqual({
      ...{ id: body['id'], net: '0.01', tax: '0.00', amount: '0.01', currency: 'EUR' },
      ...{ left: '0.99', fresh: { asOf: '2026-11-29T12:00:00Z' } },
    });
    expect(told()).toEqual([
      {
        ...{ source: 'urn:farthing:spend', id: body['id'], type: 'view', subject: 'reader-7' },
        ...{ occurredAt: now, data: undefined },
      },
    ]);
  });

  it('is not asked how fresh anything is where nothing bounds the payer', async () => {
    const { charge } = await aPress();

    const { body } = await charge('one');

    expect([body['left'], body['fresh']]).toEqual([null, null]);
  });

  it('is made once under a key, by whichever gate, and refused with another body', async () => {
    const { charge, told } = await aPress();

    const first = await charge('one');
    const again = await charge('one', {}, 1);
    const other = await charge('one', { subject: 'reader-7' });

    expect(again.body).toEqual(first.body);
    expect([other.status, other.body['code']]).toEqual([409, 'request.idempotency-key-reused']);
    expect(told()).toHaveLength(1);
  });

  it('goes by the key of the body where the header has another', async () => {
    const { ask, charge } = await aPress();
    const first = await charge('one');

    const { body } = await ask('POST /v1/charges', {
      headers: { ...json, 'idempotency-key': 'two' },
      body: { payer, meter: 'view', quantity: '1', idempotency: 'one' },
    });

    expect(body['id']).toBe(first.body['id']);
  });

  it('is never over a cap, and never refused while it fits, at two gates at once', async () => {
    const { cap, charge, spent } = await aPress();
    await cap({ amount: '1.00', currency: 'EUR' });

    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, index) => charge(`charge-${index}`, {}, index % 2)),
    );

    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ body }) => body['code'])).toEqual(
      Array.from({ length: 50 }, () => 'budget.exceeded'),
    );
    expect((await spent()).body).toMatchObject({ captured: '1.00', held: '0.00' });
  });

  it('is answered where the queue takes nothing: it is in the log all the same', async () => {
    const { charge, queue, spent } = await aPress();
    queue.fail();

    const { status } = await charge('one');

    expect(status).toBe(201);
    expect((await spent()).body).toMatchObject({ captured: '0.01' });
  });

  it.each([
    ['no key', { idempotency: undefined }, 400, 'request.idempotency-key-missing'],
    ['a quantity below zero', { quantity: '-1' }, 400, 'hold.quantity-invalid'],
    ['a part of what is counted', { quantity: '0.5' }, 400, 'hold.quantity-invalid'],
    ['a meter that there is not', { meter: 'reads' }, 404, 'meter.not-found'],
    ['a payer that there is not', { payer: 'nobody' }, 404, 'customer.not-found'],
    ['a subject of somebody else', { subject: 'reader-9' }, 400, 'hold.subject-missing'],
    ['a dimension that there is not', { dimensions: { format: 'pdf' } }, 400, 'request.invalid'],
    ['data that is too long', { data: { text: 'x'.repeat(5_000) } }, 400, 'event.too-large'],
  ])('is refused with %s', async (_, fields, status, code) => {
    const { charge, spent } = await aPress();

    const refused = await charge('one', fields);

    expect([refused.status, refused.body['code']]).toEqual([status, code]);
    expect((await spent()).body).toMatchObject({ captured: '0.00' });
  });

  it('says who pays where the payer is a subject of a customer', async () => {
    const { charge } = await aPress();

    const refused = await charge('one', { payer: 'subject:reader-7' });

    expect([refused.status, refused.body['code'], refused.body['customer']]).toEqual([
      ...[409, 'payer.not-paying', payer],
    ]);
  });

  it('wants to know whose usage it is where the payer pays for several', async () => {
    const { charge } = await aPress({ subjects: ['reader-7', 'reader-8'] });

    const refused = await charge('one');
    const named = await charge('one', { subject: 'reader-8' });

    expect([refused.body['code'], named.status]).toEqual(['hold.subject-missing', 201]);
  });

  it('needs the scope for it', async () => {
    const { ask } = await aPress();

    const refused = await ask('POST /v1/charges', { scopes: 'spend:read billing:write' });

    expect(refused.body['code']).toBe('key.scope-missing');
  });
});

describe('what a payer has spent', () => {
  it('is told by the lines of its invoice, of each month that is asked for', async () => {
    const { charge, hold, end, spent, billing } = await aPress();
    await charge('one', { quantity: '3' });
    const { body: held } = await hold('late', '2', { expiresIn: 86_400 });
    const line = { plan: 'reader', charge: 'view', from: '2026-11-01T00:00:00Z' };
    billing.time.now = timestampOf(now + 2 * 86_400_000);
    await end(held['id'], 'capture', { quantity: '2' });
    await charge('two');

    const current = await spent();
    const before = await spent({ period: '2026-11' });
    const long = await spent({ period: '2026-03' });

    expect(current.body).toMatchObject({
      ...{ month: '2026-12', captured: '0.01' },
      lines: [{ ...line, from: '2026-12-01T00:00:00Z', quantity: '1', amount: '0.01' }],
    });
    expect(before.body).toMatchObject({
      ...{ month: '2026-11', captured: '0.05', ungated: '0.00' },
      lines: [{ ...line, quantity: '5', net: '0.05', tax: '0.00', amount: '0.05' }],
    });
    expect(long.body).toMatchObject({ month: '2026-03', captured: '0.00', lines: [] });
  });

  it('of a month of another plan is in its currency, whatever the payer has now', async () => {
    const { charge, spent, billing } = await aPress();
    await charge('one', { quantity: '3' });
    const { plans, customers } = billing.rating;
    const dollars = aPlan(aVersion({ currency: 'JPY', effectiveFrom: '2026-12-01' }));
    await plans.put('acme', { key: 'abroad', revision: 1, body: dollars });
    await putCustomer(customers, 'acme', {
      customer: aCustomer({
        ...{ key: payer, subjects: ['reader-7'] },
        plan: [
          { plan: 'reader', from: '1970-01-01' },
          { plan: 'abroad', from: '2026-12-01' },
        ],
      }),
      ...{ now: billing.time.now, replaces: undefined },
    });
    billing.time.now = timestampOf(now + 3 * 86_400_000);

    const { body: current } = await spent();
    const { body: before } = await spent({ period: '2026-11' });

    expect([current['currency'], current['monthCurrency']]).toEqual(['JPY', undefined]);
    expect(before).toMatchObject({
      ...{ currency: 'JPY', monthCurrency: 'EUR', captured: '0.03' },
      lines: [{ amount: '0.03' }],
    });
  });

  it('is not told of months that are not kept, or to come', async () => {
    const { spent } = await aPress();

    const answers = await Promise.all(['2025-09', '2026-12'].map((period) => spent({ period })));

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(
      answers.map(() => [400, 'period.malformed']),
    );
  });
});

describe('a hold of what is counted', () => {
  it('is of no more than can be captured at once, unless it is a lease', async () => {
    const { hold } = await aPress();

    const refused = await hold('job', '1500');
    const lease = await hold('lease', '1500', { lease: true });

    expect([refused.status, refused.body['code']]).toEqual([400, 'hold.quantity-invalid']);
    expect(lease.status).toBe(201);
  });
});

describe('a budget', () => {
  it('of units counts them, and says how far it is used', async () => {
    const { cap, charge, hold, spent } = await aPress();
    const put = await cap({ units: '3', meter: 'view' }, { every: 'day' });
    await charge('one');
    await hold('job', '2');

    const refused = await charge('two');

    expect(put.body).toEqual({
      ...{ key: 'cap', limit: { units: '3', meter: 'view' }, every: 'day', meter: 'view' },
      hard: true,
    });
    expect(refused.body).toMatchObject({ code: 'budget.exceeded', left: '0' });
    expect((await spent()).body['budgets']).toEqual([
      { ...put.body, used: '1', held: '2', left: '0', resetsAt: '2026-11-30T00:00:00Z' },
    ]);
  });

  it('that is not hard is told, and refuses nothing', async () => {
    const { cap, charge, spent } = await aPress();
    await cap({ amount: '0.01', currency: 'EUR' }, { hard: false });

    await charge('one');
    const { status } = await charge('two');

    expect(status).toBe(201);
    expect((await spent()).body['budgets']).toMatchObject([{ used: '0.02', left: '0.00' }]);
  });

  it('is taken away', async () => {
    const { cap, ask, charge } = await aPress();
    await cap({ amount: '0.00', currency: 'EUR' });
    const refused = await charge('one');
    const remove = () =>
      ask('POST /v1/payers/{payer}/budgets/{key}/remove', {
        params: { payer, key: 'cap' },
        body: {},
      });

    const removed = await remove();
    const again = await remove();

    expect([refused.status, removed.body, again.body['code']]).toEqual([
      ...[402, { key: 'cap' }, 'budget.not-found'],
    ]);
    expect((await charge('one')).status).toBe(201);
  });

  it.each([
    ['finer than a nano', { amount: '0.0000000001', currency: 'EUR' }, 'request.invalid'],
    ['below zero', { amount: '-1', currency: 'EUR' }, 'request.invalid'],
    ['of another currency', { amount: '1', currency: 'USD' }, 'wallet.currency-differs'],
    ['of a meter that there is not', { units: '1', meter: 'reads' }, 'meter.not-found'],
  ])('%s is refused', async (_, limit, code) => {
    const { cap } = await aPress();

    const refused = await cap(limit);

    expect(refused.body['code']).toBe(code);
  });
});
