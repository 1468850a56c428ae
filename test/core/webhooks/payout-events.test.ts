import { describe, expect, it } from '@jest/globals';
import { exactFromNanos } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { returnPayouts, settlePayouts } from '../../../core/payees/end-payouts.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import { recordPayeeStatements } from '../../../core/payees/record-payee-statements.ts';
import { payoutId, recordPayouts } from '../../../core/payees/record-payouts.ts';
import { tellerOver } from '../../../core/webhooks/method-teller.ts';
import { aShop, everySend, sentBy, tenant } from '../../support/a-shop.ts';
import { aPayout, aStatement, nanos } from '../../support/payees-in-books.ts';
import { somePayouts } from '../../support/some-payouts.ts';

describe('a payout', () => {
  it('is told as it is submitted, settled, and comes back, with nothing of an account', async () => {
    const shop = await aShop(['payout.submitted', 'payout.settled', 'payout.returned']);
    const { books, clock } = shop;
    const exact = exactFromNanos(nanos('12'));
    await postShares(books, tenant, { month: monthFrom('2026-01'), asOf: 1, timeZone: utc }, [
      { payee: 'ada', currency: 'EUR', earned: [{ meter: 'views', exact }] },
    ]);
    await recordPayeeStatements(books, tenant, [aStatement({ payee: 'ada' })]);
    await recordPayouts(books, tenant, [
      aPayout({ payee: 'ada', amount: nanos('12'), fee: nanos('0.5') }),
    ]);
    const id = payoutId({ run: 'run-1', payee: 'ada', currency: 'EUR' });
    const told = { payout: id, payee: 'ada', at: clock.now(), timeZone: utc };
    await settlePayouts(books, tenant, [{ ...told, reference: 'B1' }]);
    await returnPayouts(books, tenant, [{ ...told, reference: 'R1', reason: 'AC04' }]);

    await shop.run(everySend);

    const payout = { id, payee: 'ada', run: 'run-1', amount: '12.00', fee: '0.50' };
    expect(sentBy(shop)).toMatchObject([
      { type: 'payout.submitted', data: { payout } },
      { type: 'payout.settled', data: { payout, settledOn: expect.any(String) } },
      { type: 'payout.returned', data: { payout, reason: 'AC04' } },
    ]);
  });
});

describe('a run of payouts that waits', () => {
  it('is told with what it comes to, and who has prepared it', async () => {
    const shop = await aShop(['payout-run.prepared']);
    const world = await somePayouts({ fees: { sepa: { EUR: '0.10' } } });
    await world.payee('ada', '12');
    const run = await world.prepare();

    await tellerOver(shop).tellRun(tenant, run);
    await shop.run(everySend);

    expect(sentBy(shop)).toMatchObject([
      {
        type: 'payout-run.prepared',
        data: {
          ...{ run: run.id, rail: 'sepa', count: 1, madeBy: 'key-1' },
          sums: [{ currency: 'EUR', count: 1, amount: '12.00', fees: '0.10' }],
        },
      },
    ]);
  });
});

describe('a changed method of a payee', () => {
  it('is told by the last four, where an endpoint asks for it', async () => {
    const shop = await aShop(['payout-method.changed']);
    const sepa = (iban: string) => ({ method: 'sepa' as const, iban, holder: 'Ada' });
    const change = {
      ...{ payee: 'ada', version: 2, from: shop.clock.now(), changedAt: shop.clock.now() },
      before: sepa('DE02120300000000202051'),
      after: sepa('FR1420041010050500013M02606'),
    };
    const teller = tellerOver(shop);
    await teller.tell(tenant, change);
    await teller.tell(tenant, { ...change, version: 3, after: { method: 'manual' as const } });

    await shop.run(everySend);

    expect(sentBy(shop)).toMatchObject([
      {
        type: 'payout-method.changed',
        data: {
          ...{ payee: 'ada', version: 2 },
          before: { method: 'sepa', lastFour: '2051', holder: 'Ada' },
          after: { method: 'sepa', lastFour: '2606' },
        },
      },
      { data: { version: 3, after: { method: 'manual' } } },
    ]);
    expect(JSON.stringify(sentBy(shop))).not.toContain('DE0212');
  });

  it('is put into no log where nobody asks for it', async () => {
    const shop = await aShop(['invoice.issued']);
    const now = shop.clock.now();
    const change = { payee: 'ada', version: 1, from: now, changedAt: now, before: undefined };

    await tellerOver(shop).tell(tenant, { ...change, after: { method: 'manual' } });

    expect(await shop.webhooks.looks(tenant)).toBeUndefined();
  });
});
