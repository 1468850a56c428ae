import { describe, expect, it } from '@jest/globals';
import { billingMessageFrom } from '../../core/billing/run-message.ts';
import { documentsIn } from '../../core/books/block.ts';
import { timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { quarantineEntryOf } from '../../core/metering/quarantine.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { runBilling } from '../../functions/run-billing/run-billing.ts';
import { serveBooks } from '../../functions/serve-books/serve-books.ts';
import { serveInvoices } from '../../functions/serve-invoices/serve-invoices.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { asking } from '../support/ask.ts';
import { type SomeBilling, setUp, someBilling, use, workOff } from '../support/some-billing.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);

const viewsOf = (subject: string, count: number, day = '2026-01-14') =>
  Array.from({ length: count }, (_, index) =>
    aUsageEvent({
      id: `${subject} ${day} ${index}`,
      subject,
      occurredAt: at(`${day}T10:00:00Z`),
    }),
  );

const dear = aPlan(
  aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.25' }] }),
);
const press = aCustomer({
  key: 'press',
  subjects: ['app-1'],
  plan: [{ plan: 'dear', from: '1970-01-01' }],
});
const radio = aCustomer({
  key: 'radio',
  subjects: ['app-2'],
  plan: [{ plan: 'dear', from: '1970-01-01' }],
});

async function aTenant(given: Partial<Parameters<typeof setUp>[1]> = {}): Promise<SomeBilling> {
  const billing = someBilling();
  await setUp(billing, {
    settings: someSettings(),
    plans: { dear },
    customers: [press, radio],
    ...given,
  });
  return billing;
}

const interfaceOf = (billing: SomeBilling) =>
  asking(serveRoutes('ServeInvoices', serveInvoices(billing)));

async function billed(
  billing: SomeBilling,
  body: Readonly<Record<string, unknown>> = { period: '2026-01' },
) {
  const done = billing.queue.bodies.length;
  const headers = { 'content-type': 'application/json' };
  const answer = await interfaceOf(billing)('POST /v1/billing-runs', { body, headers });
  await workOff(billing, done);
  return answer;
}

const runOf = async (billing: SomeBilling) =>
  (await interfaceOf(billing)('GET /v1/billing-runs/{period}', { params: { period: '2026-01' } }))
    .body;

const invoicesOf = async (billing: SomeBilling, query: Readonly<Record<string, string>> = {}) =>
  (await interfaceOf(billing)('GET /v1/invoices', { query })).body['invoices'] as {
    id: string;
    number: string;
    total: string;
    customer: string;
    status: string;
  }[];

describe('a billing run', () => {
  it('issues what was used at the plan’s prices, with numbers in a row', async () => {
    const billing = await aTenant();
    await use(billing, [...viewsOf('app-1', 8), ...viewsOf('app-2', 4)]);

    const answer = await billed(billing);

    expect(answer.status).toBe(202);
    expect(await invoicesOf(billing)).toMatchObject([
      { customer: 'press', number: 'INV-2026-000001', total: '2.00', status: 'issued' },
      { customer: 'radio', number: 'INV-2026-000002', total: '1.00', status: 'issued' },
    ]);
    expect(await runOf(billing)).toMatchObject({
      status: 'done',
      counts: { closed: 2, parked: 0, open: 0 },
    });
  });

  it('run again, changes nothing', async () => {
    const billing = await aTenant();
    await use(billing, viewsOf('app-1', 8));
    await billed(billing);
    const before = billing.log.blocksOf('acme').length;

    await billed(billing);

    expect(billing.log.blocksOf('acme')).toHaveLength(before);
  });

  it('delivered twice by the queue, closes each month once', async () => {
    const billing = await aTenant();
    await use(billing, viewsOf('app-1', 8));
    await billed(billing);
    const before = billing.log.blocksOf('acme').length;

    await workOff(billing, 0);

    expect(billing.log.blocksOf('acme')).toHaveLength(before);
  });

  it('issues nothing while totals are not what the log comes to, and says so', async () => {
    const billing = await aTenant();
    await use(billing, viewsOf('app-1', 4));
    await use(billing, viewsOf('app-1', 4, '2026-01-15'), { counted: false });

    await billed(billing);

    expect(billing.log.blocksOf('acme')).toEqual([]);
    expect(await runOf(billing)).toMatchObject({
      status: 'held',
      holds: [{ code: 'unreconciled' }],
      counts: { open: 2 },
    });
    expect(billing.notices).toMatchObject([{ event: 'billing.unreconciled', period: '2026-01' }]);
  });

  it('issues all the same when a person overrules a check, and the books keep why', async () => {
    const billing = await aTenant();
    await use(billing, viewsOf('app-1', 4), { counted: false });

    const overrides = [{ check: 'unreconciled', reason: 'the outage of 3 January' }];
    await billed(billing, { period: '2026-01', overrides });

    expect(await runOf(billing)).toMatchObject({ status: 'done' });
    const [{ bytes } = { bytes: new Uint8Array() }] = billing.log.blocksOf('acme');
    const { documentsIn } = await import('../../core/books/block.ts');
    expect(documentsIn(bytes)[0]).toMatchObject({ overrides });
  });

  it('waits for what is in quarantine of the month', async () => {
    const billing = await aTenant();
    const [event] = viewsOf('app-1', 1);
    if (event === undefined) throw new Error('one view');
    await billing.quarantine.put(quarantineEntryOf('acme', event, 'conflict', billing.time.now));

    await billed(billing);

    expect(await runOf(billing)).toMatchObject({
      status: 'held',
      holds: [{ code: 'quarantine-open' }],
    });
  });

  it('refuses a month that has not ended', async () => {
    const billing = await aTenant();

    const { status, body } = await billed(billing, { period: '2026-02' });

    expect([status, body['code']]).toEqual([409, 'period.not-ended']);
    expect(billing.queue.bodies).toEqual([]);
  });

  it('tried dry, answers drafts and writes nothing', async () => {
    const billing = await aTenant();
    await use(billing, viewsOf('app-1', 8));

    const { status, body } = await billed(billing, { period: '2026-01', dryRun: true, limit: 1 });

    expect(status).toBe(200);
    expect(body).toMatchObject({ drafts: [{ customer: 'press', total: '2.00', number: null }] });
    expect(body['nextCursor']).toEqual(expect.any(String));
    expect(billing.log.blocksOf('acme')).toEqual([]);
  });

  it('names usage that nobody pays for', async () => {
    const billing = await aTenant();
    await use(billing, viewsOf('stranger', 3));

    await billed(billing);

    expect(await runOf(billing)).toMatchObject({ unassigned: ['stranger'] });
  });

  it('bills a subject without a customer by the default plan', async () => {
    const billing = await aTenant({ settings: someSettings({ defaultPlan: 'dear' }) });
    await use(billing, viewsOf('stranger', 3));

    await billed(billing);

    const invoices = await invoicesOf(billing);
    expect(invoices).toMatchObject([{ customer: 'subject:stranger', total: '0.75' }]);
  });
});

describe('an invoice out of bounds', () => {
  async function parked(): Promise<SomeBilling> {
    const billing = await aTenant({ customers: [press] });
    await use(billing, [...viewsOf('app-1', 8, '2025-12-14'), ...viewsOf('app-1', 100)]);
    await billed(billing, { period: '2025-12' });
    await billed(billing);
    return billing;
  }

  it('is parked, visibly, and not issued', async () => {
    const billing = await parked();

    expect(await runOf(billing)).toMatchObject({
      counts: { closed: 0, parked: 1 },
      customers: [{ customer: 'press', status: 'parked', code: 'out-of-bounds' }],
    });
    expect(billing.notices).toContainEqual(
      expect.objectContaining({ event: 'billing.parked', code: 'out-of-bounds' }),
    );
  });

  it('is issued when a person says why', async () => {
    const billing = await parked();
    const [draft] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });
    const ask = interfaceOf(billing);

    const answer = await ask('POST /v1/invoices/{id}/issue', {
      params: { id: draft?.id ?? '' },
      body: { reason: 'they were on the front page' },
      headers: { 'content-type': 'application/json' },
    });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      isNew: true,
      invoice: { total: '25.00', status: 'issued' },
    });
    expect(await runOf(billing)).toMatchObject({
      status: 'done',
      counts: { closed: 1, parked: 0 },
    });
  });

  it('is refused when it is another by now, and shown again', async () => {
    const billing = await parked();
    const [draft] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });
    await use(billing, viewsOf('app-1', 4, '2026-01-20'));
    const ask = interfaceOf(billing);

    const answer = await ask('POST /v1/invoices/{id}/issue', {
      params: { id: draft?.id ?? '' },
      body: { reason: 'they were on the front page' },
      headers: { 'content-type': 'application/json' },
    });

    expect([answer.status, answer.body['code']]).toEqual([409, 'invoice.draft-changed']);
    expect(await invoicesOf(billing, { status: 'draft', period: '2026-01' })).toMatchObject([
      { total: '26.00' },
    ]);
  });
});

describe('a draft that somebody looked at', () => {
  it('is not issued as what another run has made of it since', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: true }) });
    await use(billing, viewsOf('app-1', 8));
    await billed(billing);
    const [listed] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });
    const ask = interfaceOf(billing);
    const lookAtIt = async () => {
      const { body } = await ask('GET /v1/invoices/{id}', { params: { id: listed?.id ?? '' } });
      return (body['parked'] as { fingerprint: string }).fingerprint;
    };
    const issue = (fingerprint: string) =>
      ask('POST /v1/invoices/{id}/issue', {
        params: { id: listed?.id ?? '' },
        body: { reason: 'looked at', fingerprint },
        headers: { 'content-type': 'application/json' },
      });

    const seen = await lookAtIt();
    await use(billing, viewsOf('app-1', 4, '2026-01-20'));
    await billed(billing);
    const refused = await issue(seen);
    const issued = await issue(await lookAtIt());

    expect([refused.status, refused.body['code']]).toEqual([409, 'invoice.draft-changed']);
    expect([issued.status, issued.body['invoice']]).toMatchObject([201, { total: '3.00' }]);
  });
});

describe('a run that takes its time', () => {
  it('closes no month that has ended since it began: nobody has looked what stands in its way', async () => {
    const west = { ...radio, timezone: timeZoneFrom('Pacific/Honolulu', '') };
    const billing = await aTenant({ customers: [press, west] });
    await use(billing, [...viewsOf('app-1', 8), ...viewsOf('app-2', 4)]);
    billing.time.now = at('2026-02-01T09:59:00Z');
    const begun = { kind: 'run', tenant: 'acme', period: '2026-01', overrides: [], asked: true };
    await runBilling(billing)(billingMessageFrom(JSON.stringify(begun)));

    billing.time.now = at('2026-02-01T10:01:00Z');
    await workOff(billing);

    expect(await runOf(billing)).toMatchObject({ counts: { closed: 1, open: 1 } });
  });
});

describe('a tenant that approves', () => {
  it('has every month parked until a person issues it', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: true }) });
    await use(billing, viewsOf('app-1', 8));

    await billed(billing);

    expect(await runOf(billing)).toMatchObject({
      counts: { parked: 2 },
      customers: [{ code: 'awaiting-approval' }, { code: 'awaiting-approval' }],
    });
    expect(billing.log.blocksOf('acme')).toEqual([]);
  });

  it('keeps with what is issued why a check of the run was overruled', async () => {
    const billing = await aTenant({
      settings: someSettings({ approval: true }),
      customers: [press],
    });
    await use(billing, viewsOf('app-1', 8));
    const overrides = [{ check: 'quarantine-open', reason: 'test events' }];
    await billed(billing, { period: '2026-01', overrides });
    const [draft] = await invoicesOf(billing, { status: 'draft', period: '2026-01' });

    await interfaceOf(billing)('POST /v1/invoices/{id}/issue', {
      params: { id: draft?.id ?? '' },
      body: { reason: 'looked at' },
      headers: { 'content-type': 'application/json' },
    });

    const [block] = billing.log.blocksOf('acme');
    expect(documentsIn(block?.bytes ?? new Uint8Array())).toMatchObject([
      { overrides: [...overrides, { check: 'awaiting-approval', reason: 'looked at' }] },
    ]);
  });
});

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
        settlement: { status: 'issued', amountDue: '2.00' },
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
      invoice: { status: 'paid', settlement: { amountPaid: '2.00', amountDue: '0.00' } },
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
    expect(second.body).toMatchObject({ invoice: { settlement: { amountDue: '1.50' } } });
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

    for (const { status, body } of others) {
      expect([status, body['code']]).toEqual([409, 'request.idempotency-key-reused']);
      expect(body['detail']).toContain('"outage-1" is that of CN-2026-000001');
    }
    expect([all.status, again.status]).toEqual([201, 200]);
    expect(again.body).toMatchObject({ invoice: { settlement: { amountDue: '0.00' } } });
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
    const ask = asking(serveRoutes('ServeBooks', serveBooks(billing)));

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
