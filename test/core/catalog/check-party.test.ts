import { describe, expect, it } from '@jest/globals';
import { checkParty } from '../../../core/catalog/check-party.ts';
import type { Party } from '../../../core/contract/invoices/invoice.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const aParty = (fields: Partial<Party> = {}): Party => ({ name: 'Magazine GmbH', ...fields });

describe('particulars of a seller or a customer', () => {
  it.each<Partial<Party>>([
    { electronicAddress: { scheme: '0204', id: '04011000-12345-34' } },
    { electronicAddress: { scheme: 'EM', id: 'invoices@press.example' } },
    { bankAccount: { iban: 'DE02120300000000202051', bic: 'BYLADEM1001' } },
    { contact: { phone: '+49 30 123456' } },
  ])('are taken as they are: %j', (fields) => {
    expect(() => {
      checkParty(aParty(fields), '');
    }).not.toThrow();
  });

  it.each([
    [{ electronicAddress: { scheme: '9999', id: '1' } }, '/seller/electronicAddress/scheme'],
    [{ electronicAddress: { scheme: '0020', id: '1' } }, '/seller/electronicAddress/scheme'],
    [{ bankAccount: { iban: 'DE02120300000000202052' } }, '/seller/bankAccount/iban'],
    [
      { bankAccount: { iban: 'DE02120300000000202051', bic: 'BYLADEM100' } },
      '/seller/bankAccount/bic',
    ],
  ])('are refused where they can be none: %j', (fields, param) => {
    const refused = rejectionOf(() => {
      checkParty(aParty(fields), '/seller');
    });

    expect(refused).toMatchObject({ code: 'request.invalid', param });
  });

  it('that were kept before schemes were looked at may be sent again', () => {
    const kept = aParty({ electronicAddress: { scheme: '9999', id: '1' } });

    expect(() => {
      checkParty({ ...kept, electronicAddress: { scheme: '9999', id: '2' } }, '', kept);
    }).not.toThrow();
  });
});
