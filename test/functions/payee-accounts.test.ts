import { describe, expect, it } from '@jest/globals';
import { utc } from '../../core/kernel/time-zone.ts';
import { postShares } from '../../core/payees/post-shares.ts';
import { recordClaim } from '../../core/payees/record-claim.ts';
import { recordPayeeStatements } from '../../core/payees/record-payee-statements.ts';
import { recordPayouts } from '../../core/payees/record-payouts.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { inMemoryShareMonths } from '../fakes/share-months.ts';
import { inMemoryPayees } from '../fakes/shares.ts';
import { asking } from '../support/ask.ts';
import { payeesHandler } from '../support/changing-handlers.ts';
import {
  aPayout,
  aStatement,
  booksOfPayees,
  earnedByViews,
  julyAsOf,
  tenant,
} from '../support/payees-in-books.ts';
import { someBilling } from '../support/some-billing.ts';

/** Ada has earned, was told, and was paid a part; what stood under `Ada L` is hers. */
async function adaIsPaid() {
  const world = booksOfPayees();
  const { books } = world;
  await postShares(books, tenant, julyAsOf(1), earnedByViews({ ada: '7.5', 'ada-l': '0.25' }));
  await recordPayeeStatements(books, tenant, [aStatement({ payee: 'ada' })]);
  await recordPayouts(books, tenant, [aPayout({ payee: 'ada' })]);
  await recordClaim(books, tenant, {
    ...{ from: 'ada-l', payee: 'ada', currency: 'EUR', reason: 'the same person', key: 'c1' },
    timeZone: utc,
  });
  const payees = inMemoryPayees();
  await payees.put(tenant, { key: 'ben', revision: 1, body: { name: 'Ben' } });
  const kept = { months: inMemoryShareMonths(), queue: inMemoryQueue() };
  return asking(payeesHandler({ ...someBilling(), ...world, ...kept, payees }));
}

const balance = 'GET /v1/payees/{key}/balance';
const documents = 'GET /v1/payees/{key}/documents';

describe('what a payee is owed', () => {
  it('is what was owed with its last statement, and what came since', async () => {
    const ask = await adaIsPaid();

    const { status, body } = await ask(balance, { params: { key: 'ada' } });

    expect(status).toBe(200);
    expect(body).toEqual({
      payee: 'ada',
      balances: [
        {
          ...{ currency: 'EUR', opening: '7.5', earned: '0', claimed: '0.25', paidOut: '1' },
          ...{ payable: '6.75', inTransit: '1', statements: 1, period: '2026-07' },
        },
      ],
    });
  });

  it('is nothing of a payee that has earned nothing, and not known of a key that is no payee’s', async () => {
    const ask = await adaIsPaid();

    const { body } = await ask(balance, { params: { key: 'ben' } });
    const unknown = await ask(balance, { params: { key: 'cleo' } });

    expect(body).toEqual({ payee: 'ben', balances: [] });
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'payee.not-found']);
  });
});

describe('the documents of a payee', () => {
  it('say by how much more is owed with each, page by page in the order of the books', async () => {
    const ask = await adaIsPaid();

    const first = await ask(documents, { params: { key: 'ada' }, query: { limit: '3' } });
    const { nextCursor } = first.body;
    const query = { limit: '3', cursor: String(nextCursor) };
    const second = await ask(documents, { params: { key: 'ada' }, query });

    const all = [first, second].flatMap(
      ({ body }) => body['documents'] as { [name: string]: unknown }[],
    );
    expect(all.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['share', '7.5'],
      ['payee-statement', '0'],
      ['payout', '-1'],
      ['claim', '0.25'],
    ]);
    expect(all[0]).toMatchObject({ currency: 'EUR', date: '2026-08-03', period: '2026-07' });
    expect(all[3]).toMatchObject({ from: 'ada-l', reason: 'the same person' });
    expect(second.body['nextCursor']).toBeUndefined();
  });

  it('say what was moved away, too, though its key is no payee’s any more', async () => {
    const ask = await adaIsPaid();

    const { body } = await ask(documents, { params: { key: 'ada-l' } });

    expect(body['documents']).toMatchObject([
      { amount: '0.25' },
      { kind: 'claim', amount: '-0.25' },
    ]);
  });

  it('are not known of a key that is no payee’s', async () => {
    const ask = await adaIsPaid();

    const { status, body } = await ask(documents, { params: { key: 'cleo' } });

    expect([status, body['code']]).toEqual([404, 'payee.not-found']);
  });
});
