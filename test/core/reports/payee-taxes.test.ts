import { describe, expect, it } from '@jest/globals';
import type { SettingsBody } from '../../../core/contract/catalog/settings-shapes.ts';
import type { ReportName } from '../../../core/contract/reports/report-names.ts';
import { makeStatements } from '../../../core/earnings/statements/make-statements.ts';
import { type Month, monthFrom } from '../../../core/kernel/month.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import { makeReport } from '../../../core/reports/make-report.ts';
import { reportQuestion } from '../../../core/reports/question.ts';
import { reportPage, tablesAnswer } from '../../../core/reports/report-page.ts';
import type { PayeeRecord } from '../../../core/shares/ports.ts';
import { inMemoryBillingSettings } from '../../fakes/billing-settings.ts';
import { inMemoryPayees } from '../../fakes/shares.ts';
import { ada, registered } from '../../fixtures/payee-statements.ts';
import { booksOfPayees, earnedByViews, julyAsOf, tenant } from '../../support/payees-in-books.ts';

const [july, august] = [monthFrom('2026-07'), monthFrom('2026-08')];
const seller = {
  name: 'Revue SAS',
  taxNumber: 'FR40303265045',
  address: { lines: ['1 rue de la Paix'], postalCode: '75002', city: 'Paris', country: 'FR' },
};
const german = { ...registered, country: 'DE', taxNumber: 'DE136695976', address: undefined };
const american = { name: 'Joe', country: 'US' };

/** Books in which payees were told of July; the clock is set to the third of August 2026. */
async function aWorld(
  bodies: Readonly<Record<string, PayeeRecord['body']>>,
  fields: Partial<SettingsBody> = {},
) {
  const world = booksOfPayees();
  const [payees, settings] = [inMemoryPayees(), inMemoryBillingSettings()];
  for (const [key, body] of Object.entries(bodies)) {
    await payees.put(tenant, { key, revision: 1, body });
  }
  await settings.put({ tenant, revision: 1, body: { seller, timezone: 'UTC', ...fields } });
  const ports = { ...world, payees, settings };
  let asOf = 0;
  return {
    ...ports,
    tell: async (month: Month, amounts: Readonly<Record<string, string>>) => {
      asOf += 1;
      await postShares(world.books, tenant, julyAsOf(asOf), earnedByViews(amounts));
      const run = { month, payees: Object.keys(amounts), linesOf: () => undefined };
      return makeStatements(ports, tenant, run);
    },
  };
}

async function tablesOf(
  world: Awaited<ReturnType<typeof aWorld>>,
  name: ReportName,
  days = { from: '2026-08', to: '2026-08' },
) {
  const bounds = { through: undefined, documentsMax: 100 };
  const report = await makeReport(world, tenant, reportQuestion(name, days), bounds);
  return tablesAnswer(reportPage(report, { offset: 0, limit: 100 }));
}

describe('the VAT summary', () => {
  it('has the tax of invoices that are written in the names of payees as input tax', async () => {
    const world = await aWorld({ ada: registered, ben: german, joe: ada });
    await world.tell(july, { ada: '100', ben: '50', joe: '7' });

    const of = { month: '2026-08', code: 'standard', nationalCurrency: 'EUR' };
    expect(await tablesOf(world, 'vat-summary')).toEqual([
      {
        currency: 'EUR',
        rows: [
          {
            ...{ ...of, category: 'AE', rate: '0', country: 'DE', inputBase: '50.00' },
            ...{ inputTax: '0.00', nationalInputBase: '50.00', nationalInputTax: '0.00' },
          },
          {
            ...{ ...of, category: 'S', rate: '20', country: 'FR', inputBase: '100.00' },
            ...{ inputTax: '20.00', nationalInputBase: '100.00', nationalInputTax: '20.00' },
          },
        ],
        totals: {
          ...{ base: '0.00', tax: '0.00', gross: '0.00', nationalCurrency: 'EUR' },
          ...{ nationalBase: '0.00', nationalTax: '0.00', inputBase: '150.00' },
          ...{ inputTax: '20.00', nationalInputBase: '150.00', nationalInputTax: '20.00' },
        },
        balances: [
          {
            ...{ account: 'customers:receivable', of: 'change', amount: '0.00' },
            ...{ kinds: ['invoice', 'credit-note', 'void'], column: 'gross' },
          },
          { account: 'input-tax:standard', of: 'change', amount: '20.00', column: 'inputTax' },
        ],
      },
    ]);
  });

  it('has what credit notes to payees take back below zero', async () => {
    const world = await aWorld({ ada: registered });
    await world.tell(july, { ada: '100' });
    await world.tell(august, { ada: '90' });

    const [table] = await tablesOf(world, 'vat-summary');

    expect(table?.rows).toMatchObject([{ inputBase: '90.00', inputTax: '18.00' }]);
    const before = { from: '2026-07', to: '2026-07' };
    expect(await tablesOf(world, 'vat-summary', before)).toEqual([]);
  });
});

describe('the report of tax that is withheld', () => {
  const withholding = { US: { rate: '15', reason: 'Article 12' } };

  it('says by country and payee what was kept back, and of how much', async () => {
    const world = await aWorld({ ada, joe: american }, { withholding });
    await world.tell(july, { ada: '100', joe: '40' });

    const head = { month: '2026-08', country: 'US', payee: 'joe', rate: '15' };
    expect(await tablesOf(world, 'withheld-tax')).toEqual([
      {
        currency: 'EUR',
        rows: [{ ...head, base: '40.00', withheld: '6.00' }],
        totals: { base: '40.00', withheld: '6.00' },
        balances: [{ account: 'withheld:US', of: 'change', amount: '-6.00', column: 'withheld' }],
      },
    ]);
  });

  it('takes off what was given back', async () => {
    const world = await aWorld({ joe: american }, { withholding });
    await world.tell(july, { joe: '40' });
    await world.tell(august, { joe: '20' });

    const [table] = await tablesOf(world, 'withheld-tax');

    expect(table?.rows).toMatchObject([{ base: '20.00', withheld: '3.00' }]);
  });
});
