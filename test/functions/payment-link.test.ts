import { describe, expect, it } from '@jest/globals';
import { billed, taxed } from '../support/billed-month.ts';

const paymentLink = 'https://shop.example/pay?invoice={number}&id={id}';

describe('an invoice of a seller who has a page to pay at', () => {
  it('has the link with its own number and id from when it is issued on', async () => {
    const { get, id } = await billed({ ...taxed, paymentLink }, {}, 'EUR');

    const { body } = await get();

    expect(body).toMatchObject({
      ...{ status: 'issued', number: 'A/2026/0001' },
      paymentLink: `https://shop.example/pay?invoice=A%2F2026%2F0001&id=${id}`,
    });
  });

  it('has none as a draft', async () => {
    const { get } = await billed({ ...taxed, paymentLink, approval: true }, {}, 'EUR');

    const { body } = await get();

    expect(body).toMatchObject({ status: 'draft' });
    expect(body).not.toHaveProperty('paymentLink');
  });
});
