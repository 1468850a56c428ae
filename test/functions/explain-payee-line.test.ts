import { describe, expect, it } from '@jest/globals';
import { beginStatements } from '../../core/earnings/statements/state-month.ts';
import { inMemoryPayees } from '../fakes/shares.ts';
import { ada } from '../fixtures/payee-statements.ts';
import { aShare } from '../fixtures/shares.ts';
import { aPaidPress, january, ofReads, readsOf, tenant } from '../support/a-paid-press.ts';
import { asking } from '../support/ask.ts';
import { payeesHandler } from '../support/changing-handlers.ts';

const route = 'GET /v1/payee-statements/{id}/lines/{line}';

/** Ann has read Ada three times and Ben once, Bob has read Ada twice: at 10 EUR, of which authors have seven tenths. */
async function aToldPress() {
  const authors = aShare(
    'authors',
    [
      { to: 'value', shares: 7 },
      { to: 'platform', shares: 3 },
    ],
    '2020-01-01',
    { of: ofReads },
  );
  const payees = inMemoryPayees();
  await payees.put(tenant, { key: 'ada', revision: 1, body: ada });
  const press = await aPaidPress({ shares: [authors], payees });
  const events = [
    ...[...readsOf('ann', 'ada', 2), ...readsOf('ann', 'ada', 1, '2026-01-20')],
    ...[...readsOf('bob', 'ada', 2), ...readsOf('ann', 'ben', 1), ...readsOf('ann', null, 1)],
  ].map((event, place) => ({ ...event, id: `read-${place + 1}` }));
  await press.use(events);
  for (const reader of ['ann', 'bob']) await press.close(reader);
  await press.accrue();
  await beginStatements(press.earnings, { tenant, month: january });
  await press.earnings.run();
  const ask = asking(payeesHandler({ ...press, ...press.earnings, payees }));
  const { body } = await ask('GET /v1/payees/{key}/statements', { params: { key: 'ada' } });
  const [{ id = '' } = {}] = body['statements'] as readonly { readonly id?: string }[];
  const pages = async (query: Readonly<Record<string, string>>) => {
    const found: Readonly<Record<string, unknown>>[] = [];
    for (let cursor: string | undefined, n = 0; n === 0 || cursor !== undefined; n += 1) {
      const asked = { ...query, ...(cursor === undefined ? {} : { cursor }) };
      const page = (await ask(route, { params: { id, line: '1' }, query: asked })).body;
      found.push(page);
      cursor = page['nextCursor'] as string | undefined;
    }
    return found;
  };
  return { ask, pages, id };
}

describe('a line of a payee’s statement', () => {
  it('comes from so many payers’ months, what they used, and what that came to', async () => {
    const { pages } = await aToldPress();

    const [page, ...others] = await pages({});

    expect(page).toMatchObject({
      line: { kind: 'content', value: 'ada', quantity: '5', amount: '35.00' },
      shares: { payers: 2, quantity: '5', amount: '50', earned: '35' },
    });
    expect(others).toEqual([]);
  });

  it.each(['1', '2', '50'])(
    'comes down to the events that were counted, each once, by pages of %s, and to nobody’s name',
    async (limit) => {
      const { pages } = await aToldPress();

      const found = await pages({ events: 'true', limit });

      const events = found.flatMap((page) => page['events'] as { id: string; time: string }[]);
      expect(events.map(({ id }) => id).toSorted()).toEqual(
        ['read-1', 'read-2', 'read-3', 'read-4', 'read-5'].toSorted(),
      );
      expect(events).toContainEqual({
        ...{ source: 'app', id: 'read-3', time: '2026-01-20T10:00:00Z' },
        ...{ meter: 'reads', value: 'ada', quantity: '1' },
      });
      const cursors = found.flatMap((page) => page['nextCursor'] ?? []).map(String);
      const opened = cursors.map((one) => Buffer.from(one.split('.')[0] ?? '', 'base64url'));
      expect(`${JSON.stringify(found)} ${opened.join(' ')}`).not.toMatch(/ann|bob/);
    },
  );

  it('refuses a cursor of its sums where its events are asked for', async () => {
    const { ask, pages, id } = await aToldPress();
    const [page] = await pages({ events: 'true', limit: '1' });
    const query = { cursor: String(page?.['nextCursor']) };

    const { status, body } = await ask(route, { params: { id, line: '1' }, query });

    expect([status, body['code']]).toEqual([400, 'request.bad-cursor']);
  });
});
