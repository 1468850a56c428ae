import { contentFrom } from '../../../core/books/content.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import type { PlanBody, PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPolicy, nanos } from '../../fixtures/invoicing.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, views } from '../../support/rated-usage.ts';

/** Charges of every model, with what charges can say besides. */
const charges: PlanVersionBody['charges'] = [
  {
    ...{ meter: 'view', model: 'graduated', included: '3', description: 'Views' },
    tiers: [
      { upTo: '5', unitPrice: '0.011' },
      { upTo: '12', unitPrice: '0.007', flatFee: '0.25' },
      { upTo: null, unitPrice: '0.003', packageSize: '2' },
    ],
  },
  { ...{ key: 'each', meter: 'view', model: 'per_unit' }, unitPrice: '0.0012345678', maximum: '9' },
  {
    meter: 'bytes',
    model: 'package',
    packageSize: '1000',
    packagePrice: '0.37',
    taxCode: 'reduced',
  },
  {
    ...{ key: 'bulk', meter: 'bytes', model: 'volume', minimum: '6', taxCode: 'reduced' },
    tiers: [
      { upTo: '2000', unitPrice: '0.0002' },
      { upTo: null, unitPrice: '0.000133333333' },
    ],
  },
  {
    ...{ meter: 'paid', model: 'percentage', ratePercent: '1.33' },
    fixedPerEvent: '0.02',
    countMeter: 'pays',
  },
  {
    ...{ key: 'share', meter: 'paid', model: 'graduated_percentage' },
    tiers: [
      { upTo: '10', ratePercent: '2.5' },
      { upTo: null, ratePercent: '1', flatFee: '0.1' },
    ],
  },
  { ...{ key: 'tip', meter: 'paid', model: 'dynamic', multiplier: '0.015' } },
];

const fees: NonNullable<PlanVersionBody['fixedFees']> = [
  { key: 'base', amount: '4.99', description: 'Base', timing: 'advance' },
  { key: 'care', amount: '2', description: 'Care', taxCode: 'reduced' },
  { key: 'setup', amount: '1', description: 'Set up', proration: 'none' },
];

/** One that grows in the middle of March, and of which a fee grows in July. */
const reader: PlanBody = aPlan(
  aVersion({ effectiveFrom: '2025-01-01', charges, fixedFees: fees }),
  aVersion({
    effectiveFrom: '2026-03-16',
    charges: charges.map((one) =>
      'unitPrice' in one ? { ...one, unitPrice: '0.0023456789' } : one,
    ),
    fixedFees: fees,
    minimumCommitment: '20',
  }),
  aVersion({
    effectiveFrom: '2026-07-01',
    charges,
    fixedFees: fees.map((fee) => (fee.key === 'base' ? { ...fee, amount: '6.49' } : fee)),
  }),
);
const cheap: PlanBody = aPlan(
  aVersion({
    effectiveFrom: '2025-01-01',
    charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.0001' }],
  }),
);
const yen: PlanBody = aPlan(
  aVersion({
    ...{ effectiveFrom: '2025-01-01', currency: 'JPY' },
    charges: [{ meter: 'view', model: 'per_unit', unitPrice: '3.3' }],
    fixedFees: [{ key: 'base', amount: '300', description: 'Base' }],
  }),
);

export const plans = { reader, cheap, yen };

const meters = [
  views,
  aMeter({ key: 'bytes', eventType: 'view', aggregation: 'sum', value: 'bytes' }),
  aMeter({ key: 'paid', eventType: 'pay', aggregation: 'sum', value: 'amount' }),
  aMeter({ key: 'pays', eventType: 'pay' }),
];

const settings = someSettings({
  // What a commitment lacks is many times what was used.
  bounds: null,
  seller: {
    name: 'Magazine GmbH',
    taxNumber: 'DE123456788',
    address: { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
  },
  taxes: {
    standard: { category: 'S', rate: '19' },
    reduced: { category: 'S', rate: '7' },
  },
  // The tax of what is billed in yen is said in euros, too, at the rate of the month.
  exchangeRates: Array.from({ length: 13 }, (_, month) => ({
    ...{ currency: 'JPY', rate: `0.0061${month}` },
    from: new Date(Date.UTC(2026, month, 1)).toISOString().slice(0, 10),
  })),
});

const customers = [
  aCustomer({
    key: 'press',
    subjects: ['s-press'],
    plan: [{ plan: 'reader', from: '2026-01-10' }],
    coupons: [
      { key: 'welcome', percentOff: '12.5', from: '2026-01-10', until: '2026-05-01' },
      { key: 'loyal', amountOff: '9.99', from: '2026-04-01', until: '2026-10-01' },
      {
        key: 'care',
        percentOff: '50',
        from: '2026-08-11',
        until: '2026-09-20',
        fees: ['care', 'base'],
      },
      {
        key: 'bulk',
        percentOff: '33.3',
        from: '2026-06-01',
        charges: ['bulk', 'view'],
        fees: ['care'],
      },
    ],
  }),
  aCustomer({
    ...{ key: 'gazette', subjects: ['s-gazette'] },
    timezone: timeZoneFrom('America/New_York', 'timezone'),
    address: { lines: ['Markt 1'], postalCode: '10115', city: 'Berlin', country: 'DE' },
    invoiceInterval: { every: 'quarter', from: '2026-02' },
    commitments: [{ from: '2026-02', every: 'half-year', amount: '154.321' }],
    plan: [
      { plan: 'cheap', from: '2026-01-01' },
      { plan: 'reader', from: '2026-05-11' },
      { plan: null, from: '2026-11-11' },
    ],
  }),
  aCustomer({
    ...{ key: 'small', subjects: ['s-small'], plan: [{ plan: 'cheap', from: '2026-01-01' }] },
    commitments: [{ from: '2026-01', every: 'quarter', amount: '1.234567890123' }],
  }),
  aCustomer({
    ...{ address: { lines: ['1 Ginza'], country: 'JP' } },
    key: 'kiosk',
    subjects: ['s-kiosk'],
    plan: [{ plan: 'yen', from: '2026-01-01' }],
    commitments: [{ from: '2026-01', every: 'year', amount: '2500', until: '2026-11' }],
  }),
  // Its months begin on a day of their own, and twice on another: one is longer then, and one shorter.
  aCustomer({
    ...{ key: 'annex', subjects: ['s-annex'], billingDay: 3 },
    timezone: timeZoneFrom('Asia/Tokyo', 'timezone'),
    billingDays: [
      { day: 12, from: '1970-01' },
      { day: 25, from: '2026-05' },
      { day: 3, from: '2026-09' },
    ],
    plan: [{ plan: 'reader', from: '2026-01-20' }],
    coupons: [{ key: 'loyal', amountOff: '2', from: '2026-04-12', until: '2026-06-25' }],
  }),
];

const keys = customers.map(({ key }) => key);
const hasBillingDay = (key: string): boolean => key === 'annex';

/** Usage on some days of a month; that of the month before which comes late is in it, too. */
function usageOf(month: number): readonly UsageEvent[] {
  return keys.flatMap((key, place) =>
    [2, 9, 14, 17, 28].flatMap((day, at) => {
      const count = ((month * 7 + place * 5 + day) % 6) + (key === 'small' ? 0 : 2);
      const late = at === 4 && month > 0 ? month - 1 : month;
      const occurredAt = timestampOf(Date.UTC(2026, late, day, 13));
      return Array.from({ length: count }, (_, index) => {
        const id = `${key} ${month} ${day} ${index}`;
        const isPay = index % 3 === 1;
        return aUsageEvent({
          ...{ id, subject: `s-${key}`, type: isPay ? 'pay' : 'view', occurredAt },
          data: JSON.stringify(
            isPay ? { amount: (index + day) / 4 } : { bytes: 137 * (index + day + month) },
          ),
        });
      });
    }),
  );
}

/** The month so many after January; one with a billing day is over in the next. */
const periodOf = (month: number): string =>
  month < 0 ? '2025-12' : `2026-${String(month + 1).padStart(2, '0')}`;

/** A year of five payers, month by month, with late usage and credit notes; what the books have of it. */
export async function aYear(months = 12) {
  const start = timestampOf(Date.UTC(2025, 11, 20));
  const tenancy = await aTenancy({ meters, plans, customers, settings }, start);
  const { books, clock, log, time, use, requests } = tenancy;
  for (let month = 0; month < months; month += 1) {
    time.now = timestampOf(Date.UTC(2026, month + 1, 3));
    await use(usageOf(month));
    const due = keys.map((key) => ({ key, of: hasBillingDay(key) ? month - 1 : month }));
    const asked = due.map(({ key, of }) => requests([key], periodOf(of)));
    const closing = (await Promise.all(asked)).flat();
    const outcomes = await closePeriods({ books, clock }, 'acme', closing);
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome.status !== 'closed') throw new Error(JSON.stringify(outcome));
      if (outcome.document.kind === 'invoice' && (month + place) % 3 === 0)
        await credited(tenancy, outcome.document);
    }
  }
  return { tenancy, log };
}

type Tenancy = Awaited<ReturnType<typeof aTenancy>>;

/** A cent of the first line that has one, and then half a euro of another; each as a note. */
async function credited({ books }: Tenancy, document: BooksDocument): Promise<void> {
  const content = contentFrom(document);
  if (content?.type !== 'invoice') return;
  const lines = content.lines.filter(({ amount }) => nanos(amount) > nanos('1'));
  const cent = content.currency === 'JPY' ? '1' : '0.01';
  for (const [index, { id }] of lines.slice(0, 2).entries()) {
    const request = {
      ...{ invoice: content.id, key: `k-${index}`, reason: 'sorry' },
      lines: [{ line: id, amount: nanos(index === 0 ? cent : '1') }],
    };
    await creditInvoice(books, 'acme', { policy: aPolicy(), request });
  }
}
