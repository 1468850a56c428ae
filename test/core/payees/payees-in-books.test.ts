import { describe, expect, it } from '@jest/globals';
import { catchUpAndCheck } from '../../../core/books/check.ts';
import { payableOf } from '../../../core/books/owed.ts';
import { readBalances } from '../../../core/books/reading.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { returnPayouts, settlePayouts } from '../../../core/payees/end-payouts.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import { recordClaim } from '../../../core/payees/record-claim.ts';
import { recordPayeeStatements } from '../../../core/payees/record-payee-statements.ts';
import { payoutId, recordPayouts } from '../../../core/payees/record-payouts.ts';
import {
  aPayout,
  aStatement,
  booksOfPayees,
  DAY,
  earnedByViews,
  julyAsOf,
  nanos,
  owedTo,
  type PayeesWorld,
  tenant,
} from '../../support/payees-in-books.ts';

const balancesOf = async ({ books }: PayeesWorld) =>
  Object.fromEntries(
    (await readBalances(books, tenant)).map(({ account, amount }) => [account, amount]),
  );

/** What a check of the books finds wrong. */
const faultsOf = async (world: PayeesWorld) => (await catchUpAndCheck(world, tenant)).faults;

describe('what a payee earns of a month', () => {
  it('is posted to the nano, once, and by how much it has changed since', async () => {
    const world = booksOfPayees();
    const post = (asOf: number, amount: string) =>
      postShares(world.books, tenant, julyAsOf(asOf), earnedByViews({ ada: amount }));

    const outcomes = [
      await post(1, '1.0000000019'),
      await post(1, '1.0000000019'),
      await post(2, '1.0000000021'),
      await post(3, '0.4'),
      await post(2, '9'),
    ].flat();

    expect(outcomes).toEqual(['posted', 'unchanged', 'posted', 'posted', 'stale']);
    expect(await balancesOf(world)).toEqual({
      'payees:payable': -nanos('0.4'),
      'share:views': nanos('0.4'),
    });
    expect(await faultsOf(world)).toEqual([]);
  });

  it('is taken back where a meter is not named any more', async () => {
    const world = booksOfPayees();
    await postShares(world.books, tenant, julyAsOf(1), earnedByViews({ ada: '2' }));

    await postShares(world.books, tenant, julyAsOf(2), [
      { payee: 'ada', currency: 'EUR', earned: [] },
    ]);

    expect(payableOf(await owedTo(world, 'ada'))).toBe(0n);
    expect(await faultsOf(world)).toEqual([]);
  });
});

describe('a payee who is owed money', () => {
  const world = booksOfPayees();
  const { books, clock } = world;

  it('is told so, is paid what it was told, and has the rest later', async () => {
    await postShares(books, tenant, julyAsOf(1), earnedByViews({ ada: '10', bob: '3' }));
    const made = await recordPayeeStatements(books, tenant, [
      aStatement({
        payee: 'ada',
        taxesOf: () => ({ withheld: { country: 'US', amount: nanos('3') } }),
      }),
      aStatement({
        payee: 'bob',
        taxesOf: () => ({ vat: { code: 'FR20', amount: nanos('0.6') } }),
      }),
    ]);
    expect(made.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded']);
    await postShares(books, tenant, julyAsOf(2), earnedByViews({ ada: '12' }));

    const paid = await recordPayouts(books, tenant, [
      aPayout({ payee: 'ada', amount: nanos('7.5') }),
      aPayout({ payee: 'ada', amount: nanos('7'), fee: nanos('0.2') }),
      aPayout({ payee: 'bob', amount: nanos('3.6'), reserveDays: 14 }),
      aPayout({ payee: 'bob', amount: nanos('3.6') }),
    ]);

    expect(paid).toMatchObject([
      { outcome: 'refused', because: 'short' },
      { outcome: 'recorded' },
      { outcome: 'refused', because: 'short' },
      { outcome: 'recorded' },
    ]);
    expect(payableOf(await owedTo(world, 'ada'))).toBe(nanos('2'));
    expect(await owedTo(world, 'ada')).toMatchObject({ inTransit: nanos('6.8') });
    expect(await faultsOf(world)).toEqual([]);
  });

  it('has a payout settled once, and owed again where it came back', async () => {
    const told = (payee: string, reference: string) => ({
      payout: payoutId({ run: 'run-1', payee, currency: 'EUR' }),
      ...{ payee, reference, at: timestampOf(clock.at), timeZone: utc },
    });
    clock.at += DAY;

    const settled = await settlePayouts(books, tenant, [told('ada', 'B1'), told('ada', 'B1')]);
    clock.at += DAY;
    const returned = await returnPayouts(books, tenant, [
      { ...told('ada', 'R1'), reason: 'AC04', keepsFee: true },
      { ...told('bob', 'R2'), reason: 'AC04' },
      { ...told('bob', 'R2'), reason: 'AC04' },
    ]);
    const late = await settlePayouts(books, tenant, [told('bob', 'B2')]);

    const outcomes = [...settled, ...returned, ...late].map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['recorded', 'already', 'recorded', 'recorded', 'already', 'refused']);
    expect(await balancesOf(world)).toMatchObject({
      'payees:payable': -nanos('12.4'),
      'cash:sepa': 0n,
      'payout:sepa': 0n,
      'revenue:other:payout-fees': -nanos('0.2'),
      'withheld:US': -nanos('3'),
      'input-tax:FR20': nanos('0.6'),
    });
    expect(await owedTo(world, 'ada')).toMatchObject({ inTransit: 0n, paidOut: nanos('0.2') });
    expect(await faultsOf(world)).toEqual([]);
  });

  it('claims what stood under another key, once', async () => {
    const claim = { from: 'bob', payee: 'ada', currency: 'EUR', reason: 'one person' } as const;

    const first = await recordClaim(books, tenant, { ...claim, key: 'k1', timeZone: utc });
    const again = await recordClaim(books, tenant, { ...claim, key: 'k1', timeZone: utc });

    expect([first.outcome, again.outcome]).toEqual(['recorded', 'already']);
    expect(payableOf(await owedTo(world, 'bob'))).toBe(0n);
    expect(payableOf(await owedTo(world, 'ada'))).toBe(nanos('12.4'));
    expect(await faultsOf(world)).toEqual([]);
  });
});
