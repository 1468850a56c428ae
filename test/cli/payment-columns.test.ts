import { expect, it } from '@jest/globals';
import { paymentColumns } from '../../cli/payments/payment-columns.ts';

it('a list of payments tells those of wallets from all others', () => {
  const [status] = paymentColumns.filter(({ title }) => title === 'status');
  const cellOf = (payment: Readonly<Record<string, string | boolean>>) => status?.cell(payment);

  expect(cellOf({ status: 'unapplied', wallet: true })).toBe('unapplied, wallet');
  expect(cellOf({ status: 'unapplied' })).toBe('unapplied');
});
