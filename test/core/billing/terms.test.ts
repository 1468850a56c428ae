import { describe, expect, it } from '@jest/globals';
import type { TaxTreatment } from '../../../core/catalog/tax-treatment.ts';
import { draftClosing } from '../../../core/invoicing/close-periods.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { decimal, nanos, vat } from '../../fixtures/invoicing.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy } from '../../support/rated-usage.ts';

const reader = [{ plan: 'reader', from: '1970-01-01' }];
const seller = { ...someSettings().seller, taxNumber: 'DE123456789' };

describe('what is agreed with a customer', () => {
  it('is what the settings say, but for what the customer says itself', async () => {
    const { request } = await aTenancy({
      plans: { reader: aPlan(aVersion({ minimumCharge: '0.25' })) },
      settings: someSettings({
        seller,
        paymentTermsDays: 7,
        taxes: {
          standard: { category: 'S', rate: '19' },
          books: { category: 'S', rate: '7' },
        },
      }),
      customers: [
        aCustomer({
          plan: reader,
          taxNumber: 'FR12345678901',
          taxes: { standard: { category: 'AE', exemptionReason: 'Reverse charge' } },
        }),
      ],
    });

    const { terms } = await request('press-review', '2026-01');

    expect(terms).toEqual({
      customer: 'press-review',
      buyer: { name: 'Press Review', taxNumber: 'FR12345678901' },
      currency: 'EUR',
      taxes: new Map<string, TaxTreatment>([
        ['standard', { category: 'AE', rate: decimal('0'), exemptionReason: 'Reverse charge' }],
        ['books', vat('7')],
      ]),
      paymentTermsDays: 7,
      unappliedMoney: 'use',
      minimumCharge: nanos('0.25'),
      ublProfile: 'en16931',
    });
  });

  it('keeps unapplied money where the settings say so, and the customer nothing else', async () => {
    const termsOf = async (settings: object, customer: object) => {
      const { request } = await aTenancy({
        plans: { reader: aPlan() },
        settings: someSettings(settings),
        customers: [aCustomer({ plan: reader, ...customer })],
      });
      return (await request('press-review', '2026-01')).terms.unappliedMoney;
    };
    const keep = { unappliedMoney: 'keep' } as const;

    expect(await termsOf(keep, {})).toBe('keep');
    expect(await termsOf({}, keep)).toBe('keep');
    expect(await termsOf(keep, { unappliedMoney: 'use' })).toBe('use');
  });

  it('has the language of the settings, or its own; where nobody said one, no document says one', async () => {
    const languageOf = async (settings: object, customer: object) => {
      const { request, books, use } = await aTenancy({
        plans: { reader: aPlan() },
        settings: someSettings(settings),
        customers: [aCustomer({ plan: reader, ...customer })],
      });
      await use([
        aUsageEvent({ subject: 'app-1', occurredAt: timestampOf(Date.UTC(2026, 0, 10)) }),
      ]);
      const month = await request('press-review', '2026-01');
      return (await draftClosing(books, 'acme', month)).draft;
    };

    expect(await languageOf({}, {})).not.toHaveProperty('language');
    expect(await languageOf({ language: 'de' }, {})).toHaveProperty('language', 'de');
    expect(await languageOf({ language: 'de' }, { language: 'fr' })).toHaveProperty(
      'language',
      'fr',
    );
  });

  it('shows usage by the unit that the plan names, on credit notes too; its figures stay as they are', async () => {
    const unit = { size: '1000' };
    const { use, request, books } = await aTenancy({
      plans: {
        reader: aPlan(
          aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '100', unit }] }),
        ),
      },
      settings: someSettings(),
      customers: [aCustomer({ plan: reader })],
    });
    await use([aUsageEvent({ subject: 'app-1', occurredAt: timestampOf(Date.UTC(2026, 0, 10)) })]);

    const { draft } = await draftClosing(books, 'acme', await request('press-review', '2026-01'));

    expect(draft.lines).toMatchObject([{ quantity: '1', unitPrice: '100', unit }]);
  });

  it('taxes what is used as the settings say', async () => {
    const { use, request, books } = await aTenancy({
      plans: {
        reader: aPlan(
          aVersion({ charges: [{ meter: 'view', model: 'per_unit', unitPrice: '100' }] }),
        ),
      },
      settings: someSettings({ seller, taxes: { standard: { category: 'S', rate: '19' } } }),
      customers: [aCustomer({ plan: reader, address: { lines: ['1 Fleet St'], country: 'GB' } })],
    });
    await use([aUsageEvent({ subject: 'app-1', occurredAt: timestampOf(Date.UTC(2026, 0, 10)) })]);

    const { draft, obstacle } = await draftClosing(
      books,
      'acme',
      await request('press-review', '2026-01'),
    );

    expect(obstacle).toBeUndefined();
    expect(draft).toMatchObject({
      subtotal: '100.00',
      taxes: [{ code: 'standard', rate: '19', base: '100.00', amount: '19.00' }],
      total: '119.00',
    });
  });

  it('is not billed where plans of one month are in two currencies', async () => {
    const { prepareOne } = await aTenancy({
      plans: { reader: aPlan(), dollars: aPlan(aVersion({ currency: 'USD' })) },
      customers: [aCustomer({ plan: [...reader, { plan: 'dollars', from: '2026-01-15' }] })],
    });

    expect(await prepareOne('press-review', '2026-01')).toEqual([
      {
        status: 'unpriced',
        customer: 'press-review',
        detail: expect.stringContaining('one currency in 2026-01'),
      },
    ]);
  });
});
