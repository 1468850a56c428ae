import { describe, expect, it } from '@jest/globals';
import { someSettings } from '../fixtures/plans.ts';
import {
  aTenant,
  at,
  billed,
  interfaceOf,
  invoicesOf,
  press,
  viewsOf,
} from '../support/billed-tenant.ts';
import { use } from '../support/some-billing.ts';

/** An invoice of a seller in Auckland, looked at on the 2nd of March there, which is the 1st by UTC. */
async function inAuckland() {
  const settings = someSettings({ timezone: 'Pacific/Auckland' });
  const billing = await aTenant({ customers: [press], settings });
  await use(billing, viewsOf('app-1', 8));
  await billed(billing);
  const [invoice] = await invoicesOf(billing);
  const { id = '', number = '' } = invoice ?? {};
  billing.time.now = at('2026-03-01T22:00:00Z');
  const ask = interfaceOf(billing);
  const post = (
    what: 'void' | 'credit-notes' | 'payments' | 'issue',
    body: unknown,
    { named = id, headers = {} }: { named?: string; headers?: Record<string, string> } = {},
  ) =>
    ask(`POST /v1/invoices/{id}/${what}`, {
      params: { id: named },
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const pay = (receivedAt: string | undefined, reference = 'A-1') =>
    post('payments', { rail: 'bank', reference, amount: '0.50', receivedAt });
  return { billing, id, number, post, pay };
}

const paymentsIn = (body: Readonly<Record<string, unknown>>) =>
  (body as { invoice: { paymentState: { payments: object[] } } }).invoice.paymentState.payments;

describe('a payment', () => {
  it('is of a day where the seller is, by a date or by an instant', async () => {
    const { pay } = await inAuckland();

    await pay('2026-03-02', 'by-day');
    await pay('2026-03-01T22:00:00Z', 'by-instant');
    const { body } = await pay(undefined, 'now');

    expect(paymentsIn(body)).toMatchObject([
      { receivedAt: '2026-03-01T11:00:00Z', receivedOn: '2026-03-02' },
      { receivedAt: '2026-03-01T22:00:00Z', receivedOn: '2026-03-02' },
      { receivedAt: '2026-03-01T22:00:00Z', receivedOn: '2026-03-02' },
    ]);
  });

  it.each(['2026-03-03', '2035-03-01', '2026-03-01T22:00:01Z'])(
    'received on %s, in the future, is refused, and nothing is booked',
    async (receivedAt) => {
      const { pay, billing } = await inAuckland();

      const { status, body } = await pay(receivedAt);

      expect([status, body['code'], body['param']]).toEqual([
        400,
        'invoice.payment-date-invalid',
        '/receivedAt',
      ]);
      expect(body['detail']).toMatch(
        /to 2026-03-02, which is today; got (?:20\d\d-03-0[13]$|2026-03-01T22:00:01Z, and it is )/,
      );
      expect(await invoicesOf(billing)).toMatchObject([{ amountDue: '2.00' }]);
    },
  );

  it('may have come a year before its invoice, and not a day earlier', async () => {
    const { pay, billing, id } = await inAuckland();
    const { body: invoice } = await interfaceOf(billing)('GET /v1/invoices/{id}', {
      params: { id },
    });
    expect(invoice['issueDate']).toBe('2026-02-03');

    const early = await pay('2025-02-02', 'early');
    const inTime = await pay('2025-02-03', 'in-time');

    expect(early.body).toMatchObject({ code: 'invoice.payment-date-invalid' });
    expect(early.body['detail']).toContain('from 2025-02-03, a year before INV-2026-000001');
    expect(inTime.status).toBe(201);
  });

  it.each(['2026-02-30', '2026-13-01', '2026-3-1', 'yesterday', '2026-02-30T00:00:00Z'])(
    'is not received on “%s”, which is no day',
    async (receivedAt) => {
      const { pay } = await inAuckland();

      const { status, body } = await pay(receivedAt);

      expect([status, body['code']]).toEqual([400, 'request.invalid']);
      expect(body['detail']).toContain('/receivedAt');
    },
  );

  it('that is told again is answered as it is, though it could not be recorded any more', async () => {
    const { pay, billing } = await inAuckland();
    await pay('2026-03-02');
    billing.time.now = at('2026-03-01T10:00:00Z');

    const again = await pay('2035-01-01');

    expect([again.status, again.body['isNew']]).toEqual([200, false]);
    expect(paymentsIn(again.body)).toMatchObject([{ receivedOn: '2026-03-02' }]);
  });
});

describe('what is recorded of an invoice', () => {
  it('is recorded of the same one by its number as by its id', async () => {
    const { post, id, number } = await inAuckland();
    const payment = { rail: 'bank', reference: 'A-1', amount: '0.50' };
    const credit = { reason: 'late', lines: [{ line: '1', amount: '0.50' }] };
    const headers = { 'idempotency-key': 'late-1' };

    const paid = await post('payments', payment, { named: number });
    const paidAgain = await post('payments', payment, { named: id });
    const credited = await post('credit-notes', credit, { named: number, headers });
    const creditedAgain = await post('credit-notes', credit, { headers });
    const issued = await post('issue', { reason: 'seen' }, { named: number });
    const voided = await post('void', { reason: 'wrong' }, { named: number });

    expect([paid.status, paidAgain.status]).toEqual([201, 200]);
    expect(paidAgain.body['id']).toBe(paid.body['id']);
    expect([credited.status, creditedAgain.status]).toEqual([201, 200]);
    expect(creditedAgain.body['id']).toBe(credited.body['id']);
    expect([issued.status, issued.body['isNew'], issued.body['id']]).toEqual([200, false, id]);
    expect(voided.body).toMatchObject({ code: 'invoice.already-paid' });
  });

  it('voids one by its number, on the day of the seller', async () => {
    const { post, number, billing } = await inAuckland();

    const { status, body } = await post('void', { reason: 'wrong' }, { named: number });

    expect(status).toBe(201);
    const { documents } = await billing.books
      .read('acme', { cells: [], originals: [String(body['id'])] })
      .then(({ originals }) => ({ documents: [...originals.values()] }));
    expect(documents).toMatchObject([
      { kind: 'void', day: '2026-03-02', invoiceNumber: 'INV-2026-000001' },
    ]);
  });

  it('is refused of a number that there is not', async () => {
    const { post } = await inAuckland();

    const { status, body } = await post('void', { reason: 'x' }, { named: 'INV-2026-000009' });

    expect([status, body['code']]).toEqual([404, 'invoice.not-found']);
  });
});
