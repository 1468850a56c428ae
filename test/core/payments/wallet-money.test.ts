import { describe, expect, it } from '@jest/globals';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { ClosingWallet } from '../../../core/invoicing/closing-wallet.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { recordPayerPayment } from '../../../core/payments/record-payer-payment.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someTerms,
  vat,
} from '../../fixtures/invoicing.ts';
import { euro, invoicesOf, payer, tenant } from '../../support/a-payer-in-books.ts';
import { sound } from '../../support/moved-money.ts';

/** Books of a payer that bought 10 and 20 for its wallet, and paid 1 besides. */
async function aWalletInBooks() {
  const world = await invoicesOf(['10']);
  const pay = async (reference: string, amount: string) =>
    recordPayerPayment(world.books, tenant, {
      ...{ payer, currency: euro, rail: 'bank', reference, amount: nanos(amount) },
      ...{ apply: 'none', isCustomer: true, receivedAt: world.clock.now() },
      ...(reference.startsWith('T') ? { isOfWallet: true as const } : {}),
    });
  const first = await pay('T-1', '10');
  const second = await pay('T-2', '20');
  await pay('other', '1');
  const ids = [first.id, second.id] as const;
  /** Invoices February over an amount with 19 percent of tax, and answers what paid it. */
  const invoice = async (amount: string, wallet?: ClosingWallet) => {
    const [outcome] = await closePeriods(world, tenant, [
      aClosing({
        terms: someTerms({ taxes: new Map([['standard', vat('19')]]) }),
        policy: aPolicy({ bounds: undefined }),
        current: aMonth('2026-02', [aCharge('1', amount)]),
        ...(wallet === undefined ? {} : { wallet }),
      }),
    ]);
    if (outcome?.status !== 'closed') throw new Error('the invoice is issued');
    await sound(world);
    return JSON.parse(outcome.document.content) as Record<string, unknown>;
  };
  const spent = (one: string, other: string, months: Record<string, string> = {}) => ({
    left: new Map([
      [ids[0], nanos(one)],
      [ids[1], nanos(other)],
    ]),
    bought: new Map(
      Object.entries(months).map(([month, amount]) => [monthFrom(month), nanos(amount)]),
    ),
  });
  return { invoice, spent };
}

describe('an invoice of a payer with a wallet', () => {
  it('uses what was spent of each payment, and other money as ever', async () => {
    const { invoice, spent } = await aWalletInBooks();

    const content = await invoice('20', spent('8.5', '12.001', { '2026-02': '9.499' }));

    // 1.50 and 8.00 of the wallet, where 7.999 were spent, and the one euro.
    expect(content).toMatchObject({
      ...{ total: '23.80', prepaid: '10.50', payable: '13.30' },
      wallet: { bought: '9.50', given: '0.00' },
    });
  });

  it('uses what rounding makes beside what was spent, and nothing else', async () => {
    const { invoice, spent } = await aWalletInBooks();

    // 3.10 net are 3.689 with tax, invoiced as 3.69; one euro is there besides, and two cents more are lacking.
    const content = await invoice('3.10', spent('7.33', '20'));

    expect(content).toMatchObject({ total: '3.69', payable: '0.00', wallet: { bought: '2.69' } });
  });

  it('leaves what months to come have spent', async () => {
    const { invoice, spent } = await aWalletInBooks();

    const wallet = spent('4', '20', { '2026-01': '1', '2026-02': '2', '2026-03': '3' });

    // Six were spent: three of it by March.
    expect(await invoice('50', wallet)).toMatchObject({ wallet: { bought: '3.00' } });
  });

  it('uses nothing of a wallet that was not looked at', async () => {
    const { invoice } = await aWalletInBooks();

    const content = await invoice('50');

    expect(content).toMatchObject({ prepaid: '1.00' });
    expect(content['wallet']).toBeUndefined();
  });
});
