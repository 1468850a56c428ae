import { describe, expect, it } from '@jest/globals';
import { makeReport } from '../../core/reports/make-report.ts';
import { reportQuestion } from '../../core/reports/question.ts';
import { reportPage, tablesAnswer } from '../../core/reports/report-page.ts';
import { billed, taxed, withBody } from '../support/billed-month.ts';

const dollars = {
  ...taxed,
  taxes: { standard: { category: 'S', rate: '19' } },
} as const;

describe('an invoice in another currency than that of the seller’s country', () => {
  it('is set aside without a rate, and says its tax in both by the rate that is put', async () => {
    const waiting = await billed(dollars, {}, 'USD');
    expect((await waiting.get()).body['parked']).toMatchObject({ code: 'missing-on-invoice' });
    const exchangeRates = [{ currency: 'USD', from: '2026-01-20', rate: '0.5' }];

    const { get, ask, id } = await billed({ ...dollars, exchangeRates }, {}, 'USD');

    expect((await get()).body).toMatchObject({
      ...{ currency: 'USD', subtotal: '2.00', total: '2.38' },
      nationalTax: { currency: 'EUR', rate: '0.5', rateFrom: '2026-01-20', amount: '0.19' },
    });
    const credited = await ask('POST /v1/invoices/{id}/credit-notes', {
      params: { id },
      body: { reason: 'an outage' },
      headers: { ...withBody, 'idempotency-key': 'outage' },
    });
    const { creditNotes } = (credited.body['invoice'] as { paymentState: Credited }).paymentState;
    const note = await ask('GET /v1/invoices/{id}', { params: { id: creditNotes[0]?.id ?? '' } });
    expect(note.body).toMatchObject({ nationalTax: { currency: 'EUR', amount: '0.19' } });
  });

  it('is in the VAT summary in both, as the documents say it, less what was credited', async () => {
    const exchangeRates = [{ currency: 'USD', from: '2026-01-20', rate: '0.5' }];
    const { billing, ask, id } = await billed({ ...dollars, exchangeRates }, {}, 'USD');
    const summary = async () => {
      const question = reportQuestion('vat-summary', { from: '2026-01', to: '2026-12' });
      const report = await makeReport(billing, 'acme', question, {
        ...{ through: undefined, documentsMax: 100 },
      });
      return tablesAnswer(reportPage(report, { offset: 0, limit: 100 }));
    };

    const [invoiced] = await summary();
    await ask('POST /v1/invoices/{id}/credit-notes', {
      params: { id },
      body: { reason: 'an outage', lines: [{ line: '1', amount: '1.00' }] },
      headers: { ...withBody, 'idempotency-key': 'outage' },
    });
    const [less] = await summary();

    const national = { nationalCurrency: 'EUR', nationalBase: '1.00', nationalTax: '0.19' };
    expect(invoiced).toMatchObject({
      currency: 'USD',
      rows: [{ base: '2.00', tax: '0.38', ...national }],
      totals: { tax: '0.38', ...national },
    });
    expect(less?.totals).toMatchObject({
      ...{ base: '1.00', tax: '0.19', nationalBase: '0.50', nationalTax: '0.09' },
    });
  });
});

interface Credited {
  readonly creditNotes: readonly { readonly id: string }[];
}
