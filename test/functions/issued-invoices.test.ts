import { describe, expect, it } from '@jest/globals';
import { booksOperations } from '../../core/contract/books/operations.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { serveBooks } from '../../functions/serve-books/serve-books.ts';
import { asking } from '../support/ask.ts';
import {
  aTenant,
  at,
  billed,
  interfaceOf,
  invoicesOf,
  press,
  runOf,
  viewsOf,
} from '../support/billed-tenant.ts';
import { use } from '../support/some-billing.ts';

describe('an issued invoice', () => {
  async function issued() {
    const billing = await aTenant({ customers: [press] });
    await use(billing, viewsOf('app-1', 8));
    await billed(billing);
    const [invoice] = await invoicesOf(billing);
    const ask = interfaceOf(billing);
    const post = (
      what: 'void' | 'credit-notes' | 'payments',
      body: unknown,
      headers: Readonly<Record<string, string>> = {},
    ) =>
      ask(`POST /v1/invoices/{id}/${what}`, {
        params: { id: invoice?.id ?? '' },
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    return { billing, invoice, ask, post };
  }

  it('is found by id and by number, with what has become of it', async () => {
    const { invoice, ask } = await issued();

    for (const id of [invoice?.id ?? '', invoice?.number ?? '']) {
      const { body } = await ask('GET /v1/invoices/{id}', { params: { id } });
      expect(body).toMatchObject({
        number: 'INV-2026-000001',
        lines: [{ kind: 'usage', meter: 'view', quantity: '8', unitPrice: '0.25', amount: '2.00' }],
        paymentState: { status: 'issued', amountDue: '2.00' },
      });
    }
  });

  it('is CSV, or UBL, where that is asked for, and nothing we do not have', async () => {
    const { invoice, ask } = await issued();
    const as = (accept: string) =>
      ask('GET /v1/invoices/{id}', { params: { id: invoice?.id ?? '' }, headers: { accept } });

    const csv = await as('text/csv');
    const xml = await as('application/xml');
    const none = await as('image/png');

    expect(csv.text).toContain('INV-2026-000001');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    // The seller of these settings has no tax number, without which EN 16931 has no invoice.
    expect([xml.status, xml.body['code']]).toEqual([409, 'invoice.no-ubl']);
    expect([none.status, none.body['code']]).toEqual([406, 'request.not-acceptable']);
  });

  it('is paid once, however often that is told', async () => {
    const { post } = await issued();
    const payment = { rail: 'bank', reference: 'A-1', amount: '2.00' };

    const first = await post('payments', payment);
    const second = await post('payments', payment);

    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toMatchObject({
      isNew: false,
      invoice: { status: 'paid', paymentState: { amountPaid: '2.00', amountDue: '0.00' } },
    });
  });

  it('is credited once for one Idempotency-Key, which has to be there', async () => {
    const { post } = await issued();
    const credit = { reason: 'an outage', lines: [{ line: '1', amount: '0.50' }] };
    const key = { 'idempotency-key': 'outage-1' };

    const without = await post('credit-notes', credit);
    const first = await post('credit-notes', credit, key);
    const second = await post('credit-notes', credit, key);

    expect(without.body).toMatchObject({ code: 'request.idempotency-key-missing' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toMatchObject({ invoice: { paymentState: { amountDue: '1.50' } } });
  });

  it('is not credited twice under one key: another correction needs another', async () => {
    const { post } = await issued();
    const key = { 'idempotency-key': 'outage-1' };
    const credit = { reason: 'an outage', lines: [{ line: '1', amount: '0.50' }] };
    await post('credit-notes', credit, key);

    const others = [
      await post('credit-notes', { ...credit, reason: 'another' }, key),
      await post('credit-notes', { ...credit, lines: [{ line: '1', amount: '0.25' }] }, key),
      await post('credit-notes', { reason: 'an outage' }, key),
    ];
    const all = await post('credit-notes', { reason: 'the rest' }, { 'idempotency-key': 'rest' });
    const again = await post('credit-notes', { reason: 'the rest' }, { 'idempotency-key': 'rest' });
    // It was of a part, though nothing is left by now.
    others.push(await post('credit-notes', { reason: 'an outage' }, key));

    for (const { status, body } of others) {
      expect([status, body['code']]).toEqual([409, 'request.idempotency-key-reused']);
      expect(body['detail']).toContain('"outage-1" is that of CN-2026-000001');
    }
    expect([all.status, again.status]).toEqual([201, 200]);
    expect(again.body).toMatchObject({ invoice: { paymentState: { amountDue: '0.00' } } });
  });

  it('that is credited whole is listed as credited, and not among the paid', async () => {
    const { billing, post } = await issued();
    const { body } = await post('credit-notes', { reason: 'all' }, { 'idempotency-key': 'all' });

    expect(body).toMatchObject({ invoice: { status: 'credited' } });
    expect(await invoicesOf(billing, { status: 'credited' })).toMatchObject([
      { status: 'credited', amountDue: '0.00' },
    ]);
    expect(await invoicesOf(billing, { status: 'paid' })).toEqual([]);
    expect(await invoicesOf(billing, { status: 'overdue' })).toEqual([]);
  });

  it('is voided once, and not for another reason or to another end', async () => {
    const { post } = await issued();
    const voided = { reason: 'the wrong company', afterwards: 'forgive' };

    const answers = [
      await post('void', voided),
      await post('void', voided),
      await post('void', { ...voided, afterwards: 'rebill' }),
      await post('void', { ...voided, reason: 'another' }),
    ];

    expect(answers.map(({ status, body }) => [status, body['code'] ?? body['isNew']])).toEqual([
      [201, true],
      [200, false],
      [409, 'invoice.already-void'],
      [409, 'invoice.already-void'],
    ]);
  });

  it('takes an Idempotency-Key with every correction, and none that is malformed', async () => {
    const { billing, post, ask } = await issued();
    const payment = { rail: 'bank', reference: 'A-1', amount: '2.00' };
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'a b' };
    const queued = billing.queue.bodies.length;

    const paid = await post('payments', payment, { 'idempotency-key': 'x'.repeat(255) });
    const refused = [
      await post('payments', payment, { 'idempotency-key': 'x'.repeat(256) }),
      await post('void', { reason: 'r' }, { 'idempotency-key': '' }),
      await post('credit-notes', { reason: 'r' }, { 'idempotency-key': 'ä' }),
      await ask('POST /v1/invoices/{id}/issue', {
        params: { id: 'inv_1' },
        body: { reason: 'r' },
        headers,
      }),
      await ask('POST /v1/billing-runs', { body: { period: '2026-01' }, headers }),
    ];

    expect(paid.status).toBe(201);
    expect(billing.queue.bodies).toHaveLength(queued);
    expect(refused.map(({ status, body }) => [status, body['code']])).toEqual(
      refused.map(() => [400, 'request.idempotency-key-malformed']),
    );
  });

  it('voided, opens its month again', async () => {
    const { billing, post } = await issued();

    const { status, body } = await post('void', { reason: 'the wrong company' });

    expect([status, body['invoice']]).toEqual([201, expect.objectContaining({ status: 'void' })]);
    expect(await runOf(billing)).toMatchObject({ counts: { open: 1, closed: 0 } });
  });

  it('is overdue past its date, and listed as that', async () => {
    const { billing } = await issued();
    billing.time.now = at('2026-04-01T00:00:00Z');

    expect(await invoicesOf(billing, { status: 'overdue' })).toMatchObject([{ overdue: true }]);
    expect(await invoicesOf(billing, { status: 'paid' })).toEqual([]);
  });

  it('stands in books that balance', async () => {
    const { billing } = await issued();
    const ask = asking(serveRoutes('ServeBooks', booksOperations, serveBooks(billing)));

    const check = await ask('GET /v1/books/check');
    const accounts = await ask('GET /v1/accounts');
    const entries = await ask('GET /v1/accounts/{account}/entries', {
      params: { account: 'revenue:view' },
    });
    const hledger = await ask('GET /v1/books', { query: { format: 'hledger' } });

    expect(check.body).toMatchObject({ documents: 1, faults: [] });
    expect(accounts.body['accounts']).toContainEqual({
      account: 'revenue:view',
      currency: 'EUR',
      balance: '-2',
    });
    expect(entries.body['entries']).toMatchObject([{ kind: 'invoice', amount: '-2' }]);
    expect(hledger.text).toContain('INV-2026-000001');
  });
});
