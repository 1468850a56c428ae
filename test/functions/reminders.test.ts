import { describe, expect, it } from '@jest/globals';
import { settingsFrom } from '../../core/catalog/tenant-billing.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { documentedTenant } from '../reference/support/documented-tenant.ts';
import { asking } from '../support/ask.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { railsHandler } from '../support/changing-handlers.ts';

const headers = { 'content-type': 'application/json' };
const keyed = { ...headers, 'idempotency-key': 'ticket-1' };
const params = { id: 'INV-2026-000001' };

/** A tenant whose invoice fell due on 17 November 2026, on the 25th; one reminder was made before. */
async function aTenant() {
  const { billing, rails } = await documentedTenant();
  billing.time.now = timestampOf(Date.UTC(2026, 10, 25, 12));
  return { ask: asking(railsHandler(rails.ports)), get: billingInterface(billing), billing };
}

describe('reminders over HTTP', () => {
  it('are previewed for a day to come, made, listed, and stand beside their invoice', async () => {
    const { ask, get, billing } = await aTenant();
    const remind = (body: object) => ask('POST /v1/reminders', { body, headers });
    billing.time.now = timestampOf(Date.UTC(2026, 11, 20, 12));

    const early = await remind({ dryRun: true });
    const made = await remind({});
    const again = await remind({});
    const listed = await get('GET /v1/reminders', { query: { customer: 'press-review' } });
    const invoice = await get('GET /v1/invoices/{id}', { params });

    const reminder = {
      invoice: { number: params.id },
      level: 2,
      amountDue: '1.50',
      currency: 'EUR',
    };
    expect(early.body).toMatchObject({ dryRun: true, day: '2026-12-20', reminders: [reminder] });
    expect(made.body).toMatchObject({ dryRun: false, reminders: [reminder], others: [] });
    expect(again.body).toMatchObject({ reminders: [], others: [{ because: 'all-made' }] });
    expect(listed.body['reminders']).toMatchObject([{ level: 1 }, { level: 2, day: '2026-12-20' }]);
    expect(invoice.body).toMatchObject({
      paymentState: { reminders: [{ level: 1 }, { level: 2, day: '2026-12-20' }] },
    });
  });

  it('are paused by a key, once, until a day to come; and go on without one', async () => {
    const { ask, get } = await aTenant();
    const pause = (body: object, key: string) =>
      ask('POST /v1/invoices/{id}/pauses', {
        ...{ params, body },
        headers: { ...headers, 'idempotency-key': key },
      });
    const disputed = { until: '2026-12-15', reason: 'disputed' };

    const first = await pause(disputed, 'ticket-1');
    const again = await pause(disputed, 'ticket-1');
    const other = await pause({ reason: 'settled' }, 'ticket-1');
    const run = await ask('POST /v1/reminders', {
      body: { dryRun: true, asOf: '2026-12-14' },
      headers,
    });
    const paused = await get('GET /v1/invoices/{id}', { params });
    const ended = await pause({ reason: 'settled' }, 'ticket-2');

    expect([first.status, again.status, other.status, ended.status]).toEqual([201, 200, 409, 201]);
    expect(again.body['id']).toBe(first.body['id']);
    expect(other.body).toMatchObject({ code: 'request.idempotency-key-reused' });
    expect(run.body).toMatchObject({ others: [{ because: 'paused' }] });
    expect(paused.body).toMatchObject({ paymentState: { remindersPausedUntil: '2026-12-15' } });
  });

  it.each([
    ['/until', { until: '2026-11-25', reason: 'r' }],
    ['/until', { until: '2027-11-27', reason: 'r' }],
    ['/until', { until: '2026-13-40', reason: 'r' }],
  ])('refuse a pause that is not ahead: %s of %j', async (param, body) => {
    const { ask } = await aTenant();

    const answer = await ask('POST /v1/invoices/{id}/pauses', { params, body, headers: keyed });

    expect(answer).toMatchObject({ status: 400, body: { code: 'reminder.day-invalid', param } });
  });

  it.each([
    { asOf: '2026-11-26' },
    { asOf: '2026-11-24', dryRun: true },
    { asOf: '2026-02-30', dryRun: true },
  ])('refuse a day that is not to be looked at: %j', async (body) => {
    const { ask } = await aTenant();

    const answer = await ask('POST /v1/reminders', { body, headers });

    expect(answer).toMatchObject({ status: 400, body: { code: 'reminder.day-invalid' } });
  });

  it('are refused where the settings say nothing of them', async () => {
    const { ask, billing } = await aTenant();
    const record = await billing.rating.settings.get('acme');
    const { reminders: _, ...body } = record?.body ?? { seller: { name: 'nobody' } };
    await billing.rating.settings.put({
      tenant: 'acme',
      revision: (record?.revision ?? 0) + 1,
      body,
    });

    const answer = await ask('POST /v1/reminders', { body: {}, headers });

    expect(answer).toMatchObject({ status: 409, body: { code: 'reminder.not-set' } });
  });

  it('come as a letter, by format or Accept; and are not found by another id', async () => {
    const { get } = await aTenant();
    const { body } = await get('GET /v1/reminders');
    const [{ id = '' } = {}] = body['reminders'] as { id?: string }[];

    const byFormat = await get('GET /v1/reminders/{id}', {
      params: { id },
      query: { format: 'pdf' },
    });
    const byAccept = await get('GET /v1/reminders/{id}', {
      ...{ params: { id }, headers: { accept: 'application/pdf' } },
    });
    const asJson = await get('GET /v1/reminders/{id}', { params: { id } });
    const none = await get('GET /v1/reminders/{id}', { params: { id: 'rem_1' } });

    expect(byFormat.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="INV-2026-000001-reminder-1.pdf"',
    });
    expect(byAccept.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(asJson.body).toMatchObject({ id, level: 1, afterDays: 7, daysOverdue: 7, skipped: [] });
    expect(none).toMatchObject({ status: 404, body: { code: 'reminder.not-found' } });
  });
});

describe('settings of reminders', () => {
  it.each([
    [{ steps: [] }],
    [{ steps: [{ afterDays: 0 }] }],
    [{ steps: [{ afterDays: 181 }] }],
    [{ steps: Array.from({ length: 7 }, (_, index) => ({ afterDays: index + 1 })) }],
    [{ steps: [{ afterDays: 1 }], atHour: 24 }],
    [{ steps: [{ afterDays: 1 }], minimumDue: { EUR: '-1' } }],
    [{ steps: [{ afterDays: 1 }], minimumDue: { ABC: '1' } }],
    [{ steps: [{ afterDays: 7 }, { afterDays: 7 }] }],
  ])('are refused: %j', async (reminders) => {
    const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };

    expect(() => settingsFrom({ seller, reminders })).toThrow(Rejection);
  });
});
