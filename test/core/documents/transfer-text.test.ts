import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../../core/contract/invoices/invoice.ts';
import { transferOf, transferText } from '../../../core/documents/transfer-text.ts';
import { anInvoice, aSeller } from './a-document.ts';

const iban = 'DE02120300000000202051';
const paidTo = (bankAccount: Invoice['seller']['bankAccount'], name = aSeller.name) =>
  anInvoice({
    seller: { ...aSeller, name, ...(bankAccount === undefined ? {} : { bankAccount }) },
  });
const textOf = (invoice: Invoice): string | undefined => {
  const transfer = transferOf(invoice);
  return transfer === undefined ? undefined : transferText(transfer);
};

describe('what a bank reads as a transfer', () => {
  it('has a line for each of account, amount and reference, and none empty at its end', () => {
    expect(textOf(paidTo({ iban }))).toBe(
      [
        'BCD',
        '002',
        '1',
        'SCT',
        '',
        'Magazin Verlag GmbH',
        iban,
        'EUR14.64',
        '',
        'RF69F20260042',
      ].join('\n'),
    );
  });

  it('names the bank and whose account it is, where that is said', () => {
    expect(textOf(paidTo({ iban, bic: 'BYLADEM1001', holder: 'Treuhand\nAG' }))).toContain(
      'SCT\nBYLADEM1001\nTreuhand AG\n',
    );
  });

  it('has a number that can have no check digits as text', () => {
    expect(textOf({ ...paidTo({ iban }), number: 'Rechnung № 7' })).toMatch(
      /\nEUR14\.64\n\n\nRechnung № 7$/,
    );
  });

  it('cuts a name at 70 characters, and never one in two', () => {
    const name = `${'x'.repeat(69)}𝕏𝕏`;

    expect(textOf(paidTo({ iban }, name))?.split('\n')[5]).toBe(`${'x'.repeat(69)}𝕏`);
  });

  it('is never longer than 331 bytes: rather there is none', () => {
    const long = (number: string) => textOf({ ...paidTo({ iban }, '字'.repeat(70)), number });
    const rest = 331 - new TextEncoder().encode(long('ä')).length;

    expect(new TextEncoder().encode(long(`ä${'1'.repeat(rest)}`)).length).toBe(331);
    expect(long(`ä${'1'.repeat(rest + 1)}`)).toBeUndefined();
  });

  it.each([
    ['no account', anInvoice()],
    ['another currency', { ...paidTo({ iban }), currency: 'USD' }],
    ['nothing to pay', { ...paidTo({ iban }), total: '0.00' }],
    ['a credit', { ...paidTo({ iban }), total: '-1.00' }],
    ['more than it can say', { ...paidTo({ iban }), total: '1000000000.00' }],
    ['a draft', { ...paidTo({ iban }), number: null, status: 'draft' as const }],
    ['a void invoice', { ...paidTo({ iban }), status: 'void' as const }],
    [
      'an account outside of SEPA',
      paidTo({ iban: 'BR1800360305000010009795493C1', bic: 'CEFXBRSP' }),
    ],
    ['one that wants a BIC', paidTo({ iban: 'CH9300762011623852957' })],
  ])('is not there for %s', (_, invoice) => {
    expect(textOf(invoice)).toBeUndefined();
  });

  it('is there for accounts of SEPA outside the European Economic Area, with a BIC', () => {
    expect(textOf(paidTo({ iban: 'CH9300762011623852957', bic: 'POFICHBEXXX' }))).toContain('POFI');
  });
});
