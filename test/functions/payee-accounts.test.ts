import { describe, expect, it } from '@jest/globals';
import { utc } from '../../core/kernel/time-zone.ts';
import { postShares } from '../../core/payees/post-shares.ts';
import { recordClaim } from '../../core/payees/record-claim.ts';
import { recordPayeeStatements } from '../../core/payees/record-payee-statements.ts';
import { recordPayouts } from '../../core/payees/record-payouts.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { inMemoryShareMonths } from '../fakes/share-months.ts';
import { inMemoryPayees, inMemoryShares } from '../fakes/shares.ts';
import { someSettings } from '../fixtures/plans.ts';
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
async function adaIsPaid(waiting: Readonly<Record<string, string>> = {}) {
  const world = booksOfPayees();
  const { books } = world;
  await postShares(
    books,
    tenant,
    julyAsOf(1),
    earnedByViews({ ada: '7.5', 'ada-l': '0.25', ...waiting }),
  );
  await recordPayeeStatements(books, tenant, [aStatement({ payee: 'ada' })]);
  await recordPayouts(books, tenant, [aPayout({ payee: 'ada' })]);
  await recordClaim(books, tenant, {
    ...{ from: 'ada-l', payee: 'ada', currency: 'EUR', reason: 'the same person', key: 'c1' },
    timeZone: utc,
  });
  const payees = inMemoryPayees();
  for (const key of ['ada', 'ben']) {
    await payees.put(tenant, { key, revision: 1, body: { name: key } });
  }
  const kept = { months: inMemoryShareMonths(), queue: inMemoryQueue(), shares: inMemoryShares() };
  const billing = someBilling();
  const { settings } = billing.rating;
  await settings.put({ tenant, revision: 1, body: someSettings() });
  return asking(payeesHandler({ ...billing, ...world, ...kept, payees, settings }));
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

describe('what waits under a key that is nobody’s', () => {
  const claims = 'POST /v1/payees/{key}/claims';
  const accounts = 'GET /v1/payees/{key}/balance';
  const asked = (key: string, body: object, payee = 'ben') => ({
    ...{ params: { key: payee }, body: { reason: 'the same person', currency: 'EUR', ...body } },
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
  });

  it('is a payee’s once somebody claims it, however often, and all of it where no amount is named', async () => {
    const ask = await adaIsPaid({ 'ada-x': '1.25', 'share:house-band': '3' });

    const first = await ask(claims, asked('c1', { from: 'ada-x', amount: '1' }));
    const again = await ask(claims, asked('c1', { from: 'ada-x', amount: '1' }));
    const dissolved = await ask(claims, asked('c2', { from: 'share:house-band' }));

    expect([first.status, again.status, dissolved.status]).toEqual([201, 200, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.body).toMatchObject({ payee: 'ben', from: 'ada-x', amount: '1' });
    const { body } = await ask(accounts, { params: { key: 'ben' } });
    expect(body['balances']).toMatchObject([{ currency: 'EUR', claimed: '4', payable: '4' }]);
    const left = await ask(accounts, { params: { key: 'ada-x' } });
    expect(left.body['balances']).toMatchObject([{ payable: '0.25' }]);
  });

  it.each([
    ['more than waits there', asked('c1', { from: 'ada-x', amount: '9' }), 'payee.claim-refused'],
    ['of where nothing waits', asked('c1', { from: 'nobody' }), 'payee.claim-refused'],
    ['of what is a payee’s', asked('c1', { from: 'ada' }), 'payee.claim-refused'],
    ['for nobody', asked('c1', { from: 'ada-x' }, 'zoe'), 'payee.not-found'],
    ['of no currency', asked('c1', { from: 'ada-x', currency: 'EUX' }), 'request.invalid'],
    ['of nothing', asked('c1', { from: 'ada-x', amount: '0' }), 'request.invalid'],
  ])('is not claimed: %s', async (_, request, code) => {
    const ask = await adaIsPaid({ 'ada-x': '1.25' });

    expect((await ask(claims, request)).body['code']).toBe(code);
  });

  it.each([
    ['another amount', { from: 'ada-x', amount: '0.25' }],
    ['what another key has', { from: 'share:house-band', amount: '1' }],
    ['another currency', { from: 'ada-x', amount: '1', currency: 'USD' }],
  ])('is not claimed under the idempotency key of another claim: %s', async (_, other) => {
    const ask = await adaIsPaid({ 'ada-x': '1.25', 'share:house-band': '3' });
    await ask(claims, asked('c1', { from: 'ada-x', amount: '1' }));

    const { status, body } = await ask(claims, asked('c1', other));

    expect([status, body['code']]).toEqual([409, 'request.idempotency-key-reused']);
    const has = await ask(accounts, { params: { key: 'ben' } });
    expect(has.body['balances']).toMatchObject([{ claimed: '1', payable: '1' }]);
  });
});
