import { describe, expect, it } from '@jest/globals';
import type { PayeeStatement } from '../../../core/contract/payee-statements/statement.ts';
import { payeeUbl } from '../../../core/documents/payees/payee-electronic.ts';
import {
  ada,
  aPayeeStatement,
  lawfulStatements,
  registered,
} from '../../fixtures/payee-statements.ts';

function ublOf(statement: PayeeStatement): string {
  const result = payeeUbl(statement);
  if ('xml' in result) return result.xml;
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

describe('a self-billed statement as UBL', () => {
  it('is an invoice of type 389, in which the payee sells', () => {
    const xml = ublOf(aPayeeStatement({ body: registered }));

    expect(xml).toContain('<cbc:InvoiceTypeCode>389</cbc:InvoiceTypeCode>');
    expect(xml).toMatch(
      /AccountingSupplierParty>[\s\S]*Ada Lefèvre[\s\S]*AccountingCustomerParty>/,
    );
    expect(xml).toMatch(/AccountingCustomerParty>[\s\S]*Revue SAS/);
    expect(xml).toContain('made out by Revue SAS in the name and on behalf of Ada Lefèvre');
  });

  it('is a credit note of type 261 where more was taken back, which says above zero what of which', () => {
    const { 'a self-billed credit note': statement } = lawfulStatements();

    const xml = ublOf(statement as PayeeStatement);

    expect(xml).toContain('<cbc:CreditNoteTypeCode>261</cbc:CreditNoteTypeCode>');
    expect(xml).toContain('<cbc:TaxInclusiveAmount currencyID="EUR">3.85</cbc:TaxInclusiveAmount>');
    expect(xml).toMatch(/BillingReference>[\s\S]*<cbc:ID>SB-2026-000001</);
    expect(xml).not.toContain('>-');
  });

  it.each([
    ['is none of who is not registered', ada, 'selfBilled: '],
    [
      'says what lacks',
      { ...registered, country: 'DE', taxNumber: '12/345/67890', address: undefined },
      'seller.taxNumber: category AE needs a VAT number',
    ],
  ])('%s', (_, body, starts) => {
    const result = payeeUbl(aPayeeStatement({ body }));

    expect('obstacles' in result && result.obstacles[0]).toContain(starts);
  });
});
