import { describe, expect, it } from '@jest/globals';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import type { billingInterface } from '../support/billing-interface.ts';
import { use } from '../support/some-billing.ts';
import { aTenantWithStrays, aView, press } from '../support/unbilled-tenant.ts';

/** What the explanation of the first line of January's invoice says of usage that it does not have. */
async function difference(ask: ReturnType<typeof billingInterface>): Promise<string> {
  const { body } = await ask('GET /v1/invoices', { query: { period: '2026-01' } });
  const [invoice] = (body as { invoices: { id: string }[] }).invoices;
  const params = { id: invoice?.id ?? '', line: '1' };
  const answer = await ask('GET /v1/invoices/{id}/lines/{line}', { params });
  return (answer.body as { usage: { difference: { detail: string } } }).usage.difference.detail;
}

const strangers = (subject: string, quantity: string) => ({
  ...{ subject, meter: 'view', period: '2026-01', reason: 'no-payer' },
  ...{ quantity, events: Number.parseInt(quantity, 10) },
});

describe('what is not billed', () => {
  it('is listed page by page, and told of by the run', async () => {
    const { billing, billAt, rowsOf, unbilledNotices } = await aTenantWithStrays();
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aView('stray', '2026-01-14T10:00:00Z'),
      aView('stray', '2026-01-15T10:00:00Z'),
      aView('waif', '2026-01-15T10:00:00Z'),
    ]);

    await billAt('2026-01', '2026-02-03T00:00:00Z');

    const rows = await rowsOf('2026-01');
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(expect.arrayContaining([strangers('stray', '2'), strangers('waif', '1')]));
    expect(unbilledNotices().map(({ period, code }) => [period, code])).toContainEqual([
      '2026-01',
      'no-payer',
    ]);
  });

  it('is told of no more once it is accepted, with its key and reason, until there is more', async () => {
    const { billing, ask, billAt, rowsOf, unbilledNotices } = await aTenantWithStrays();
    await use(billing, [aView('stray', '2026-01-14T10:00:00Z')]);
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    const told = unbilledNotices().length;
    const { period, ...row } = strangers('stray', '1');

    const answer = await ask('POST /v1/unbilled/accept', {
      body: { period, reason: 'our own tests', rows: [row] },
    });
    const accepted = await rowsOf('2026-01');
    await billAt('2026-01', '2026-02-04T00:00:00Z');
    const afterAccepting = unbilledNotices().length;
    await use(billing, [aView('stray', '2026-01-20T10:00:00Z')]);
    await billAt('2026-01', '2026-02-05T00:00:00Z');

    expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(accepted).toMatchObject([{ ...row, accepted: { reason: 'our own tests' } }]);
    expect([told, afterAccepting, unbilledNotices().length]).toEqual([1, 1, 2]);
    expect(await rowsOf('2026-01')).toEqual([strangers('stray', '2')]);
  });

  it('is not accepted in another quantity than it has', async () => {
    const { billing, ask } = await aTenantWithStrays();
    await use(billing, [aView('stray', '2026-01-14T10:00:00Z')]);
    const { period, ...row } = strangers('stray', '5');

    const answer = await ask('POST /v1/unbilled/accept', {
      body: { period, reason: 'our own tests', rows: [row] },
    });

    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'unbilled.changed', param: '/rows/0' },
    });
  });

  it('is in a preview', async () => {
    const { billing, ask } = await aTenantWithStrays();
    await putCustomer(billing.rating.customers, 'acme', {
      customer: { ...press, plan: [{ plan: 'reader', from: '2026-01-15' }] },
      now: billing.clock.now(),
      replaces: undefined,
    });
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aView('app-1', '2026-01-15T10:00:00Z'),
    ]);

    const preview = (period: string) =>
      ask('GET /v1/customers/{key}/preview', { params: { key: 'press' }, query: { period } });

    expect((await preview('2026-01')).body).toMatchObject({
      unbilled: [{ subject: 'app-1', meter: 'view', reason: 'no-plan', quantity: '1', events: 1 }],
    });
    expect((await preview('2026-02')).body).not.toHaveProperty('unbilled');
  });

  it('has what a subject used in January that a customer takes in April, and no explanation says yet', async () => {
    const { billing, ask, billAt, rowsOf } = await aTenantWithStrays();
    await use(billing, [
      aView('app-1', '2026-01-14T10:00:00Z'),
      aView('late', '2026-01-14T10:00:00Z'),
      aView('late', '2026-01-15T10:00:00Z'),
    ]);
    await billAt('2026-01', '2026-02-02T00:00:00Z');
    await billAt('2026-02', '2026-03-02T00:00:00Z');
    await billAt('2026-03', '2026-04-02T00:00:00Z');
    await putCustomer(billing.rating.customers, 'acme', {
      customer: { ...press, subjects: ['app-1', 'late'] },
      now: billing.clock.now(),
      replaces: undefined,
    });

    await billAt('2026-04', '2026-05-02T00:00:00Z');

    const place = { customer: 'press', meter: 'view', period: '2026-01' };
    const row = { ...place, subject: 'late', reason: 'too-late', quantity: '2', events: 2 };
    expect(await rowsOf('2026-01')).toEqual([row]);
    expect(await difference(ask)).toContain('2 is in no invoice and will be in none');
  });

  it('is in no invoice for good, and an explanation says so', async () => {
    const { billing, ask, billAt } = await aTenantWithStrays();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    await billAt('2026-01', '2026-02-03T00:00:00Z');
    await billAt('2026-02', '2026-03-03T00:00:00Z');
    await use(billing, [aView('app-1', '2026-01-15T10:00:00Z')]);
    const detailOf = () => difference(ask);
    const before = await detailOf();
    await billAt('2026-03', '2026-04-03T00:00:00Z');
    await use(billing, [aView('app-1', '2026-01-16T10:00:00Z')]);

    expect(before).toContain('1 is in no invoice yet');
    expect(await detailOf()).toContain('1 is in no invoice and will be in none');
  });
});
