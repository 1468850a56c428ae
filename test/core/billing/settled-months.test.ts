import { describe, expect, it } from '@jest/globals';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { ClosingRequest } from '../../../core/invoicing/closing-request.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { Meter } from '../../../core/metering/meter.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { documentOf, invoiceOf } from '../../support/closed-month.ts';
import { aTenancy, views } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
let made = 0;
const used = (time: string, fields: Partial<UsageEvent> = {}): UsageEvent => {
  made += 1;
  return aUsageEvent({ id: `settled-${made}`, subject: 'app-1', occurredAt: at(time), ...fields });
};

const fee = (timing: 'advance' | 'arrears') =>
  ({ key: 'base', amount: '5', description: 'Base', timing }) as const;
const perView = { meter: 'view', model: 'per_unit', unitPrice: '1' } as const;
const reader = aPlan(aVersion({ charges: [perView], fixedFees: [fee('arrears')] }));
const ahead = aPlan(aVersion({ charges: [perView], fixedFees: [fee('advance')] }));
const press = (plan = 'reader') =>
  aCustomer({ key: 'press', subjects: ['app-1'], plan: [{ plan, from: '1970-01-01' }] });

async function aPayer(plan = 'reader', meters: readonly Meter[] = [views]) {
  const tenancy = await aTenancy(
    { meters, plans: { reader, ahead }, customers: [press(plan)] },
    at('2026-05-03T00:00:00Z'),
  );
  const { books, clock, totals } = tenancy;
  const read: number[] = [];
  const { readRange } = totals;
  totals.readRange = (range) => {
    read.push(range.from);
    return readRange.call(totals, range);
  };
  const closeAll = async (request: ClosingRequest) =>
    (await closePeriods({ books, clock }, 'acme', [request]))[0];
  return {
    ...tenancy,
    closeAll,
    close: async (month: string) => closeAll(await tenancy.request('press', month)),
    /** The first hours of what was read for a closing. */
    readFor: async (month: string) => {
      read.length = 0;
      await tenancy.request('press', month);
      return read.map((hour) => new Date(hour * 3_600_000).toISOString().slice(0, 7));
    },
    months: async (month: string) => {
      const { earlier, settled = [] } = await tenancy.request('press', month);
      return {
        earlier: earlier.map(({ period }) => period.month),
        settled: settled.map((one) => one.month),
      };
    },
  };
}

describe('a closed month', () => {
  it('is not rated again, and nothing of it is read, where nothing came since', async () => {
    const payer = await aPayer();
    await payer.use([used('2026-01-10T00:00:00Z'), used('2026-02-10T00:00:00Z')]);
    await payer.close('2026-01');
    await payer.close('2026-02');

    expect(await payer.months('2026-03')).toEqual({
      earlier: [],
      settled: ['2026-01', '2026-02'],
    });
    expect(await payer.readFor('2026-03')).toEqual(['2026-03']);
  });

  it.each([
    ['in an hour that had usage', '2026-01-10T00:30:00Z'],
    ['in one that had none', '2026-01-31T23:59:59Z'],
  ])('is rated again where usage came late, %s', async (_, time) => {
    const payer = await aPayer();
    await payer.use([used('2026-01-10T00:00:00Z')]);
    await payer.close('2026-01');
    await payer.use([used(time)]);

    expect(await payer.months('2026-02')).toEqual({ earlier: ['2026-01'], settled: [] });
    const { lines } = invoiceOf(await payer.close('2026-02'));
    expect(lines).toMatchObject([{ kind: 'fee' }, { kind: 'adjustment', quantity: '1' }]);
  });

  it('is settled again by the closing that billed what came late', async () => {
    const payer = await aPayer();
    await payer.close('2026-01');
    await payer.use([used('2026-01-10T00:00:00Z')]);
    await payer.close('2026-02');

    expect(await payer.months('2026-03')).toEqual({
      earlier: [],
      settled: ['2026-01', '2026-02'],
    });
    const { lines } = invoiceOf(await payer.close('2026-03'));
    expect(lines).toMatchObject([{ kind: 'fee' }]);
  });

  it('is rated again after the void of an invoice that adjusted it', async () => {
    const payer = await aPayer();
    await payer.close('2026-01');
    await payer.use([used('2026-01-10T00:00:00Z')]);
    const { id: invoice } = documentOf(await payer.close('2026-02'));
    await voidInvoice(payer.books, 'acme', { invoice, reason: 'test', afterwards: 'rebill' });

    expect(await payer.months('2026-02')).toEqual({ earlier: ['2026-01'], settled: [] });
    const { lines } = invoiceOf(await payer.close('2026-02'));
    expect(lines).toMatchObject([{ kind: 'fee' }, { kind: 'adjustment', quantity: '1' }]);
  });

  it('is rated again after the void of an invoice that charged it in advance', async () => {
    const payer = await aPayer('ahead');
    await payer.use([used('2026-01-10T00:00:00Z')]);
    const { id: invoice } = documentOf(await payer.close('2026-01'));
    await payer.close('2026-02');
    await voidInvoice(payer.books, 'acme', { invoice, reason: 'test', afterwards: 'rebill' });

    expect(await payer.months('2026-03')).toEqual({ earlier: ['2026-02'], settled: [] });
  });

  it('that something was booked about meanwhile is closed only when it is made ready again', async () => {
    const payer = await aPayer('ahead');
    await payer.use([used('2026-01-10T00:00:00Z')]);
    const { id: invoice } = documentOf(await payer.close('2026-01'));
    await payer.close('2026-02');
    const request = await payer.request('press', '2026-03');
    await voidInvoice(payer.books, 'acme', { invoice, reason: 'test', afterwards: 'rebill' });

    await expect(payer.closeAll(request)).rejects.toThrow(
      'make the closing of press ready again: 2026-01 was booked about meanwhile',
    );
    expect(await payer.close('2026-03')).toMatchObject({ status: 'closed' });
  });

  it('is rated again where its closing kept no sign, as none did before', async () => {
    const payer = await aPayer();
    const request = await payer.request('press', '2026-01');
    const { counted: _, ...agreed } = request.agreed ?? {};
    await payer.closeAll({ ...request, agreed: agreed as NonNullable<ClosingRequest['agreed']> });

    expect(await payer.months('2026-02')).toEqual({ earlier: ['2026-01'], settled: [] });
  });

  it('is rated again where a level goes on from month to month', async () => {
    const level = aMeter({
      key: 'level',
      eventType: 'level',
      aggregation: 'weighted_sum',
      value: 'change',
      opensWith: 'previous',
    });
    const payer = await aPayer('reader', [views, level]);
    await payer.close('2026-01');

    expect(await payer.months('2026-02')).toEqual({ earlier: ['2026-01'], settled: [] });
  });

  it('is rated again where somebody else’s usage of the same shard came late', async () => {
    const payer = await aPayer();
    await payer.close('2026-01');
    const others = Array.from({ length: 8 }, (_, index) => `other-${index}`);
    await payer.use(others.map((subject) => used('2026-01-10T00:00:00Z', { subject })));

    expect(await payer.months('2026-02')).toEqual({ earlier: ['2026-01'], settled: [] });
  });
});
