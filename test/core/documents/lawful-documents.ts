import type {
  CreditNote,
  Invoice,
  Party,
  UblProfile,
} from '../../../core/contract/invoices/invoice.ts';
import {
  aBuyer,
  aCreditNote,
  aLine,
  anInvoice,
  aSeller,
  figures,
  june,
  standardRate,
  sumOf,
  type Treatment,
} from './a-document.ts';

const outsideScope: Treatment = {
  category: 'O',
  rate: '0',
  exemptionReason: 'Not subject to VAT',
  exemptionCode: 'VATEX-EU-O',
};

const reverseCharge: Treatment = {
  category: 'AE',
  rate: '0',
  exemptionReason: 'Reverse charge',
  exemptionCode: 'VATEX-EU-AE',
};

/** Every category that may stand beside others, a few at a time: the rules take the square of the lines to run. */
const sideBySide: readonly (readonly [string, readonly Treatment[]])[] = [
  [
    'two standard rates, zero rate',
    [standardRate, { category: 'S', rate: '7' }, { category: 'Z', rate: '0' }],
  ],
  [
    'exempt, reverse charge, supply within the EU',
    [
      { category: 'E', rate: '0', exemptionReason: 'Exempt', exemptionCode: 'VATEX-EU-132-1N' },
      reverseCharge,
      { category: 'K', rate: '0', exemptionReason: 'Intra-Community supply' },
    ],
  ],
  [
    'export, Canary Islands, Ceuta and Melilla',
    [
      { category: 'G', rate: '0', exemptionReason: 'Export outside the EU' },
      { category: 'L', rate: '7' },
      { category: 'M', rate: '4' },
    ],
  ],
];

/** One line of each category, and the sums of all. */
const oneLineEach = (treatments: readonly Treatment[]) =>
  together(
    treatments.map((treatment, index) => figures([aLine({ id: String(index + 1) })], treatment)),
  );

function together(parts: readonly ReturnType<typeof figures>[]) {
  return {
    lines: parts.flatMap(({ lines }) => lines),
    taxes: parts.flatMap(({ taxes }) => taxes),
    subtotal: sumOf(parts.map(({ subtotal }) => subtotal)),
    total: sumOf(parts.map(({ total }) => total)),
  };
}

/** Positive, negative, tiered, below a cent, without quantity. */
export const manyLines = [
  aLine({ unitPrice: '0.01225', exactAmount: '12.25', amount: '12.25' }),
  aLine({
    id: '2',
    description: 'Downloads & <images>',
    quantity: '5321',
    exactAmount: '7.751234567',
    amount: '7.75',
    steps: [{ of: 'units', tier: 1, quantity: '5321', amount: '7.751234567' }],
    dimensions: { region: 'eu', tier: null, empty: '' },
    period: { ...june, lastDay: '2026-06-14', end: '2026-06-14T22:00:00Z' },
  }),
  aLine({
    id: '3',
    kind: 'adjustment',
    description: 'Views of May',
    quantity: '-300',
    unitPrice: '0.0125',
    exactAmount: '-3.75',
    amount: '-3.75',
    adjusts: { id: 'inv_0', number: 'F-2026-0017', issueDate: '2026-06-02', period: '2026-05' },
  }),
  aLine({
    id: '4',
    kind: 'carried-in',
    quantity: '1',
    unitPrice: '-0.004217',
    exactAmount: '-0.004217',
    amount: '0.00',
  }),
  aLine({ id: '5', kind: 'minimum', quantity: '0', exactAmount: '2', amount: '2.00' }),
];

/** What a charge took of money that nobody paid. */
const givenLine = aLine({
  id: '2',
  kind: 'given',
  description: 'Views: paid by credit that was given',
  ...{ quantity: '-1', unitPrice: '2', exactAmount: '-2', amount: '-2.00' },
});

/** What coupons take off: of all of one line, of a part of another, and next to nothing. */
const couponLines = [
  aLine({
    id: '2',
    kind: 'coupon',
    description: 'Article views: 20% off by the coupon welcome',
    ...{ quantity: '-1', exactAmount: '-2.46', amount: '-2.46' },
  }),
  aLine({
    id: '3',
    kind: 'coupon',
    description: 'Article views: off by the coupon loyal',
    ...{ quantity: '-1', exactAmount: '-0.001', amount: '0.00' },
  }),
];

const withCoupons = [aLine({ unitPrice: '0.0123' }), ...couponLines];
const creditedCoupons = withCoupons.map((line) => ({ ...line, correctsLine: line.id }));

/** Who can be billed in any profile. */
const profiledSeller: Party = {
  ...aSeller,
  contact: { name: 'Accounts', phone: '+49 30 123456', email: 'billing@magazin.example' },
  bankAccount: { iban: 'DE02120300000000202051', bic: 'BYLADEM1001', holder: 'Magazin Verlag' },
};
const profiledBuyer: Party = {
  ...aBuyer,
  electronicAddress: { scheme: '9944', id: 'NL001234567B01' },
  contact: { name: 'Desk 7' },
};

/** A document as it is where its UBL keeps a profile. */
export const profiled = <Document extends Invoice | CreditNote>(
  document: Document,
  ublProfile: UblProfile,
): Document => ({
  ...document,
  ublProfile,
  buyerReference: '04011000-12345-34',
  purchaseOrder: 'PO-2026-17',
  seller: profiledSeller,
  buyer: profiledBuyer,
});

/** Amounts that are not the product, fees in advance, notes: what profiles ask more of. */
const profiledLines = [
  ...manyLines,
  aLine({
    id: '6',
    kind: 'fee',
    description: 'Platform fee of July',
    quantity: '1',
    unitPrice: '9',
    exactAmount: '9',
    amount: '9.00',
    period: { ...june, firstDay: '2026-07-01', lastDay: '2026-07-31' },
  }),
  aLine({
    id: '7',
    quantity: '1234567',
    unitPrice: '0.0000123456',
    exactAmount: '15.241470',
    amount: '15.24',
  }),
];

/** What more has to be lawful in every profile. */
export const lawfulInProfiles: Readonly<Record<string, Invoice | CreditNote>> = {
  'fees in advance, fine prices, and two notes': anInvoice({
    ...figures(profiledLines, standardRate),
    notes: ['Thank you.', 'Come again.'],
    carriedIn: '0.001',
  }),
  'a yen that rounding made': anInvoice({
    currency: 'JPY',
    lines: [aLine({ unitPrice: '1.2304', exactAmount: '1230.4', amount: '1230', taxRate: '10' })],
    subtotal: '1230',
    taxes: [{ code: 'a', codes: ['a'], category: 'S', rate: '10', base: '1230', amount: '123' }],
    total: '1353',
  }),
};

/** Billed in dollars by a seller who owes tax in euros. */
const inDollars = {
  currency: 'USD',
  nationalTax: { currency: 'EUR', rate: '0.8567', rateFrom: '2026-07-01', amount: '2.00' },
} as const;

/** Every situation that has to keep the rules of EN 16931. */
export const lawful: Readonly<Record<string, Invoice | CreditNote>> = {
  ...Object.fromEntries<Invoice | CreditNote>(
    sideBySide.flatMap(([name, treatments]) => [
      [`an invoice: ${name}`, anInvoice(oneLineEach(treatments))],
      [`a credit note: ${name}`, aCreditNote(oneLineEach(treatments))],
    ]),
  ),
  'an invoice with lines of every kind': anInvoice({
    ...figures(manyLines, reverseCharge),
    carriedIn: '-0.004217',
    carriedOut: '0.001234567',
    notes: ['Thank you.'],
    paymentInstructions: 'IBAN DE02 1203 0000 0000 2020 51',
    paymentLink: 'https://shop.example/pay?invoice=F-2026-0042&id=inv_0001#pay',
  }),
  'an invoice with an adjustment that is taxed as its closed month was': anInvoice(
    together([
      figures(manyLines.slice(0, 1), { category: 'S', rate: '7' }),
      figures(manyLines.slice(2, 3), standardRate),
    ]),
  ),
  'an invoice outside the scope of tax, with little said about either side': anInvoice({
    ...figures([aLine()], outsideScope),
    seller: { name: 'Writer', taxNumber: '12/345/67890', address: { lines: [], country: 'DE' } },
    buyer: { name: 'Reader', address: { lines: ['a', 'b', 'c', 'd'], country: 'US' } },
  }),
  'a credit note outside the scope of tax': aCreditNote(
    figures([aLine({ correctsLine: '1' })], outsideScope),
  ),
  'an invoice with its tax in the currency of the seller’s country, too': anInvoice(inDollars),
  'a credit note with its tax in the currency of the seller’s country, too': aCreditNote(inDollars),
  'an invoice that was paid in part before': anInvoice({ prepaid: '1.00', payable: '13.64' }),
  'an invoice whose reader was given money, which lowers what is taxed': anInvoice({
    ...figures([...manyLines.slice(0, 1), givenLine], standardRate),
  }),
  'an invoice less what coupons take off': anInvoice(
    together([
      figures(withCoupons, standardRate),
      figures(withCoupons, { category: 'S', rate: '7' }),
    ]),
  ),
  'an invoice outside the scope of tax, less what coupons take off': anInvoice({
    ...figures(withCoupons, outsideScope),
  }),
  'a credit note of an invoice less what coupons take off': aCreditNote(
    figures(creditedCoupons, reverseCharge),
  ),
  'an invoice in yen': anInvoice({
    currency: 'JPY',
    lines: [aLine({ unitPrice: '1.23', exactAmount: '1230', amount: '1230', taxRate: '10' })],
    subtotal: '1230',
    taxes: [{ code: 'a', codes: ['a'], category: 'S', rate: '10', base: '1230', amount: '123' }],
    total: '1353',
  }),
};
