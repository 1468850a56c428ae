import { describe, expect, it } from '@jest/globals';
import { exactFromNanos } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { returnPayouts, settlePayouts } from '../../../core/payees/end-payouts.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import { recordPayeeStatements } from '../../../core/payees/record-payee-statements.ts';
import { payoutId, recordPayouts } from '../../../core/payees/record-payouts.ts';
import { aShop, everySend, sentBy, tenant } from '../../support/a-shop.ts';
import { aPayout, aStatement, nanos } from '../../support/payees-in-books.ts';

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
