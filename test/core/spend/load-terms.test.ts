import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../../core/catalog/customer.ts';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import type { SettingsBody } from '../../../core/contract/catalog/settings-shapes.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { payerKeyOf } from '../../../core/kernel/payer.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { domainFrom } from '../../../core/spend/domain.ts';
import { loadSpendTerms } from '../../../core/spend/load-terms.ts';
import type { PayerTerms } from '../../../core/spend/payer-terms.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aMeter } from '../../fixtures/usage-events.ts';
import { at } from '../../support/a-pass.ts';
import { aTenancy } from '../../support/rated-usage.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

type ChargeBody = PlanVersionBody['charges'][number];

const meters = [
  aMeter({ key: 'view', eventType: 'view', dimensions: ['section'] }),
  aMeter({ key: 'bytes', eventType: 'view', aggregation: 'sum', value: 'bytes' }),
  aMeter({ key: 'seats', eventType: 'seat', aggregation: 'max', value: 'seats' }),
  aMeter({ key: 'weekly', eventType: 'seat', window: { rolling: 'P7D', statistic: 'max' } }),
];
const perView: ChargeBody = { meter: 'view', model: 'per_unit', unitPrice: '0.01' };
const press = payerKeyOf({ customer: 'press' });
const now = at('2026-01-20T12:00:00Z');

const aPress = (fields: Partial<Customer> = {}): Customer =>
  aCustomer({
    key: 'press',
    subjects: ['app-1'],
    plan: [{ plan: 'reader', from: '2026-01-01' }],
    ...fields,
  });

/** A tenant with a customer under a plan of these versions, or of these charges. */
async function termsOf(
  plan: readonly ChargeBody[] | readonly PlanVersionBody[],
  {
    customer = aPress(),
    settings = {},
    payer = press,
    when = now,
    months = [],
  }: {
    readonly customer?: Customer;
    readonly settings?: Partial<SettingsBody>;
    readonly payer?: ReturnType<typeof payerKeyOf>;
    readonly when?: typeof now;
    readonly months?: readonly string[];
  } = {},
): Promise<PayerTerms> {
  const versions = plan.flatMap((one) => ('charges' in one ? [one] : []));
  const charges = plan.flatMap((one) => ('charges' in one ? [] : [one]));
  const { rating } = await aTenancy({
    meters,
    plans: { reader: aPlan(...(versions.length > 0 ? versions : [aVersion({ charges })])) },
    customers: [customer],
    settings: someSettings(settings),
  });
  const asked = { payer, at: when, months: months.map((month) => monthFrom(month)) };
  return loadSpendTerms(rating, 'acme', asked);
}

describe('the terms of a payer', () => {
  it('price a meter by the charge of the plan that is in force then', async () => {
    const terms = await termsOf([
      aVersion({ charges: [perView] }),
      aVersion({ effectiveFrom: '2026-01-15', charges: [{ ...perView, unitPrice: '0.02' }] }),
    ]);

    const [before, since] = ['2026-01-14T23:59:59Z', '2026-01-15T00:00:00Z'].map((instant) =>
      terms.chargeFor(at(instant), 'view', {}),
    );

    expect(domainFrom(before?.key ?? '')).toEqual({
      ...{ month: '2026-01', plan: 'reader', charge: 'view' },
      start: at('2026-01-01T00:00:00Z'),
    });
    expect(domainFrom(since?.key ?? '')?.start).toBe(at('2026-01-15T00:00:00Z'));
    expect([before, since].map((one) => one?.share)).toEqual([
      { from: 0, to: 14, of: 31 },
      { from: 14, to: 31, of: 31 },
    ]);
    expect(terms.domain(before?.key ?? '')).toBe(before);
  });

  it('keep a charge one where another version says the same of it', async () => {
    const terms = await termsOf([
      aVersion({ charges: [perView] }),
      aVersion({
        effectiveFrom: '2026-01-15',
        charges: [perView, { meter: 'bytes', model: 'per_unit', unitPrice: '0.000001' }],
      }),
    ]);

    const before = terms.chargeFor(at('2026-01-14T00:00:00Z'), 'view', {});

    expect(terms.chargeFor(now, 'view', {})).toBe(before);
  });

  it('are by dimensions, as a filter of a charge has them', async () => {
    const terms = await termsOf([
      { ...perView, key: 'news', filter: { section: ['news'] } },
      { ...perView, key: 'others', filter: 'rest', unitPrice: '0.005' },
    ]);
    const charge = (dimensions: Record<string, string>) =>
      terms.chargeFor(now, 'view', dimensions).charge.key;

    expect([charge({ section: 'news' }), charge({ section: 'sport' }), charge({})]).toEqual([
      'news',
      'others',
      'others',
    ]);
  });

  it('are of months before and after near their ends, and of those that are asked for', async () => {
    const terms = await termsOf([perView], {
      when: at('2026-01-01T12:00:00Z'),
      months: ['2025-10'],
      customer: aPress({ plan: [{ plan: 'reader', from: '2025-01-01' }] }),
    });
    const key = (month: string) =>
      JSON.stringify([month, 'reader', 'view', at(`${month}-01T00:00:00Z`)]);

    const known = ['2025-10', '2025-11', '2025-12', '2026-01'].filter(
      (month) => terms.domain(key(month)) !== undefined,
    );
    expect(known).toEqual(['2025-10', '2025-12', '2026-01']);
    expect(terms.covers(at('2025-12-31T00:00:00Z'))).toBe(true);
    expect(terms.covers(at('2026-02-01T00:00:00Z'))).toBe(false);
    expect(rejectionOf(() => terms.chargeFor(at('2026-02-01T00:00:00Z'), 'view', {})).code).toBe(
      'spend.busy',
    );
  });

  it('are by the payer’s calendar, and taxed as the settings say, unless the customer does', async () => {
    const taxes = {
      standard: { category: 'S', rate: '20' },
      books: { category: 'S', rate: '10' },
    } as const;
    const terms = await termsOf([perView, { ...perView, meter: 'bytes', taxCode: 'books' }], {
      settings: { taxes },
      customer: aPress({
        timezone: timeZoneFrom('Europe/Vienna', ''),
        taxes: { standard: { category: 'AE', exemptionReason: 'Reverse charge' } },
      }),
      when: at('2026-01-31T23:30:00Z'),
    });

    expect(terms.calendar.dayAt(at('2026-01-31T23:30:00Z'))).toBe('2026-02-01');
    const { key, taxRate } = terms.chargeFor(at('2026-01-31T23:30:00Z'), 'view', {});
    expect(domainFrom(key)?.month).toBe('2026-02');
    expect(decimalText(taxRate)).toBe('0');
    expect(decimalText(terms.chargeFor(now, 'bytes', {}).taxRate)).toBe('10');
  });

  it('are those of the default plan for a subject that nobody pays for', async () => {
    const settings = { defaultPlan: 'reader' };
    const terms = await termsOf([perView], {
      settings,
      payer: payerKeyOf({ subject: 'reader-7' }),
    });

    expect(terms.payer).toBe('subject:reader-7');
    expect(terms.subjectAt(now, undefined)).toBe('reader-7');
    expect(terms.chargeFor(now, 'view', {}).charge.key).toBe('view');
  });

  it('say whose usage it is only where that is certain', async () => {
    const one = await termsOf([perView]);
    const two = await termsOf([perView], { customer: aPress({ subjects: ['app-1', 'app-2'] }) });

    expect(one.subjectAt(now, undefined)).toBe('app-1');
    expect(two.subjectAt(now, 'app-2')).toBe('app-2');
    expect(rejectionOf(() => two.subjectAt(now, undefined))).toMatchObject({
      code: 'hold.subject-missing',
      detail: 'say in subject whose usage it is: press pays for 2 subjects now',
    });
    expect(rejectionOf(() => one.subjectAt(now, 'app-2'))).toMatchObject({
      code: 'hold.subject-missing',
      param: '/subject',
    });
  });

  const refusals: readonly (readonly [string, string, ChargeBody[], Partial<SettingsBody>?])[] = [
    ['a meter that is none', 'meter.not-found', [perView]],
    ['a level', 'hold.meter-not-gated', [{ meter: 'seats', model: 'per_unit', unitPrice: '1' }]],
    [
      'a rolling window',
      'hold.meter-not-gated',
      [{ meter: 'weekly', model: 'per_unit', unitPrice: '1' }],
    ],
    ['what the plan does not charge for', 'hold.meter-not-gated', []],
    [
      'a price that looks at each event',
      'hold.meter-not-gated',
      [{ meter: 'bytes', model: 'percentage', ratePercent: '1', maximumPerEvent: '1' }],
    ],
    ['what two charges are for', 'hold.several-meters', [perView, { ...perView, key: 'again' }]],
    [
      'a tax code that nobody has said anything of',
      'hold.meter-not-gated',
      [{ ...perView, taxCode: 'books' }],
    ],
  ];
  const asked: Readonly<Record<string, string>> = {
    'a meter that is none': 'views',
    'a level': 'seats',
    'a rolling window': 'weekly',
    'a price that looks at each event': 'bytes',
  };
  it.each(refusals)('refuse %s: %s', async (what, code, charges) => {
    const terms = await termsOf(charges);

    expect(rejectionOf(() => terms.chargeFor(now, asked[what] ?? 'view', {})).code).toBe(code);
  });

  it('say what is on the invoice, and nobody is asked for before', async () => {
    const fee = { key: 'base', amount: '5', description: 'Base fee' };
    const version = aVersion({
      charges: [
        { ...perView, minimum: '3' },
        { meter: 'seats', model: 'per_unit', unitPrice: '1' },
      ],
      fixedFees: [fee],
      minimumCommitment: '20',
    });
    const terms = await termsOf([version]);

    expect(terms.outsideAt(now)).toEqual([
      { of: 'fee', key: 'base' },
      { of: 'minimum', key: 'view' },
      { of: 'commitment', key: 'commitment' },
      { of: 'charge', key: 'seats' },
    ]);
    expect((await termsOf([perView])).outsideAt(now)).toEqual([]);
  });

  it('are none where no plan is in force, or plans of a month are in several currencies', async () => {
    const unpriced = termsOf([perView], { customer: aPress({ plan: [] }) });
    await expect(unpriced).rejects.toMatchObject({ code: 'customer.unpriced' });
    await expect(unpriced).rejects.toBeInstanceOf(Rejection);

    const { rating } = await aTenancy({
      meters,
      plans: {
        reader: aPlan(aVersion({ charges: [perView] })),
        dollars: aPlan(aVersion({ charges: [perView], currency: 'USD' })),
      },
      customers: [
        aPress({
          plan: [
            { plan: 'reader', from: '2026-01-01' },
            { plan: 'dollars', from: '2026-01-15' },
          ],
        }),
      ],
    });
    const terms = await loadSpendTerms(rating, 'acme', { payer: press, at: now });
    expect(terms.currency).toBe('USD');
    expect(rejectionOf(() => terms.chargeFor(now, 'view', {})).code).toBe('customer.unpriced');
  });
});
