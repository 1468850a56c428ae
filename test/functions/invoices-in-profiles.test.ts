import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../core/catalog/customer.ts';
import { billed, stored, taxed } from '../support/billed-month.ts';

const seller = {
  ...{ name: 'Magazine GmbH', taxNumber: 'DE123456788' },
  address: { lines: ['Hauptstr. 1'], city: 'Berlin', postalCode: '10115', country: 'DE' },
  contact: { name: 'Accounts', phone: '+49 30 123456', email: 'billing@magazine.example' },
  bankAccount: { iban: 'DE02120300000000202051', bic: 'BYLADEM1001' },
};
const authority: Partial<Customer> = {
  address: { lines: ['Am Markt 1'], city: 'Bremen', postalCode: '28195', country: 'DE' },
  electronicAddress: { scheme: '0204', id: '04011000-12345-34' },
  buyerReference: '04011000-12345-34',
  purchaseOrder: 'PO-17',
  contact: { name: 'Room 7' },
};

describe('an invoice', () => {
  it('has what the customer wants to find it by, and where it is paid to, in JSON and in UBL of its profile', async () => {
    const { billing, get } = await billed(
      { ...taxed, seller, ublProfile: 'xrechnung-3' },
      authority,
    );
    await stored(billing);

    const { body } = await get();
    const ubl = await get('ubl');

    expect(body).toMatchObject({
      buyerReference: '04011000-12345-34',
      purchaseOrder: 'PO-17',
      ublProfile: 'xrechnung-3',
      seller: { bankAccount: seller.bankAccount, contact: seller.contact },
      buyer: { contact: { name: 'Room 7' } },
    });
    expect(ubl.bytes.toString()).toContain('xrechnung_3.0</cbc:CustomizationID>');
    expect(ubl.bytes.toString()).toContain('<cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>');
  });

  it('is of the profile that its customer asks for, not that of the settings', async () => {
    const { get } = await billed(
      { ...taxed, seller, ublProfile: 'xrechnung-3' },
      { ...authority, ublProfile: 'en16931' },
    );

    const { body } = await get();

    expect(body['ublProfile']).toBeUndefined();
    expect((await get('ubl')).bytes.toString()).toContain(
      '<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>',
    );
  });

  it('says nothing more where nothing of it is used', async () => {
    const { get } = await billed(taxed);

    const { body } = await get();

    expect(Object.keys(body)).toEqual(
      expect.not.arrayContaining(['buyerReference', 'purchaseOrder', 'ublProfile']),
    );
    expect(Object.keys(body['seller'] as object)).toEqual(['address', 'name', 'taxNumber']);
  });
});
