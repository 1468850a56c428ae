import { describe, expect, it } from '@jest/globals';
import { aCustomer } from '../fixtures/customers.ts';
import { documentedTenant } from '../reference/support/documented-tenant.ts';
import { billingInterface } from '../support/billing-interface.ts';

const json = { 'content-type': 'application/json' };
const number = 'INV-2026-000001';

/** A tenant whose press has an invoice over 2.00, and money of 5.00 of which 0.50 pays that; and a payer `zine`. */
async function paid() {
  const { billing } = await documentedTenant();
  const ask = billingInterface(billing);
  const { body } = await ask('GET /v1/payments', { query: { customer: 'press-review' } });
  const [payment] = (body as { payments: { id: string }[] }).payments;
  if (payment === undefined) throw new Error('there is a payment');
  const { id } = payment;
  const get = async () => (await ask('GET /v1/payments/{id}', { params: { id } })).body;
  const post = (what: string, sent: object, key = 'k') =>
    ask(`POST /v1/payments/{id}/${what}`, {
      params: { id },
      body: sent,
      headers: { ...json, 'idempotency-key': key },
    });
  const record = (fields: object = {}) =>
    ask('POST /v1/payments', {
      body: {
        ...{ customer: 'press-review', currency: 'EUR', amount: '1.00' },
        ...{ rail: 'bank', reference: 'A-1' },
        ...fields,
      },
      headers: json,
    });
  return { ask, id, get, post, record, customers: billing.rating.customers };
}

describe('payments over the interface', () => {
  it('say what they are applied to, by the number of the invoice, and what is left', async () => {
    const { get, id } = await paid();

    expect(await get()).toMatchObject({
      ...{ id, status: 'partly-applied', customer: 'press-review', currency: 'EUR' },
      ...{ amount: '5.00', amountApplied: '0.50', amountUnapplied: '4.50' },
      ...{ amountRefunded: '0.00', amountReversed: '0.00', receivedOn: '2026-11-02' },
      applications: [{ number, amount: '0.50' }],
    });
  });

  it('are recorded once, on the day of the seller, for what is due first', async () => {
    const { ask, record } = await paid();

    const first = await record({ receivedAt: '2026-11-02' });
    const again = await record({ receivedAt: '2026-11-02' });

    expect([first.status, again.status]).toEqual([201, 200]);
    expect(first.body).toMatchObject({
      ...{ isNew: true, payment: { receivedOn: '2026-11-02', amountApplied: '1.00' } },
    });
    const invoice = await ask('GET /v1/invoices/{id}', { params: { id: number } });
    expect(invoice.body).toMatchObject({ paymentState: { amountPaid: '1.50', amountDue: '0.50' } });
  });

  it('of an entry of a bank are told by that alone', async () => {
    const { record } = await paid();

    const first = await record({ bankEntry: 'e1', apply: 'none' });
    const again = await record({ bankEntry: 'e1', apply: 'none', reference: 'other' });
    const others = await record({ bankEntry: 'e1', apply: 'none', customer: 'zine' });

    expect([first.status, again.status, others.status]).toEqual([201, 200, 409]);
    expect(again.body['id']).toBe(first.body['id']);
  });

  it('are of a customer who has no document yet, or of nobody knows whom', async () => {
    const { ask, record, customers } = await paid();
    const key = 'new';
    await customers.put('acme', { key, revision: 1, customer: aCustomer({ key, name: 'New' }) });

    const deposit = await record({ customer: 'new' });
    const unknown = await record({ customer: 'suspense:bank', reference: 'A-2' });
    const listed = await ask('GET /v1/payments', { query: { customer: 'suspense:bank' } });

    expect([deposit.status, unknown.status]).toEqual([201, 201]);
    expect(deposit.body).toMatchObject({ payment: { customer: 'new', amountUnapplied: '1.00' } });
    expect(listed.body).toMatchObject({ payments: [{ reference: 'A-2' }] });
  });

  it('are refused in no currency that there is, with an amount that is too fine, and on no day', async () => {
    const { record } = await paid();

    const refused = await Promise.all([
      record({ currency: 'XXX' }),
      record({ amount: '1.0000000001' }),
      record({ receivedAt: '2026-02-30' }),
      record({ customer: 'nobody' }),
      record({ apply: [{ invoice: 'INV-2026-000009' }] }),
    ]);

    expect(refused.map(({ status, body }) => [status, body['code'], body['param']])).toEqual([
      [400, 'request.invalid', '/currency'],
      [400, 'payment.amount-invalid', '/amount'],
      [400, 'request.invalid', '/receivedAt'],
      [404, 'payment.payer-unknown', '/customer'],
      [404, 'invoice.not-found', 'id'],
    ]);
  });

  it('are applied to an invoice by its number, and taken back, once for a key', async () => {
    const { post, get } = await paid();

    const applied = await post('applications', { invoice: number, amount: '1.00' });
    const again = await post('applications', { invoice: number, amount: '1.00' });
    const back = await post('unapplications', { invoice: number, amount: '0.25' });
    const none = await post('unapplications', { invoice: number }, 'other');

    expect([applied.status, again.status, back.status]).toEqual([201, 200, 201]);
    expect([none.status, none.body['code']]).toEqual([409, 'payment.amount-exceeded']);
    expect(await get()).toMatchObject({ amountApplied: '1.25', amountUnapplied: '3.75' });
  });

  it('are refunded, reversed and moved', async () => {
    const { post, get, ask } = await paid();

    const refunded = await post('refunds', { amount: '1.00', rail: 'bank', reference: 'R-1' });
    const moved = await post('move', { customer: 'zine', amount: '2.00', reference: 'M-1' });
    const reversed = await post('reversals', { reason: 'returned', reference: 'RT-1' });

    expect([refunded.status, moved.status, reversed.status]).toEqual([201, 201, 201]);
    expect(await get()).toMatchObject({
      ...{ status: 'reversed', applications: [], amountUnapplied: '0.00' },
      ...{ amountRefunded: '3.00', amountReversed: '2.00' },
    });
    const theirs = await ask('GET /v1/payments', {
      query: { customer: 'zine', unapplied: 'true' },
    });
    expect(theirs.body).toMatchObject({
      payments: [{ id: moved.body['id'], rail: 'transfer', amountUnapplied: '2.00' }],
    });
    const check = await ask('GET /v1/invoices/{id}', { params: { id: number } });
    expect(check.body).toMatchObject({ paymentState: { amountPaid: '0.00', amountDue: '2.00' } });
  });

  it('are listed page by page, of all payers and with unapplied money alone', async () => {
    const { ask, record } = await paid();
    for (const reference of ['A-1', 'A-2', 'A-3']) {
      await record({ reference, amount: '1.00', apply: 'none', customer: 'zine' });
    }
    await record({ reference: 'A-4', amount: '1.50' });

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: '2', unapplied: 'true', ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await ask('GET /v1/payments', { query });
      const page = body as { payments: { reference: string }[]; nextCursor?: string };
      seen.push(...page.payments.map(({ reference }) => reference));
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    expect(seen).toEqual(['DE-2026-0410', 'A-1', 'A-2', 'A-3']);
    const unknown = await ask('GET /v1/payments/{id}', { params: { id: 'pay_none' } });
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'payment.not-found']);
  });

  it('are in a preview of what they will pay', async () => {
    const { ask } = await paid();

    const { body } = await ask('GET /v1/customers/{key}/preview', {
      params: { key: 'press-review' },
      query: { period: '2026-11' },
    });

    expect(body).toMatchObject({ unapplied: { amount: '4.50', covers: '0.00' } });
  });

  it('are not hoped for any more of an invoice that is written off', async () => {
    const { ask } = await paid();
    const writeOff = () =>
      ask('POST /v1/invoices/{id}/write-off', {
        params: { id: number },
        body: { reason: 'insolvent' },
        headers: { ...json, 'idempotency-key': 'k' },
      });

    const answers = [await writeOff(), await writeOff()];

    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    expect(answers[0]?.body).toMatchObject({
      invoice: {
        paymentState: {
          ...{ status: 'uncollectible', amountWrittenOff: '1.50', amountDue: '0.00' },
          writeOffReason: 'insolvent',
        },
      },
    });
    const listed = await ask('GET /v1/invoices', { query: { status: 'uncollectible' } });
    expect(listed.body).toMatchObject({ invoices: [{ number, status: 'uncollectible' }] });
  });
});
