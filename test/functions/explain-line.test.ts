import { describe, expect, it } from '@jest/globals';
import type { LineExplanationAnswer } from '../../core/contract/invoices/explanation-shapes.ts';
import { lineExplanation } from '../../core/contract/invoices/explanation-shapes.ts';
import { exactFrom, exactText, sumOfExact } from '../../core/kernel/exact-amount.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { aTenancy, views } from '../support/rated-usage.ts';
import { workOff } from '../support/some-billing.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
let made = 0;
const used = (time: string, fields: Partial<UsageEvent> = {}): UsageEvent => {
  made += 1;
  return aUsageEvent({ id: `used-${made}`, subject: 'app-1', occurredAt: at(time), ...fields });
};
const many = (count: number, time: string, fields: Partial<UsageEvent> = {}): UsageEvent[] =>
  Array.from({ length: count }, () => used(time, fields));

const reader = { plan: [{ plan: 'reader', from: '1970-01-01' }] };
const press = aCustomer({ ...reader, key: 'press', subjects: ['app-1', 'app-2'] });
const quarter = aPlan(
  aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.25' }] }),
);

type Billing = Awaited<ReturnType<typeof aTenancy>>;

const interfaceOf = (billing: Billing) => billingInterface(billing);

/** Closes a month, three days after it has ended. */
async function bill(billing: Billing, period: string, now: string): Promise<void> {
  billing.time.now = at(now);
  const done = billing.queue.bodies.length;
  const headers = { 'content-type': 'application/json' };
  const { status } = await interfaceOf(billing)('POST /v1/billing-runs', {
    body: { period },
    headers,
  });
  expect(status).toBe(202);
  await workOff(billing, done);
}

interface Document {
  readonly id: string;
  readonly lines: readonly {
    readonly id: string;
    readonly kind: string;
    readonly exactAmount: string;
  }[];
}

async function documentOf(billing: Billing, month: string, customer = 'press'): Promise<Document> {
  const progress = await interfaceOf(billing)('GET /v1/billing-runs/{period}', {
    params: { period: month },
  });
  const all = progress.body['customers'] as { customer: string; id?: string }[];
  const id = all.find((one) => one.customer === customer)?.id ?? '';
  const { body } = await interfaceOf(billing)('GET /v1/invoices/{id}', { params: { id } });
  return body as unknown as Document;
}

async function explained(
  billing: Billing,
  id: string,
  line: string,
  query: Readonly<Record<string, string>> = {},
): Promise<LineExplanationAnswer> {
  const answer = await interfaceOf(billing)('GET /v1/invoices/{id}/lines/{line}', {
    params: { id, line },
    query,
  });
  expect([answer.status, answer.body['code']]).toEqual([200, undefined]);
  // What is answered is what the contract says.
  lineExplanation.parse(answer.body);
  return answer.body as unknown as LineExplanationAnswer;
}

const NANO = 10n ** 15n;
function units(text: string) {
  const amount = exactFrom(text);
  if (amount === undefined) throw new Error(`${text} is no amount`);
  return amount;
}
const sumOf = (amounts: readonly string[]): string => exactText(sumOfExact(amounts.map(units)));

describe('a line of usage', () => {
  async function aMonth() {
    const billing = await aTenancy({ plans: { reader: quarter }, customers: [press] });
    await billing.use([
      ...many(3, '2026-01-05T10:00:00Z'),
      ...many(2, '2026-01-05T23:59:00Z', { subject: 'app-2' }),
      ...many(4, '2026-01-06T00:00:00Z'),
      used('2026-01-06T00:00:00Z', { subject: 'stranger' }),
      used('2026-02-01T00:00:00Z'),
    ]);
    await bill(billing, '2026-01', '2026-02-03T00:00:00Z');
    return { billing, invoice: await documentOf(billing, '2026-01') };
  }

  it('leads to its price, its calculation, and the tallies of each subject and day', async () => {
    const { billing, invoice } = await aMonth();

    const answer = await explained(billing, 'INV-2026-000001', '1');

    expect(answer).toMatchObject({
      invoice: { id: invoice.id, number: 'INV-2026-000001', status: 'issued' },
      reason: '9 of view at 0.25 each',
      price: {
        plan: 'reader',
        effectiveFrom: '2020-01-01',
        charge: { meter: 'view', model: 'per_unit', unitPrice: '0.25' },
      },
      stretch: { month: '2026-01', days: 31, daysOfMonth: 31 },
      steps: [{ of: 'units', quantity: '9', price: '0.25', amount: '2.25' }],
      usage: { meter: 'view', quantity: '9', ratedAmount: '2.25', subjects: 2, addsUp: true },
    });
    expect(
      answer.tallies?.map(({ start, subject, quantity }) => [
        start.slice(0, 10),
        subject,
        quantity,
      ]),
    ).toEqual([
      ['2026-01-05', 'app-1', '3'],
      ['2026-01-05', 'app-2', '2'],
      ['2026-01-06', 'app-1', '4'],
    ]);
    expect(answer.usage).not.toHaveProperty('difference');
  });

  it('is shown hour by hour, a page at a time', async () => {
    const { billing, invoice } = await aMonth();

    const first = await explained(billing, invoice.id, '1', { window: 'hour', limit: '2' });
    const second = await explained(billing, invoice.id, '1', {
      window: 'hour',
      limit: '2',
      cursor: first.nextCursor ?? '',
    });

    expect([...(first.tallies ?? []), ...(second.tallies ?? [])].map(({ start }) => start)).toEqual(
      ['2026-01-05T10:00:00Z', '2026-01-05T23:00:00Z', '2026-01-06T00:00:00Z'],
    );
    expect(second.nextCursor).toBeUndefined();
    expect(second.usage?.quantity).toBe('9');
  });

  it('leads to every event behind it, once, in the order of their times', async () => {
    const { billing, invoice } = await aMonth();
    const events: NonNullable<LineExplanationAnswer['events']>[number][] = [];
    let cursor: string | undefined;

    do {
      const page = await explained(billing, invoice.id, '1', {
        events: 'true',
        limit: '4',
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(page.tallies).toBeUndefined();
      events.push(...(page.events ?? []));
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    expect(events).toHaveLength(9);
    expect(new Set(events.map(({ id }) => id)).size).toBe(9);
    expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted());
    expect(events[3]).toEqual({
      source: expect.any(String),
      id: expect.any(String),
      time: '2026-01-05T23:59:00Z',
      subject: 'app-2',
      dimensions: {},
      value: '1',
    });
  });

  it('says what came late, and what has become of it', async () => {
    const { billing, invoice } = await aMonth();
    await billing.use(many(2, '2026-01-20T10:00:00Z'));

    const before = await explained(billing, invoice.id, '1');
    await bill(billing, '2026-02', '2026-03-03T00:00:00Z');
    const after = await explained(billing, invoice.id, '1');
    const adjusting = await documentOf(billing, '2026-02');
    const line = adjusting.lines.find(({ kind }) => kind === 'adjustment');
    const adjustment = await explained(billing, adjusting.id, line?.id ?? '');

    expect(before.usage?.difference).toEqual({
      quantity: '2',
      billedSince: '0',
      open: '2',
      detail:
        'usage is 2 more than this document billed: events came late, or subjects changed hands; 2 is in no invoice yet',
    });
    expect(before.usage?.quantity).toBe('11');
    expect(after.usage?.difference).toMatchObject({ quantity: '2', billedSince: '2', open: '0' });
    expect(after.usage?.difference?.detail).toContain('INV-2026-000002 billed 2 of it');
    expect(adjustment).toMatchObject({
      reason: '2026-01 as a whole, priced again after INV-2026-000001: usage changed by 2',
      stretch: { month: '2026-01' },
      steps: [
        { of: 'month', quantity: '11', amount: '2.75' },
        { of: 'billed-before', quantity: '-9', amount: '-2.25' },
      ],
      usage: { quantity: '11', billed: [{ number: 'INV-2026-000001' }, { type: 'invoice' }] },
    });
    expect(adjustment.usage).not.toHaveProperty('difference');
  });

  it('of a void invoice says what was taken back, and billed again', async () => {
    const { billing, invoice } = await aMonth();
    await interfaceOf(billing)('POST /v1/invoices/{id}/void', {
      params: { id: invoice.id },
      body: { reason: 'the wrong company' },
      headers: { 'content-type': 'application/json' },
    });

    const open = await explained(billing, invoice.id, '1');
    await bill(billing, '2026-01', '2026-02-04T00:00:00Z');
    const again = await explained(billing, invoice.id, '1');

    expect(open.invoice.status).toBe('void');
    expect(open.usage?.difference?.detail).toBe(
      'usage is what this document billed; a void took 9 back; 9 is in no invoice yet',
    );
    expect(again.usage).not.toHaveProperty('difference');
    expect(again.usage?.billed.map(({ type, quantity }) => [type, quantity])).toEqual([
      ['invoice', '9'],
      ['void', '-9'],
      ['invoice', '9'],
    ]);
  });

  it('refuses a cursor of another list, a line that there is not, and an invoice that there is not', async () => {
    const { billing, invoice } = await aMonth();
    const ask = interfaceOf(billing);
    const { nextCursor = '' } = await explained(billing, invoice.id, '1', { limit: '1' });
    const asked = (id: string, line: string, query: Readonly<Record<string, string>> = {}) =>
      ask('GET /v1/invoices/{id}/lines/{line}', { params: { id, line }, query });

    const answers = [
      await asked(invoice.id, '1', { events: 'true', cursor: nextCursor }),
      await asked(invoice.id, '7'),
      await asked('INV-9', '1'),
      await asked(invoice.id, '1', { limit: '1001' }),
    ];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [400, 'request.bad-cursor'],
      [404, 'invoice.line-not-found'],
      [404, 'invoice.not-found'],
      [400, 'request.invalid'],
    ]);
    expect(answers[1]?.body['detail']).toContain('it has lines 1 to 1, got "7"');
  });
});

describe('usage that is filtered, distinct, or priced by the event', () => {
  const bytes = aMeter({
    key: 'bytes',
    eventType: 'download',
    aggregation: 'sum',
    value: 'bytes',
    dimensions: ['format'],
  });
  const readers = aMeter({
    key: 'readers',
    eventType: 'view',
    aggregation: 'unique_count',
    value: 'reader',
  });
  const payments = aMeter({
    key: 'payments',
    eventType: 'payment',
    aggregation: 'sum',
    value: 'amount',
  });
  const plan = aPlan(
    aVersion({
      charges: [
        {
          meter: 'bytes',
          key: 'pdf',
          model: 'per_unit',
          unitPrice: '0.00000001',
          filter: { format: ['pdf'] },
        },
        {
          meter: 'bytes',
          key: 'other',
          model: 'per_unit',
          unitPrice: '0.00000002',
          filter: 'rest',
        },
        {
          meter: 'readers',
          model: 'graduated',
          tiers: [
            { upTo: '1', unitPrice: '1' },
            { upTo: null, unitPrice: '0.5' },
          ],
        },
        {
          meter: 'payments',
          model: 'percentage',
          ratePercent: '1.5',
          fixedPerEvent: '0.25',
          freeEvents: 1,
        },
      ],
    }),
  );

  async function aMonth() {
    const billing = await aTenancy({
      meters: [views, bytes, readers, payments],
      plans: { reader: plan },
      customers: [press],
    });
    const download = (format: string, size: string) =>
      used('2026-01-07T10:00:00Z', {
        type: 'download',
        data: `{"bytes":"${size}","format":"${format}"}`,
      });
    const view = (name: string, day: string) =>
      used(`2026-01-${day}T10:00:00Z`, { data: `{"reader":"${name}"}` });
    const payment = (amount: string, hour: string) =>
      used(`2026-01-08T${hour}:00:00Z`, { type: 'payment', data: `{"amount":"${amount}"}` });
    await billing.use([
      download('pdf', '123456789'),
      download('epub', '1000'),
      view('ada', '01'),
      view('ada', '02'),
      view('bob', '02'),
      payment('10', '10'),
      payment('20', '11'),
    ]);
    await bill(billing, '2026-01', '2026-02-03T00:00:00Z');
    return { billing, invoice: await documentOf(billing, '2026-01') };
  }

  it('shows only what the charge is for', async () => {
    const { billing, invoice } = await aMonth();

    const pdf = await explained(billing, invoice.id, '1');
    const events = await explained(billing, invoice.id, '2', { events: 'true' });

    expect(pdf.tallies).toMatchObject([{ dimensions: { format: 'pdf' }, quantity: '123456789' }]);
    expect(pdf.steps).toMatchObject([{ amount: '1.23456789' }]);
    expect(events.events).toMatchObject([{ value: '1000', dimensions: { format: 'epub' } }]);
    expect(events.price?.charge).toMatchObject({ key: 'other', filter: 'rest' });
  });

  it('says where tallies do not add up, and whose name an event has', async () => {
    const { billing, invoice } = await aMonth();

    const answer = await explained(billing, invoice.id, '3');
    const { events } = await explained(billing, invoice.id, '3', { events: 'true' });

    expect(answer.reason).toBe('2 of readers, in 2 tiers');
    expect(answer.usage).toMatchObject({ quantity: '2', addsUp: false });
    expect(answer.tallies?.map(({ quantity }) => quantity)).toEqual(['1', '2']);
    expect(events?.map(({ value }) => value)).toEqual(['ada', 'ada', 'bob']);
  });

  it('rates again what is rated event by event', async () => {
    const { billing, invoice } = await aMonth();

    const answer = await explained(billing, invoice.id, '4');

    expect(answer.usage).toMatchObject({ quantity: '30', ratedAmount: '0.55' });
    expect(sumOf(answer.steps.map(({ amount }) => amount))).toBe('0.55');
  });
});

describe('every other line', () => {
  const plan = aPlan(
    aVersion({
      minimumCharge: '3',
      charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.001', minimum: '0.5' }],
      fixedFees: [{ key: 'base', amount: '1.0005', description: 'Base fee' }],
      minimumCommitment: '0.8',
    }),
  );
  const half = aCustomer({
    key: 'press',
    subjects: ['app-1'],
    plan: [{ plan: 'reader', from: '2026-01-17' }],
  });

  async function aYear() {
    const billing = await aTenancy({
      plans: { reader: plan },
      customers: [half],
      settings: someSettings({ bounds: null }),
    });
    await billing.use([used('2026-01-20T00:00:00Z'), used('2026-02-20T00:00:00Z')]);
    await bill(billing, '2026-01', '2026-02-03T00:00:00Z');
    await bill(billing, '2026-02', '2026-03-03T00:00:00Z');
    await bill(billing, '2026-03', '2026-04-03T00:00:00Z');
    return billing;
  }

  it('says its rule, and has steps that add up to it', async () => {
    const billing = await aYear();
    const reasons: [string, string][] = [];

    for (const month of ['2026-01', '2026-02', '2026-03']) {
      const document = await documentOf(billing, month);
      for (const { id, kind, exactAmount } of document.lines) {
        const { reason, steps } = await explained(billing, document.id, id);
        const rest = units(sumOf(steps.map(({ amount }) => amount))) - units(exactAmount);
        // A line is cut to the nano; its steps are not.
        expect([kind, rest > -NANO && rest < NANO]).toEqual([kind, true]);
        reasons.push([kind, reason]);
      }
    }

    expect(new Set(reasons.map(([kind]) => kind))).toEqual(
      new Set(['usage', 'minimum', 'fee', 'carried-in', 'rounding']),
    );
    expect(reasons).toContainEqual([
      'fee',
      'a fixed fee for 15 of the 31 days of 2026-01, from 2026-01-17',
    ]);
    expect(reasons).toContainEqual([
      'minimum',
      expect.stringMatching(/^raises what view came to, 0.001, to the minimum of 0.24193548/),
    ]);
    expect(reasons).toContainEqual([
      'minimum',
      expect.stringMatching(/^raises what all charges came to, 0.5, to the commitment of 0.8/),
    ]);
    expect(reasons).toContainEqual([
      'rounding',
      expect.stringMatching(
        /^lines of tax code standard come to [0-9.]+ and are invoiced as [0-9.]+;/,
      ),
    ]);
  });

  it('that was carried in names the documents that left it', async () => {
    const billing = await aYear();
    const [first, second, third] = [
      await documentOf(billing, '2026-01'),
      await documentOf(billing, '2026-02'),
      await documentOf(billing, '2026-03'),
    ];
    const line = third.lines.find(({ kind }) => kind === 'carried-in');

    const answer = await explained(billing, third.id, line?.id ?? '');

    expect(answer.carried?.map(({ id, type, period }) => [id, type, period])).toEqual([
      [second.id, 'statement', '2026-02'],
      [first.id, 'statement', '2026-01'],
    ]);
    expect(sumOf(answer.carried?.map(({ exactAmount }) => exactAmount) ?? [])).toBe(
      line?.exactAmount,
    );
  });

  it('of a credit note leads to the line it takes off', async () => {
    const billing = await aYear();
    const invoice = await documentOf(billing, '2026-03');
    const credited = await interfaceOf(billing)('POST /v1/invoices/{id}/credit-notes', {
      params: { id: invoice.id },
      body: { reason: 'an outage', lines: [{ line: '1', amount: '0.10' }] },
      headers: { 'content-type': 'application/json', 'idempotency-key': 'outage' },
    });

    const answer = await explained(billing, String(credited.body['id']), '1');

    expect(answer).toMatchObject({
      invoice: { type: 'credit-note' },
      reason: expect.stringMatching(/^takes off line 1 of INV-2026-000001: an outage$/),
      steps: [{ of: 'credited', amount: '0.1' }],
    });
  });
});

describe('a draft', () => {
  it('is explained like an invoice', async () => {
    const billing = await aTenancy({
      plans: { reader: quarter },
      customers: [press],
      settings: someSettings({ approval: true }),
    });
    await billing.use(many(4, '2026-01-05T10:00:00Z'));
    await bill(billing, '2026-01', '2026-02-03T00:00:00Z');
    const draft = await documentOf(billing, '2026-01');

    const answer = await explained(billing, draft.id, '1');

    expect(answer).toMatchObject({
      invoice: { status: 'draft', number: null },
      usage: { quantity: '4', billed: [] },
      tallies: [{ quantity: '4' }],
    });
    expect(answer.usage).not.toHaveProperty('difference');
  });
});
