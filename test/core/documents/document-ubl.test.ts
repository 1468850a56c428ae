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
  standardRate,
} from './a-document.ts';
import { manyLines } from './lawful-documents.ts';

function xmlOf(document: Invoice | CreditNote): string {
  const result = documentUbl(document);
  if ('xml' in result) return result.xml;
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

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
