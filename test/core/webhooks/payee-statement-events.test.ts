import { describe, expect, it } from '@jest/globals';
import { postShares } from '../../../core/payees/post-shares.ts';
import { recordPayeeStatements } from '../../../core/payees/record-payee-statements.ts';
import { aShop, everySend, sentBy, tenant } from '../../support/a-shop.ts';
import { aStatement, earnedByViews, julyAsOf } from '../../support/payees-in-books.ts';

describe('a payee’s statement', () => {
  it('is told once, with what is owed, and where it is self-billed with its number', async () => {
    const shop = await aShop(['payee-statement.issued']);
    const earned = earnedByViews({ ada: '7.5', ben: '0.25' });
    await postShares(shop.books, tenant, julyAsOf(1), earned);
    const numbering = () => ({ series: 'SB-', numberOf: (n: number) => `SB-${n}` });

    await recordPayeeStatements(shop.books, tenant, [
      aStatement({ payee: 'ada', numbering }),
      aStatement({ payee: 'ben' }),
      aStatement({ payee: 'ada', numbering }),
    ]);
    await shop.run(everySend);

    const statement = { ordinal: 1, period: '2026-07', currency: 'EUR', day: '2026-02-02' };
    expect(sentBy(shop)).toMatchObject([
      {
        type: 'payee-statement.issued',
        data: { statement: { ...statement, payee: 'ada', number: 'SB-1', closing: '7.5' } },
      },
      { data: { statement: { ...statement, payee: 'ben', number: null, closing: '0.25' } } },
    ]);
  });
});
