import { describe, expect, it } from '@jest/globals';
import { catchUpAndCheck } from '../../core/books/check.ts';
import { aBilledWallet } from '../support/a-billed-wallet.ts';

const half = { key: 'half', percentOff: '50', from: '2026-01-01' };
const trial = { key: 'trial', percentOff: '100', from: '2026-01-01' };
const cents = { key: 'cents', amountOff: '0.30', from: '2026-01-01' };

const linesOf = (invoice: Record<string, unknown>) =>
  (invoice['lines'] as Record<string, string>[]).map(({ kind, exactAmount }) => [
    kind,
    exactAmount,
  ]);

describe('a payer with a wallet and a coupon', () => {
  it('is charged what the coupon leaves, and its invoice is paid with that', async () => {
    const { wallet, charge, bill, shown, billing } = await aBilledWallet({}, { coupons: [half] });
    await wallet('top-ups', { amount: '10.00', rail: 'bank', reference: 'T-1' });

    const charged = await charge(10);
    const invoice = await bill('2026-01');

    expect(charged.body).toMatchObject({ net: '0.50', tax: '0.095' });
    expect(linesOf(invoice)).toEqual([
      ['usage', '1'],
      ['coupon', '-0.5'],
    ]);
    expect(invoice).toMatchObject({ subtotal: '0.50', total: '0.60', payable: '0.00' });
    expect((await shown())['available']).toBe('9.405');
    expect((await catchUpAndCheck(billing, 'acme')).faults).toEqual([]);
  });

  it('is charged nothing in a trial, also with nothing in the wallet', async () => {
    const { charge, wallet } = await aBilledWallet({}, { coupons: [trial] });
    await wallet('grants', { kind: 'promotional', amount: '0.01' });

    expect((await charge(10)).body).toMatchObject({ net: '0.00' });
  });

  it('has an amount taken off when the month is closed, and given money pays no more than is left', async () => {
    const { wallet, charge, bill, billing } = await aBilledWallet({}, { coupons: [cents] });
    await wallet('grants', { kind: 'promotional', amount: '1.19' });

    await charge(10);
    const statement = await bill('2026-01');

    expect(linesOf(statement)).toEqual([
      ['usage', '1'],
      ['coupon', '-0.3'],
      ['given', '-0.7'],
    ]);
    expect((await catchUpAndCheck(billing, 'acme')).faults).toEqual([]);
  });
});
