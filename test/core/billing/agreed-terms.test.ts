import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { closePeriods, draftClosing } from '../../../core/invoicing/close-periods.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { rfc3339, timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, sumOf } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(0);
let made = 0;
const used = (time: string, fields: Partial<UsageEvent> = {}): UsageEvent => {
  made += 1;
  return aUsageEvent({ id: `used-${made}`, subject: 'app-1', occurredAt: at(time), ...fields });
};

const perView = (unitPrice: string) => ({ meter: 'view', model: 'per_unit', unitPrice }) as const;
const aFee = (amount: string) => ({
  key: 'base',
  description: 'Base fee',
  amount,
  timing: 'arrears' as const,
});
const zone = (name: string) => timeZoneFrom(name, '/timezone');
const sinceJanuary = { plan: [{ plan: 'reader', from: '2026-01-01' }] };
const january = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T04:59:00Z',
  '2026-01-01T05:00:00Z',
  '2026-01-12T00:00:00Z',
];

type Tenancy = Awaited<ReturnType<typeof aTenancy>>;

async function close(tenancy: Tenancy, month: string, key = 'press-review') {
  const { books, clock, request } = tenancy;
  const [outcome] = await closePeriods({ books, clock }, 'acme', [await request(key, month)]);
  if (outcome?.status !== 'closed') throw new Error(`${month} is closed, got ${outcome?.status}`);
  return outcome.document;
}

/** What a month comes to as a whole, rated while the month after it is made ready. */
async function ratedAgain(tenancy: Tenancy, month: string, whileClosing: string) {
  const { earlier } = await tenancy.request('press-review', whileClosing);
  const found = earlier.find(({ period }) => period.month === month);
  return sumOf(found?.charges ?? []);
}

describe('a closed month', () => {
  it.each(['America/New_York', 'Asia/Tokyo'])(
    'is rated again as it was agreed after the time zone became %s',
    async (name) => {
      const tenancy = await aTenancy({
        plans: {
          reader: aPlan(aVersion({ charges: [perView('1')], fixedFees: [aFee('31')] })),
        },
        customers: [aCustomer(sinceJanuary)],
      });
      await tenancy.use(january.map((time) => used(time)));
      await close(tenancy, '2026-01');

      await tenancy.use([used('2026-01-31T12:00:00Z')]);
      await tenancy.put(aCustomer({ ...sinceJanuary, timezone: zone(name) }));

      expect(await ratedAgain(tenancy, '2026-01', '2026-02')).toBe('36');
    },
  );

  it('keeps the stretches of its versions when the time zone changes', async () => {
    const tenancy = await aTenancy({
      plans: {
        reader: aPlan(
          aVersion({ charges: [perView('1')] }),
          aVersion({ effectiveFrom: '2026-01-16', charges: [perView('2')] }),
        ),
      },
      customers: [aCustomer(sinceJanuary)],
    });
    await tenancy.use(['2026-01-15T16:00:00Z', '2026-01-15T20:00:00Z'].map((time) => used(time)));
    await tenancy.use(['2026-01-12T00:00:00Z', '2026-01-17T00:00:00Z'].map((time) => used(time)));
    await close(tenancy, '2026-01');

    await tenancy.use([used('2026-01-20T00:00:00Z')]);
    await tenancy.put(aCustomer({ ...sinceJanuary, timezone: zone('Asia/Tokyo') }));

    expect(await ratedAgain(tenancy, '2026-01', '2026-02')).toBe('7');
  });

  it('is billed again under the voided document’s bounds after the time zone changed', async () => {
    const tenancy = await aTenancy(
      {
        plans: { reader: aPlan(aVersion({ charges: [perView('1')] })) },
        customers: [aCustomer(sinceJanuary)],
      },
      at('2026-03-02T00:00:00Z'),
    );
    const { books } = tenancy;
    await tenancy.use([...january, '2026-01-31T20:00:00Z'].map((time) => used(time)));
    const first = await close(tenancy, '2026-01');
    await close(tenancy, '2026-02');

    for (const name of ['Asia/Tokyo', 'America/New_York']) {
      await tenancy.put(aCustomer({ ...sinceJanuary, timezone: zone(name) }));
    }
    await voidInvoice(books, 'acme', { invoice: first.id, reason: 'test', afterwards: 'rebill' });
    const again = await close(tenancy, '2026-01');

    expect(again).toMatchObject({ kind: 'invoice', attempt: 2, period: first.period });
    expect(again).toMatchObject({ total: 5_000_000_000n });
  });

  it('billed again, makes good what its void took from the month after, which is closed under another plan', async () => {
    const ahead = { ...aFee('10'), timing: 'advance' as const };
    const tenancy = await aTenancy(
      {
        plans: {
          reader: aPlan(aVersion({ charges: [perView('1')], fixedFees: [ahead] })),
          metered: aPlan(aVersion({ charges: [perView('1')] })),
        },
        customers: [aCustomer(sinceJanuary)],
      },
      at('2026-03-02T00:00:00Z'),
    );
    await tenancy.use(['2026-02-10T00:00:00Z', '2026-02-11T00:00:00Z'].map((time) => used(time)));
    const first = await close(tenancy, '2026-01');
    await tenancy.put(
      aCustomer({ plan: [...sinceJanuary.plan, { plan: 'metered', from: '2026-02-01' }] }),
    );
    const february = await close(tenancy, '2026-02');
    const voided = { invoice: first.id, reason: 'test', afterwards: 'rebill' } as const;
    await voidInvoice(tenancy.books, 'acme', voided);

    const again = await close(tenancy, '2026-01');

    // January's fee of 10, and 2 views of February.
    expect([first, february, again].map(({ kind }) => kind)).toEqual([
      'invoice',
      'statement',
      'invoice',
    ]);
    expect(again).toMatchObject({ total: 12_000_000_000n });
  });

  it('is billed again by the taxes it was billed by', async () => {
    const seller = { ...someSettings().seller, taxNumber: 'DE123456789' };
    const taxes = { standard: { category: 'S', rate: '19' } } as const;
    const address = { lines: ['1 Fleet St'], country: 'GB' };
    const tenancy = await aTenancy({
      plans: { reader: aPlan(aVersion({ charges: [perView('100')] })) },
      settings: someSettings({ seller, taxes }),
      customers: [aCustomer({ ...sinceJanuary, address })],
    });
    await tenancy.use([used('2026-01-10T00:00:00Z')]);
    const first = await close(tenancy, '2026-01');

    await tenancy.put(
      aCustomer({ ...sinceJanuary, address, taxes: { standard: { category: 'S', rate: '7' } } }),
    );
    await voidInvoice(tenancy.books, 'acme', {
      invoice: first.id,
      reason: 'test',
      afterwards: 'rebill',
    });

    const request = await tenancy.request('press-review', '2026-01');
    expect((await draftClosing(tenancy.books, 'acme', request)).draft.total).toBe('119.00');
  });

  it('keeps with its closing what it was closed under', async () => {
    const tenancy = await aTenancy({
      plans: { reader: aPlan() },
      customers: [aCustomer({ ...sinceJanuary, timezone: zone('Europe/Paris') })],
    });
    await tenancy.use([used('2026-01-10T00:00:00Z')]);

    const { agreed } = await close(tenancy, '2026-01');
    // Written here as anybody would, who has the prices.
    const version =
      '{"charges":[{"meter":"view","model":"per_unit","unitPrice":"0.001"}],"currency":"EUR","effectiveFrom":"2020-01-01"}';
    const digest = createHash('sha256').update(version).digest('base64');

    expect(agreed).toMatchObject({ timeZone: 'Europe/Paris', rules: 3 });
    expect(
      agreed?.stretches.map(({ start, end, ...stretch }) => ({
        ...stretch,
        start: rfc3339(start),
        end: rfc3339(end),
      })),
    ).toEqual([
      {
        plan: 'reader',
        version: '2020-01-01',
        start: '2025-12-31T23:00:00Z',
        end: '2026-01-31T23:00:00Z',
        from: 0,
        to: 31,
        of: 31,
      },
    ]);
    const cell = { kind: 'period', month: monthFrom('2026-01'), customer: 'press-review' } as const;
    const page = await tenancy.books.read('acme', { cells: [cell] });
    const { prices, ...kept } = agreed ?? {};
    expect(page.at(cell)?.agreed).toEqual({
      ...kept,
      ...{ start: at('2025-12-31T23:00:00Z'), end: at('2026-01-31T23:00:00Z') },
    });
    expect(prices).toEqual([{ plan: 'reader', version: '2020-01-01', digest }]);
  });

  it('names the prices of what it charges in advance, too, each version once', async () => {
    const advance = [{ ...aFee('1'), timing: 'advance' as const }];
    const tenancy = await aTenancy({
      plans: {
        reader: aPlan(
          aVersion({ fixedFees: advance }),
          aVersion({ effectiveFrom: '2026-01-16', fixedFees: advance }),
          aVersion({ effectiveFrom: '2026-02-10', fixedFees: advance }),
        ),
      },
      customers: [aCustomer(sinceJanuary)],
    });

    const { agreed } = await close(tenancy, '2026-01');

    expect(agreed?.prices?.map(({ version }) => version)).toEqual([
      ...['2020-01-01', '2026-01-16', '2026-02-10'],
    ]);
  });

  it('of before that was kept is rated by its bounds and the terms of the oldest record there is', async () => {
    const tenancy = await aTenancy({
      plans: { reader: aPlan(aVersion({ charges: [perView('1')], fixedFees: [aFee('31')] })) },
      customers: [aCustomer(sinceJanuary)],
    });
    await tenancy.use(january.map((time) => used(time)));
    const { agreed: _, ...request } = await tenancy.request('press-review', '2026-01');
    await closePeriods(tenancy, 'acme', [request]);

    await tenancy.use([used('2026-01-31T12:00:00Z')]);
    await tenancy.put(aCustomer({ ...sinceJanuary, timezone: zone('America/New_York') }));

    expect(await ratedAgain(tenancy, '2026-01', '2026-02')).toBe('36');
  });
});
