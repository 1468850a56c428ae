import { describe, expect, it } from '@jest/globals';
import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import { documentUbl } from '../../../core/documents/ubl/document-ubl.ts';
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
import { example, haveRules, verdicts } from './ubl-rules.ts';

function xmlOf(document: Invoice | CreditNote): string {
  const result = documentUbl(document);
  if ('xml' in result) return result.xml;
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

const withRules = haveRules ? it : it.skip;
const where = haveRules ? '' : ' (skipped: ../shared/vectors/ubl is not on this machine)';
/** All documents are judged at once, by the first test that asks. */
const SLOW = 600_000;

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

/**
 * Positive, negative, tiered, below a cent, without quantity. Amounts are whole quarters: the rules are run by an
 * engine that counts decimals in doubles, and would find 12.30 + 7.99 - 3.69 to be something else than 16.60.
 */
const manyLines = [
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

/** Every situation that has to keep the rules. */
const lawful: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    sideBySide.flatMap(([name, treatments]) => [
      [`an invoice: ${name}`, xmlOf(anInvoice(oneLineEach(treatments)))],
      [`a credit note: ${name}`, xmlOf(aCreditNote(oneLineEach(treatments)))],
    ]),
  ),
  'an invoice with lines of every kind': xmlOf(
    anInvoice({
      ...figures(manyLines, reverseCharge),
      carriedIn: '-0.004217',
      carriedOut: '0.001234567',
      notes: ['Thank you.'],
      paymentInstructions: 'IBAN DE02 1203 0000 0000 2020 51',
    }),
  ),
  'an invoice with an adjustment that is taxed as its closed month was': xmlOf(
    anInvoice(
      together([
        figures(manyLines.slice(0, 1), { category: 'S', rate: '7' }),
        figures(manyLines.slice(2, 3), standardRate),
      ]),
    ),
  ),
  'an invoice outside the scope of tax, with little said about either side': xmlOf(
    anInvoice({
      ...figures([aLine()], outsideScope),
      seller: { name: 'Writer', taxNumber: '12/345/67890', address: { lines: [], country: 'DE' } },
      buyer: { name: 'Reader', address: { lines: ['a', 'b', 'c', 'd'], country: 'US' } },
    }),
  ),
  'a credit note outside the scope of tax': xmlOf(
    aCreditNote(figures([aLine({ correctsLine: '1' })], outsideScope)),
  ),
  'an invoice in yen': xmlOf(
    anInvoice({
      currency: 'JPY',
      lines: [aLine({ unitPrice: '1.23', exactAmount: '1230', amount: '1230', taxRate: '10' })],
      subtotal: '1230',
      taxes: [{ code: 'a', codes: ['a'], category: 'S', rate: '10', base: '1230', amount: '123' }],
      total: '1353',
    }),
  ),
};

const theirs = ['ubl-tc434-example9.xml', 'ubl-tc434-creditnote1.xml'] as const;

describe('the rules of EN 16931', () => {
  const all = haveRules
    ? verdicts({
        ...lawful,
        ...Object.fromEntries(theirs.map((file) => [file, example(file)])),
        'a wrong sum': xmlOf(anInvoice()).replaceAll('>14.64<', '>14.65<'),
        'no country': xmlOf(anInvoice()).replaceAll(/<cac:Country>[\s\S]*?<.cac:Country>/g, ''),
      })
    : new Map<string, string[]>();

  withRules.each(theirs)(
    `are kept by their own example %s${where}`,
    async (file) => {
      expect((await all).get(file)).toEqual([]);
    },
    SLOW,
  );

  withRules.each([
    ['a wrong sum', 'BR-CO-15'],
    ['no country', 'BR-09'],
  ])(
    `are broken by an invoice of ours with %s${where}`,
    async (name, rule) => {
      expect((await all).get(name)?.join()).toContain(`[${rule}]`);
    },
    SLOW,
  );

  withRules.each(Object.keys(lawful))(
    `are kept by %s${where}`,
    async (name) => {
      expect((await all).get(name)).toEqual([]);
    },
    SLOW,
  );
});

describe('documentUbl', () => {
  it('names the invoice that a credit note corrects, and why', () => {
    const xml = xmlOf(aCreditNote());

    expect(xml).toContain('<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>');
    expect(xml).toContain('<cbc:ID>F-2026-0042</cbc:ID>');
    expect(xml).toContain('<cbc:Note>Views of a test account were counted</cbc:Note>');
  });
  it('gives the same text for the same invoice', () => {
    expect(xmlOf(anInvoice())).toBe(xmlOf(structuredClone(anInvoice())));
  });

  it('writes a price for all where tiers make the amount', () => {
    const xml = xmlOf(anInvoice(figures(manyLines, standardRate)));

    expect(xml).toContain('<cbc:PriceAmount currencyID="EUR">7.75</cbc:PriceAmount>');
    expect(xml).toContain('<cbc:BaseQuantity unitCode="C62">5321</cbc:BaseQuantity>');
  });

  it('has the sign of a line on its quantity, never on its price', () => {
    const xml = xmlOf(anInvoice(figures(manyLines, standardRate)));

    expect(xml).toContain('<cbc:InvoicedQuantity unitCode="C62">-300</cbc:InvoicedQuantity>');
    expect(xml).toContain('<cbc:PriceAmount currencyID="EUR">0.004217</cbc:PriceAmount>');
    expect(xml).not.toMatch(/PriceAmount[^>]*>-/);
  });

  it('escapes what XML reads as its own, and replaces what it cannot hold', () => {
    const xml = xmlOf(anInvoice({ buyer: { ...aBuyer, name: 'A&B <"x">\u0001\ud800' } }));

    expect(xml).toContain('<cbc:RegistrationName>A&amp;B &lt;&quot;x&quot;&gt;\ufffd\ufffd<');
  });

  it('says what is missing instead of writing what no one may accept', () => {
    const { address: _, taxNumber: __, ...buyer } = aBuyer;
    const { taxNumber: ___, ...seller } = aSeller;
    const reverse = { category: 'AE', rate: '0', exemptionReason: 'Reverse charge' } as const;

    const result = documentUbl(
      anInvoice({ ...figures([aLine()], reverse), number: null, seller, buyer }),
    );

    expect(result).toEqual({
      obstacles: [
        expect.stringContaining('number:'),
        expect.stringContaining('buyer.address:'),
        expect.stringContaining('seller.taxNumber:'),
        expect.stringContaining('buyer.taxNumber:'),
      ],
    });
  });

  it.each([
    ['KWD', '1.235', 'currency:'],
    ['KWD', '1.230', undefined],
    ['KWD', '10.000', undefined],
    ['EUR', '1.23', undefined],
  ])('writes %s only where two decimals say all: %s', (currency, amount, obstacle) => {
    const invoice = anInvoice({
      currency,
      lines: [aLine({ quantity: '1', unitPrice: amount, exactAmount: amount, amount })],
      subtotal: amount,
      taxes: [{ code: 'a', codes: ['a'], category: 'S', rate: '19', base: amount, amount: '0.00' }],
      total: amount,
    });

    const result = documentUbl(invoice);

    if (obstacle === undefined) expect(result).toHaveProperty('xml');
    else expect(result).toEqual({ obstacles: [expect.stringContaining(obstacle)] });
  });
});
