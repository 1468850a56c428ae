import { describe, expect, it } from '@jest/globals';
import type { TaxTreatment } from '../../../core/catalog/tax-treatment.ts';
import { closePeriods, draftClosing } from '../../../core/invoicing/close-periods.ts';
import type { CustomerTerms } from '../../../core/invoicing/terms.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  decimal,
  someBooks,
  someTerms,
  vat,
} from '../../fixtures/invoicing.ts';

const buyer = { name: 'Press Review Ltd', address: { lines: ['1 Fleet St'], country: 'GB' } };
const withoutAddress = { name: 'Press Review Ltd' };
const taxed = new Map([['standard', vat('19')]]);
const reverse = new Map<string, TaxTreatment>([
  ['standard', { category: 'AE', rate: decimal('0'), exemptionReason: 'Reverse charge' }],
]);
const exported = new Map<string, TaxTreatment>([
  ['standard', { category: 'G', rate: decimal('0'), exemptionReason: 'Export' }],
]);
/** So many EUR, or of another currency, before tax. */
const closing = (amount: string, terms: Partial<CustomerTerms>, policy = aPolicy()) =>
  aClosing({
    terms: someTerms({ taxes: taxed, ...terms }),
    policy,
    current: aMonth('2026-01', [aCharge(amount, '1')]),
  });

const obstacleOf = async (request: ReturnType<typeof closing>) =>
  (await draftClosing(someBooks().books, 'acme', request)).obstacle;

describe('what the law asks for on an invoice', () => {
  it.each([
    ['the address of the customer', '85', { buyer: withoutAddress }, 'an address'],
    ['tax in the currency of the country', '1', { currency: 'USD' as const }, 'Article 230'],
    ['a category of services outside the Union', '1', { taxes: exported, buyer }, 'category O'],
    [
      'a VAT number under reverse charge',
      '1',
      { taxes: reverse, buyer: { ...buyer, taxNumber: '123' } },
      'got 123',
    ],
    [
      'an address across borders, however little it is',
      '1',
      { taxes: reverse, buyer: { ...withoutAddress, taxNumber: 'FR40303265045' } },
      'an address',
    ],
  ])('is looked for before it is issued: %s', async (_, amount, terms, detail) => {
    const { books, clock, log } = someBooks();

    const [outcome] = await closePeriods({ books, clock }, 'acme', [closing(amount, terms)]);

    expect(outcome).toMatchObject({
      status: 'parked',
      reason: { code: 'missing-on-invoice', detail: expect.stringContaining(detail) },
    });
    expect(log.blocksOf('acme')).toEqual([]);
  });

  it.each([
    ['xrechnung-3', 'BR-DE-15'],
    ['xrechnung-3', 'BR-DE-23-a'],
    ['peppol-bis-3', 'PEPPOL-EN16931-R010'],
  ] as const)('is looked for by the profile of its UBL, too: %s, %s', async (ublProfile, rule) => {
    expect(await obstacleOf(closing('1', { buyer, ublProfile }))).toMatchObject({
      code: 'missing-on-invoice',
      detail: expect.stringContaining(rule),
    });
  });

  it('is nothing where all that the profile asks for is there', async () => {
    const town = { city: 'Berlin', postalCode: '10115', country: 'DE', lines: [] };
    const policy = aPolicy({
      seller: {
        ...aPolicy().seller,
        bankAccount: { iban: 'DE02120300000000202051' },
        contact: { name: 'Accounts', phone: '+49 30 123456', email: 'a@magazine.example' },
      },
    });
    const terms = {
      buyer: { name: 'Press Review', address: town, email: 'b@press.example' },
      ublProfile: 'xrechnung-3',
      buyerReference: '04011000-12345-34',
    } as const;

    expect(await obstacleOf(closing('1', terms, policy))).toBeUndefined();
    expect(await obstacleOf(closing('1', { ...terms, buyerReference: ' ' }, policy))).toMatchObject(
      { detail: expect.stringMatching(/^buyerReference: [^;]*BR-DE-15[^;]*$/) },
    );
  });

  it('lets a small invoice, and one outside the Union or the scope of tax, pass without', async () => {
    expect(await obstacleOf(closing('84', { buyer: withoutAddress }))).toBeUndefined();
    const abroad = aPolicy({
      seller: { name: 'Studio', taxNumber: '7', address: { lines: [], country: 'JP' } },
    });
    expect(await obstacleOf(closing('85', { buyer: withoutAddress }, abroad))).toBeUndefined();
    const { taxes } = someTerms();
    expect(await obstacleOf(closing('85', { buyer: withoutAddress, taxes }))).toBeUndefined();
    expect(await obstacleOf(closing('85', { buyer }))).toBeUndefined();
  });

  it('is issued where a person says what stands beside the invoice', async () => {
    const { books, clock } = someBooks();
    const request = closing('1', { currency: 'USD' });
    const overrides = [{ check: 'missing-on-invoice', reason: 'the tax in EUR is in the letter' }];

    const [outcome] = await closePeriods({ books, clock }, 'acme', [{ ...request, overrides }]);

    expect(outcome).toMatchObject({ status: 'closed', document: { overrides } });
  });
});
