import { describe, expect, it } from '@jest/globals';
import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import { documentCii } from '../../../core/documents/cii/document-cii.ts';
import { aCreditNote, aLine, anInvoice, figures, june, standardRate } from './a-document.ts';
import { manyLines } from './lawful-documents.ts';

function xmlOf(document: Invoice | CreditNote): string {
  const result = documentCii(document);
  if ('xml' in result) return result.xml;
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

describe('documentCii', () => {
  it('says that it keeps EN 16931, as Factur-X names that profile', () => {
    expect(xmlOf(anInvoice())).toContain('<ram:ID>urn:cen.eu:en16931:2017</ram:ID>');
  });

  it('names the invoice that a credit note corrects, and why', () => {
    const xml = xmlOf(aCreditNote());

    expect(xml).toContain('<ram:TypeCode>381</ram:TypeCode>');
    expect(xml).toContain('<ram:IssuerAssignedID>F-2026-0042</ram:IssuerAssignedID>');
    expect(xml).toContain('<qdt:DateTimeString format="102">20260702</qdt:DateTimeString>');
    expect(xml).toContain('<ram:Content>Views of a test account were counted</ram:Content>');
  });

  it('has amounts to the digit, and the sign of a line on its quantity', () => {
    const xml = xmlOf(anInvoice(figures(manyLines, standardRate)));

    expect(xml).toContain('<ram:BasisQuantity unitCode="C62">5321</ram:BasisQuantity>');
    expect(xml).toContain('<ram:BilledQuantity unitCode="C62">-300</ram:BilledQuantity>');
    expect(xml).toContain('<ram:ChargeAmount>0.004217</ram:ChargeAmount>');
    expect(xml).not.toMatch(/ChargeAmount>-/);
  });

  it('has the days of a line that is not for all of the month', () => {
    const line = aLine({ period: { ...june, lastDay: '2026-06-14' } });

    const xml = xmlOf(anInvoice(figures([line], standardRate)));

    expect(xml).toContain('<udt:DateTimeString format="102">20260614</udt:DateTimeString>');
  });

  it('is the same text for the same invoice', () => {
    expect(xmlOf(anInvoice())).toBe(xmlOf(structuredClone(anInvoice())));
  });

  it('says what is missing where EN 16931 allows none', () => {
    expect(documentCii(anInvoice({ number: null }))).toEqual({
      obstacles: [expect.stringContaining('number:')],
    });
  });
});
