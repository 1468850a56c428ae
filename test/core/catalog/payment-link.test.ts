import { describe, expect, it } from '@jest/globals';
import { paymentLinkOf } from '../../../core/catalog/payment-link.ts';
import { settingsFrom } from '../../../core/catalog/tenant-billing.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const put = (paymentLink: string) => settingsFrom({ seller: { name: 'Magazine' }, paymentLink });

describe('the page at which invoices are paid', () => {
  it.each([
    ['another scheme', 'http://shop.example/{number}'],
    ['a script', 'javascript:alert(1)'],
    ['a blank', 'https://shop.example/a b'],
    ['letters that a PDF cannot say', 'https://shop.example/zahlen/ä'],
    ['other braces', 'https://shop.example/{customer}'],
    ['a brace that is not closed', 'https://shop.example/{number'],
    ['a host that the invoice chooses', 'https://{number}.example/'],
    ['a host that the invoice lengthens', 'https://shop.example{number}'],
    ['a user', 'https://me:secret@shop.example/{id}'],
    ['no host', 'https://?{id}'],
    ['too much', `https://shop.example/${'x'.repeat(500)}`],
  ])('is refused where it has %s', (_, link) => {
    const refused = rejectionOf(() => put(link));

    expect(refused).toMatchObject({ code: 'request.invalid', param: '/paymentLink' });
  });

  it.each([
    'https://shop.example/pay?invoice={number}&id={id}#pay',
    'https://shop.example:8443/pay',
  ])('is kept as it is given: %s', (link) => {
    expect(put(link)).toMatchObject({ paymentLink: link });
  });

  it('has the number and the id of the invoice, whatever signs are in them', () => {
    const template = 'https://shop.example/{number}/pay?id={id}&again={number}';

    expect(paymentLinkOf(template, { number: 'R/2026 §1&x={id}', id: 'inv_1' })).toBe(
      'https://shop.example/R%2F2026%20%C2%A71%26x%3D%7Bid%7D/pay?id=inv_1&again=R%2F2026%20%C2%A71%26x%3D%7Bid%7D',
    );
  });
});
