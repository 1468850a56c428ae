import { describe, expect, it } from '@jest/globals';
import { billingMessageFrom } from '../../core/billing/run/message.ts';
import { documentsIn } from '../../core/books/block.ts';
import { timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { quarantineEntryOf } from '../../core/metering/quarantine/quarantine.ts';
import { runBilling } from '../../functions/run-billing/run-billing.ts';
import { someSettings } from '../fixtures/plans.ts';
import {
  aTenant,
  at,
  billed,
  interfaceOf,
  invoicesOf,
  press,
  radio,
  runOf,
  viewsOf,
} from '../support/billed-tenant.ts';
import { use, workOff } from '../support/some-billing.ts';

const json = { 'content-type': 'application/json' };

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
      status: 'waiting',
      waitingFor: [{ code: 'unreconciled' }],
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
    expect(documentsIn(bytes)[0]).toMatchObject({ overrides });
  });

  it('of which nobody pays for what was used is not done before it has looked', async () => {
    const billing = await aTenant();
    await billed(billing);
    const before = await runOf(billing);
    await interfaceOf(billing)('POST /v1/billing-runs', {
      body: { period: '2026-01' },
      headers: json,
    });

    expect(before).toMatchObject({ status: 'done' });
    expect(await runOf(billing)).toMatchObject({ status: 'open', counts: { open: 0 } });
    await workOff(billing, 0);
    expect(await runOf(billing)).toMatchObject({ status: 'done' });
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
    expect(body['unassigned']).toEqual([]);
    expect(body['months']).toEqual([
      { period: '2025-11', customers: 2, waitingFor: [] },
      { period: '2025-12', customers: 2, waitingFor: [] },
      { period: '2026-01', customers: 2, waitingFor: [] },
    ]);
    expect(billing.log.blocksOf('acme')).toEqual([]);
  });

  it('tried dry, says what the first month of all would wait for, and waits for that', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: undefined }) });
    await use(billing, viewsOf('app-1', 8));

    const { body } = await billed(billing, { period: '2026-01', dryRun: true });
    await billed(billing);

    const drafts = body['drafts'] as { customer: string; parked?: { code: string } }[];
    expect(drafts.map(({ customer, parked }) => [customer, parked?.code])).toEqual([
      ['press', 'awaiting-approval'],
      ['radio', 'awaiting-approval'],
    ]);
    expect(await runOf(billing)).toMatchObject({
      counts: { closed: 0, parked: 2 },
      customers: [{ code: 'awaiting-approval' }, { code: 'awaiting-approval' }],
    });
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

  it('closes no month that was voided since it began, with nothing due and nothing checked', async () => {
    const billing = await aTenant({ customers: [press] });
    await use(billing, viewsOf('app-1', 8));
    await billed(billing);
    const [invoice] = await invoicesOf(billing);
    const done = billing.queue.bodies.length;
    const begun = { kind: 'run', tenant: 'acme', period: '2026-01', overrides: [], asked: true };
    await runBilling(billing)(billingMessageFrom(JSON.stringify(begun)));

    const [event] = viewsOf('app-1', 1);
    if (event === undefined) throw new Error('one view');
    await billing.quarantine.put(quarantineEntryOf('acme', event, 'conflict', billing.time.now));
    await interfaceOf(billing)('POST /v1/invoices/{id}/void', {
      params: { id: String(invoice?.id) },
      body: { reason: 'a wrong address', afterwards: 'rebill' },
      headers: { 'content-type': 'application/json' },
    });
    await workOff(billing, done);

    expect(await runOf(billing)).toMatchObject({ counts: { closed: 0, open: 1 } });
  });
});
