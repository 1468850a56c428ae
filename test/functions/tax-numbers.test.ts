import { describe, expect, it } from '@jest/globals';
import { aCustomer } from '../fixtures/customers.ts';
import { someSettings } from '../fixtures/plans.ts';
import { asking } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';

const right = 'DE123456788';
const wrong = 'DE123456789';

/** A catalog in which a customer and the seller were put with a number before its check digit was looked at. */
async function aCatalogOfBefore() {
  const ports = catalogPorts();
  const seller = { ...someSettings().seller, taxNumber: wrong };
  await ports.customers.put('acme', {
    key: 'a',
    revision: 1,
    customer: aCustomer({ key: 'a', subjects: ['a'], taxNumber: wrong }),
  });
  await ports.settings.put({ tenant: 'acme', revision: 1, body: { seller } });
  const ask = asking(catalogHandler(ports));
  return {
    put: (key: string, taxNumber: string) =>
      ask('PUT /v1/customers/{key}', { params: { key }, body: { name: 'Other', taxNumber } }),
    putSeller: (taxNumber: string) =>
      ask('PUT /v1/billing-settings', { body: { seller: { ...seller, taxNumber } } }),
  };
}

describe('a VAT number whose check digits do not fit', () => {
  it('is refused, with where it is', async () => {
    const { put, putSeller } = await aCatalogOfBefore();

    const answers = [
      await put('new', wrong),
      await put('a', 'FR12345678901'),
      await putSeller('FR12345678901'),
    ];

    expect(answers.map(({ status, body }) => [status, body['param']])).toEqual([
      [400, '/taxNumber'],
      [400, '/taxNumber'],
      [400, '/seller/taxNumber'],
    ]);
    expect(await put('new', right)).toMatchObject({ status: 201 });
  });

  it('that was put before it was looked at can be sent again, with what is changed beside it', async () => {
    const { put, putSeller } = await aCatalogOfBefore();

    expect(await put('a', wrong)).toMatchObject({ status: 200, body: { name: 'Other' } });
    expect(await putSeller(wrong)).toMatchObject({ status: 200 });
  });
});
