import { describe, expect, it } from '@jest/globals';
import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import { documentCii } from '../../../core/documents/cii/document-cii.ts';
import { documentUbl } from '../../../core/documents/ubl/document-ubl.ts';
import { aLine, anInvoice, aSeller, figures, standardRate } from './a-document.ts';
import { profiled } from './lawful-documents.ts';

type Document = Invoice | CreditNote;

function ublOf(document: Document): string {
  const result = documentUbl(document);
  if ('xml' in result) return result.xml;
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

describe('a document in a profile', () => {
  it('names the profile in UBL, and the core of EN 16931 in CII, which a PDF of Factur-X embeds', () => {
    const document = profiled(anInvoice(), 'xrechnung-3');

    expect(ublOf(document)).toContain('urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>');
    expect(documentCii(document)).toMatchObject({
      xml: expect.stringContaining('<ram:ID>urn:cen.eu:en16931:2017</ram:ID>'),
    });
  });

  it('says to whom, by which order, and how it is paid', () => {
    const xml = ublOf(profiled(anInvoice(), 'en16931'));

    expect(xml).toContain('<cbc:BuyerReference>04011000-12345-34</cbc:BuyerReference>');
    expect(xml).toMatch(/<cac:OrderReference>\s*<cbc:ID>PO-2026-17</);
    expect(xml).toContain('<cbc:Telephone>+49 30 123456</cbc:Telephone>');
    expect(xml).toContain('<cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>');
    expect(xml).toMatch(/<cbc:ID>DE02120300000000202051<.*\s*<cbc:Name>Magazin Verlag</);
  });

  it('is paid by a transfer of another kind where it is not in euros', () => {
    const document = profiled(anInvoice({ currency: 'SEK' }), 'en16931');

    expect(ublOf(document)).toContain('<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>');
  });

  it('has a price of at most six places, for a thousand or a million', () => {
    const price = (unitPrice: string) =>
      ublOf(
        anInvoice(
          figures(
            [aLine({ quantity: '1000000', unitPrice, exactAmount: '0', amount: '0.00' })],
            standardRate,
          ),
        ),
      );

    expect(price('0.000000001234')).toMatch(
      /PriceAmount[^>]*>0\.001234<.*\s*<cbc:BaseQuantity[^>]*>1000000</,
    );
    expect(price('0.000000001')).toMatch(
      /PriceAmount[^>]*>0\.000001<.*\s*<cbc:BaseQuantity[^>]*>1000</,
    );
    expect(price('0.000000')).not.toContain('BaseQuantity');
  });

  it('is not written where it lacks what the profile asks for, by the rule', () => {
    const { address: _, ...seller } = aSeller;

    const result = documentUbl(
      anInvoice({
        ublProfile: 'xrechnung-3',
        seller: { ...seller, address: { lines: [], country: 'DE' } },
      }),
    );

    expect(result).toEqual({
      obstacles: [
        expect.stringMatching(/^buyerReference: .*BR-DE-15/),
        expect.stringMatching(/^seller\.contact: .*BR-DE-5/),
        expect.stringMatching(/^seller\.address: .*BR-DE-3/),
        expect.stringMatching(/^seller\.bankAccount: .*BR-DE-1/),
      ],
    });
  });
});
