import { describe, expect, it } from '@jest/globals';
import { spendLogId } from '../../core/spend/log-id.ts';
import { countsOf, type Held, keptIn } from '../support/a-payers-world.ts';
import { asking, everyItem } from '../support/ask.ts';
import { payersHandler } from '../support/changing-handlers.ts';
import { somePayerTokens } from '../support/some-payer-tokens.ts';
import { somePayers } from '../support/some-payers.ts';
import { json, payer } from '../support/some-press.ts';

/** A customer that has spent, holds and may ask by itself, and is one no more. */
async function whoHasSpent() {
  const press = await somePayerTokens();
  const { billing, charge, hold, cap, make } = press;
  const payers = somePayers(billing, press);
  const ask = asking(payersHandler(payers));
  const held = async (query: Readonly<Record<string, string>> = {}) => {
    const records = await everyItem<Held>(
      (more) => ask('GET /v1/payers/{key}/held', { params: { key: payer }, query: more }),
      'records',
      query,
    );
    return records.filter(({ place }) => place === 'spend').map(({ record }) => record);
  };
  const erase = (fields = {}) =>
    ask('POST /v1/erasures', { body: { payer, ...fields }, headers: json });
  await cap({ amount: '5.00', currency: 'EUR' });
  const { body: token } = await make();
  await charge('one', { quantity: '3', data: { page: 'front' } });
  const { body: open } = await hold('two', '10');
  const { body: lease } = await hold('three', '20', { lease: true });
  const { customers } = billing.rating;
  const record = await customers.get('acme', payer);
  if (record?.customer === undefined) throw new Error('the customer was put');
  const customer = { ...record.customer, subjects: [], archived: true as const };
  await customers.put('acme', { ...record, revision: record.revision + 1, customer });
  return { ...press, held, erase, ids: { token, open, lease } };
}

const blocksOf = ({ log }: Awaited<ReturnType<typeof whoHasSpent>>) =>
  log.blocksOf('acme', spendLogId('acme', payer));

describe('what a payer has spent', () => {
  it('is exported: what its log comes to, and then each entry, without secrets', async () => {
    const { held, ids } = await whoHasSpent();

    const [state, ...entries] = await held();

    expect(state).toMatchObject({
      of: 'state',
      budgets: [{ key: 'cap', limit: '5', currency: 'EUR', every: 'month' }],
      tokens: [{ id: ids.token['id'], actions: ['charge', 'read'], spent: '0' }],
      holds: [
        { id: ids.open['id'], quantity: '10', lease: false },
        { id: ids.lease['id'], quantity: '20', lease: true },
      ],
      captured: [{ month: '2026-11', net: '0.03' }],
    });
    expect(entries.map(({ kind }) => kind)).toEqual(['budget', 'token', 'charge', 'hold', 'hold']);
    expect(entries[2]).toMatchObject({
      ...{ of: 'entry', at: '2026-11-29T12:00:00Z', subject: 'reader-7', quantity: '3' },
      ...{ net: '0.03', data: { page: 'front' } },
    });
    for (const one of [...entries, ...[state?.['tokens'] ?? []].flat()]) {
      expect(one).not.toHaveProperty('hash');
      expect(one).not.toHaveProperty('key');
    }
  });

  it('is on one page or on many, each record once', async () => {
    const { held } = await whoHasSpent();

    expect(await held({ limit: '1' })).toEqual(await held());
  });
});

describe('erasing a payer that has spent', () => {
  it('revokes its tokens and gives back what it holds, and leaves leases to end by themselves', async () => {
    const { erase, by, end, held, ids } = await whoHasSpent();

    const { status, body } = await erase();

    expect([status, countsOf(body)['spend']]).toEqual([200, 2]);
    const byToken = await by(ids.token['id']).ask('GET /v1/payers/{payer}/spend', {
      params: { payer },
    });
    expect(byToken.body['code']).toBe('token.refused');
    const captured = await end(ids.open['id'], 'capture', { quantity: '1' });
    expect(captured.body['code']).toBe('hold.closed');
    expect((await end(ids.lease['id'], 'capture', { quantity: '7' })).status).toBe(200);
    const [state] = await held();
    expect(state).toMatchObject({ tokens: [], holds: [], budgets: [{ key: 'cap' }] });
  });

  it('says that the log stays, and in clear', async () => {
    const { erase } = await whoHasSpent();

    const { body } = await erase();

    expect(body['kept']).toContainEqual({
      ...{ what: 'spend', until: null },
      reason: expect.stringContaining('in clear'),
    });
  });

  it('changes nothing where it is dry, and takes nothing more when it is asked for again', async () => {
    const world = await whoHasSpent();
    const before = blocksOf(world);

    const dry = await world.erase({ dryRun: true });
    expect(countsOf(dry.body)['spend']).toBe(2);
    expect(keptIn(dry.body)).toContain('spend');
    expect(blocksOf(world)).toEqual(before);
    await world.erase();
    const after = blocksOf(world);

    expect(countsOf((await world.erase()).body)).not.toHaveProperty('spend');
    expect(blocksOf(world)).toEqual(after);
  });

  it('lets be what somebody else has ended meanwhile', async () => {
    const world = await whoHasSpent();
    const { spend } = world.protocol;
    const { read } = spend;
    spend.read = async (...asked) => {
      const state = await read.apply(spend, asked);
      spend.read = read;
      await world.revoke(world.ids.token['id']);
      await world.end(world.ids.open['id'], 'capture', { quantity: '1' });
      return state;
    };

    const { status, body } = await world.erase();

    expect([status, countsOf(body)['spend']]).toEqual([200, undefined]);
  });
});
