import { describe, expect, it } from '@jest/globals';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { nanosFrom, nanosOf } from '../../../core/kernel/money.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPolicy } from '../../fixtures/invoicing.ts';
import { aShare } from '../../fixtures/shares.ts';
import { aPaidPress, ofReads, postedIn, readsOf, tenant } from '../../support/a-paid-press.ts';

describe('what payees earn of months that one invoice is for', () => {
  async function annsQuarter(basis: 'paid' | 'invoiced') {
    const parts = [{ to: 'value', shares: 70 } as const, { to: 'platform', shares: 30 } as const];
    const authors = aShare('authors', parts, '2020-01-01', { of: ofReads, basis });
    const now = timestampOf(Date.UTC(2026, 3, 3));
    const press = await aPaidPress({ shares: [authors], readers: [], now });
    const plan = [{ plan: 'reader', from: '2020-01-01' }];
    const invoiceInterval = { every: 'quarter' } as const;
    await press.put(aCustomer({ key: 'ann', subjects: ['ann'], plan, invoiceInterval }));
    await press.use([...readsOf('ann', 'ada', 3), ...readsOf('ann', 'ada', 1, '2026-03-10')]);
    await press.close('ann', '2026-01');
    await press.close('ann', '2026-02');
    const { id: invoice } = await press.close('ann', '2026-03');
    await press.accrue();
    const posted = async () => [await postedIn(press), await postedIn(press, '2026-03')];
    return { ...press, invoice, posted };
  }

  it('is paid with that invoice, of each month', async () => {
    const press = await annsQuarter('paid');
    expect(await press.posted()).toEqual([{}, {}]);

    await recordPayment(press.books, tenant, {
      ...{ invoice: press.invoice, rail: 'bank', reference: 'a', receivedAt: press.clock.now() },
      amount: nanosFrom('40') ?? nanosOf(0n),
    });
    await press.accrue();

    expect(await press.posted()).toEqual([{ ada: '21' }, { ada: '7' }]);
  });

  it('shrinks with what is credited of it, in each month', async () => {
    const press = await annsQuarter('invoiced');
    expect(await press.posted()).toEqual([{ ada: '21' }, { ada: '7' }]);

    await creditInvoice(press.books, tenant, {
      policy: aPolicy(),
      request: { invoice: press.invoice, key: 'k', reason: 'an outage', lines: undefined },
    });
    await press.accrue();

    expect(await press.posted()).toEqual([{ ada: '0' }, { ada: '0' }]);
  });
});

describe('what payees earn of a month that begins on a billing day', () => {
  it('has what was used in it since the first share began, though that is in the next month', async () => {
    const parts = [{ to: 'value', shares: 70 } as const, { to: 'platform', shares: 30 } as const];
    const authors = aShare('authors', parts, '2026-02-05', { of: ofReads, basis: 'invoiced' });
    const now = timestampOf(Date.UTC(2026, 3, 3));
    const press = await aPaidPress({ shares: [authors], readers: [], now });
    const plan = [{ plan: 'reader', from: '2020-01-01' }];
    await press.put(aCustomer({ key: 'ann', subjects: ['ann'], plan, billingDay: 15 }));
    await press.use([
      ...readsOf('ann', 'ada', 4, '2026-02-04'),
      ...readsOf('ann', 'ada', 2, '2026-02-06'),
      ...readsOf('ann', 'ada', 1, '2026-02-20'),
    ]);
    await press.close('ann', '2026-01');
    await press.accrue();

    expect([await postedIn(press), await postedIn(press, '2026-02')]).toEqual([{ ada: '14' }, {}]);
  });
});
