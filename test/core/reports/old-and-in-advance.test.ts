import { describe, expect, it } from '@jest/globals';
import { makeReport } from '../../../core/reports/make-report.ts';
import { reportQuestion } from '../../../core/reports/question.ts';
import { reportPage, tablesAnswer } from '../../../core/reports/report-page.ts';
import { aCharge } from '../../fixtures/invoicing.ts';
import { invoicesOf, payer, tenant } from '../../support/a-payer-in-books.ts';
import { payerInAdvance } from '../../support/fees-in-advance.ts';
import { overpaid } from '../../support/moved-money.ts';

async function tableOf(
  world: Parameters<typeof makeReport>[0],
  name: string,
  asked: Parameters<typeof reportQuestion>[1],
) {
  const bounds = { through: undefined, documentsMax: 1_000 };
  const report = await makeReport(world, tenant, reportQuestion(name, asked), bounds);
  return tablesAnswer(reportPage(report, { offset: 0, limit: 1_000 }))[0];
}

describe('a report of documents of before', () => {
  it('has what was paid too much of an invoice beside what is due of others, and adds up', async () => {
    const world = await invoicesOf(['10', '20']);
    await overpaid(world, world.invoices[0] ?? '', '61.90');

    const aged = await tableOf(world, 'aged-receivables', { asOf: '2027-01-20' });
    const cash = await tableOf(world, 'cash', { from: '2027-01', to: '2027-01' });

    expect(aged?.rows).toMatchObject([
      { customer: payer, notDue: '20.00', overpaid: '-51.90', receivable: '-31.90' },
    ]);
    expect(aged?.rows[0]?.['unapplied']).toBe('0.00');
    expect(cash?.rows).toMatchObject([{ rail: 'bank', received: '61.90' }]);
  });

  it('is of the days before a payment where that came later', async () => {
    const world = await invoicesOf(['10']);
    await overpaid(world, world.invoices[0] ?? '', '10');

    const before = await tableOf(world, 'cash', { from: '2026-01', to: '2026-12' });

    expect(before).toMatchObject({ rows: [], balances: [] });
  });
});

describe('revenue that is charged in advance', () => {
  it('is deferred until the end of the month that it is for, and revenue of that month then', async () => {
    const world = payerInAdvance();
    await world.close('2026-01', { charges: [aCharge('100', '0.01')] });
    await world.close('2026-02', { ahead: [] });
    const deferredAt = (asOf: string) => tableOf(world, 'deferred', { asOf });

    const [charged, earned] = [await deferredAt('2026-02-27'), await deferredAt('2026-02-28')];
    const february = await tableOf(world, 'revenue', { from: '2026-02', to: '2026-02' });

    expect(charged).toMatchObject({
      rows: [{ account: 'deferred:fee:base', service: '2026-02', deferred: '31.00' }],
      totals: { deferred: '31.00', carried: '0.00' },
    });
    expect(charged?.balances[0]).toEqual({
      ...{ account: 'deferred:fee:base', of: 'balance', amount: '-31.00', column: 'deferred' },
    });
    expect(earned?.rows).toEqual([]);
    expect(february?.rows).toMatchObject([
      { service: '2026-02', of: 'fee', key: 'base', revenue: '31.00' },
      { service: '2026-02', of: 'meter', key: 'views', revenue: '1.00' },
    ]);
  });
});
