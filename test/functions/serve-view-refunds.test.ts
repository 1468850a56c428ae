import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { someSettings } from '../fixtures/plans.ts';
import { day, somePayerTokens } from '../support/some-payer-tokens.ts';
import { otherPayer, payer } from '../support/some-press.ts';

const viewRefunds = { withinMinutes: 15, perDay: 2 };

/** A payer with a wallet of so much, of a seller that gives views back. */
async function aReader({ given = '1.00', settings = { viewRefunds } as object } = {}) {
  const tokens = await somePayerTokens();
  const { ask, billing, make, by } = tokens;
  await billing.rating.settings.put({ tenant: 'acme', revision: 2, body: someSettings(settings) });
  if (given !== '0') {
    const body = { kind: 'given', amount: given, currency: 'EUR' };
    await ask('POST /v1/payers/{payer}/wallet/grants', { params: { payer }, body });
  }
  const made = await make({ actions: ['charge', 'read', 'refund'], expiresIn: 3 * day });
  const reader = by(made.body['id']);
  const wallet = async () =>
    (await ask('GET /v1/payers/{payer}/wallet', { params: { payer } })).body;
  const view = async (key: string) => (await reader.use('charges', key)).body['id'];
  const back = (id: unknown) =>
    reader.ask('POST /v1/charges/{id}/refund', { params: { id: String(id) } });
  const later = (milliseconds: number): void => {
    billing.time.now = timestampOf(billing.time.now + milliseconds);
  };
  return { ...tokens, reader, wallet, view, back, later };
}

describe('a view', () => {
  it('is given back into the wallet, once, and stays counted', async () => {
    const { view, back, wallet, spent, told } = await aReader();
    const id = await view('one');
    const before = await wallet();

    const first = await back(id);
    const again = await back(id);

    expect(first).toMatchObject({
      ...{ status: 200, body: { id, payer, amount: '0.01', currency: 'EUR' } },
    });
    expect(again.body).toEqual(first.body);
    expect([before['available'], (await wallet())['available']]).toEqual(['0.99', '1.00']);
    expect((await spent()).body['captured']).toBe('0.01');
    expect(told()).toHaveLength(1);
  });

  it('that was held and captured is given back at what it cost', async () => {
    const { reader, back, wallet } = await aReader();
    const held = await reader.use('holds', 'job', { quantity: '3' });
    const id = String(held.body['id']);
    await reader.ask('POST /v1/holds/{id}/capture', { params: { id }, body: { quantity: '2' } });

    const { body } = await back(id);

    expect(body).toMatchObject({ id, amount: '0.02' });
    expect(await wallet()).toMatchObject({ available: '1.00', held: '0.00' });
  });

  it('is money that nobody paid, in one grant that grows with each', async () => {
    const { view, back, wallet } = await aReader();
    for (const key of ['one', 'two']) await back(await view(key));

    const { grants } = (await wallet()) as { grants: readonly object[] };

    expect(grants).toMatchObject([
      { kind: 'given', amount: '1.00', left: '0.98' },
      { kind: 'given', amount: '0.02', left: '0.02' },
    ]);
  });

  it('is given back in the minutes that the seller says, and no later', async () => {
    const { view, back, later } = await aReader();
    const [inTime, late] = [await view('one'), await view('two')];
    later(15 * 60_000);
    const first = await back(inTime);
    later(1);

    const second = await back(late);
    const repeated = await back(inTime);

    expect([first.status, second.status, second.body['code']]).toEqual([
      ...[200, 409, 'refund.too-late'],
    ]);
    expect(repeated.body).toEqual(first.body);
  });

  it('is one of so many on a day of the payer', async () => {
    const { view, back, later, ask } = await aReader();
    for (const key of ['one', 'two']) await back(await view(key));
    const third = await view('three');

    const refused = await back(third);
    const left = (await ask('GET /v1/me', { query: { payer } })).body['refunds'];
    later(day * 1_000);
    const onNextDay = await back(await view('four'));

    expect([refused.body['code'], onNextDay.status]).toEqual(['refund.too-many', 200]);
    expect(left).toEqual({ ...viewRefunds, left: 0 });
  });

  it('is not given back where the seller says nothing of it, nor to who has no wallet', async () => {
    const silent = await aReader({ settings: {} });
    const invoiced = await aReader({ given: '0' });

    const answers = [
      await silent.back(await silent.view('one')),
      await invoiced.back(await invoiced.view('one')),
    ];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [409, 'refund.off'],
      [409, 'refund.no-wallet'],
    ]);
    expect((await invoiced.wallet())['grants']).toEqual([]);
  });

  it('of another, one that was released, and what is no charge are not found', async () => {
    const { ask, hold, back, end } = await aReader();
    const body = { payer: otherPayer, meter: 'view', quantity: '1', idempotency: 'theirs' };
    const theirs = await ask('POST /v1/charges', { body });
    const released = (await hold('job', '1')).body['id'];
    await end(released, 'release');

    const answers = [
      await back(theirs.body['id']),
      await back(released),
      await back(String(released).replace(/\w+\.0$/, '1.0')),
      await back('nothing'),
    ];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(
      answers.map(() => [404, 'charge.not-found']),
    );
  });

  it('is not given back with a token for something else', async () => {
    const { make, by, view, wallet } = await aReader();
    const other = by((await make({ actions: ['charge', 'read'] })).body['id']);

    const { status, body } = await other.ask('POST /v1/charges/{id}/refund', {
      params: { id: String(await view('one')) },
    });

    expect([status, body['code']]).toEqual([403, 'token.not-allowed']);
    expect((await wallet())['available']).toBe('0.99');
  });

  it('given back is known to a process that comes later', async () => {
    const { view, back, ask, log, later } = await aReader();
    const id = await view('one');
    await back(id);
    for (let key = 0; key < 40; key += 1) await view(`more-${key}`);
    later(1_000);

    const again = await ask('POST /v1/charges/{id}/refund', { params: { id: String(id) } }, 1);
    const me = await ask('GET /v1/me', { query: { payer } }, 1);

    expect(await log.readState('acme', String(id).slice(0, 22))).toBeDefined();
    expect([again.status, me.body['refunds']]).toEqual([200, { ...viewRefunds, left: 1 }]);
  });
});

describe('who asks', () => {
  it('is told as who, for what, and of whom it buys', async () => {
    const { reader, make, by } = await aReader();
    const limited = by((await make({ limit: { amount: '0.50', currency: 'EUR' } })).body['id']);

    const me = await reader.ask('GET /v1/me');
    const other = await limited.ask('GET /v1/me');

    expect(me).toMatchObject({
      status: 200,
      body: {
        ...{ payer, currency: 'EUR', seller: { name: 'Magazine GmbH' } },
        token: { actions: ['charge', 'read', 'refund'], limit: null, spent: '0.00' },
        refunds: { ...viewRefunds, left: 2 },
      },
    });
    expect(other.body['token']).toMatchObject({ limit: '0.50' });
  });

  it('with a key is told of whom it names', async () => {
    const { ask } = await aReader({ settings: {} });

    const named = await ask('GET /v1/me', { query: { payer } });
    const nobody = await ask('GET /v1/me');

    expect(named.body).toMatchObject({ payer, token: null, refunds: null });
    expect([nobody.status, nobody.body['code']]).toEqual([400, 'request.invalid']);
  });

  it('with a token revokes that one, and no other', async () => {
    const { make, by, list } = await somePayerTokens();
    const [first, second] = [(await make()).body['id'], (await make()).body['id']];
    const revoke = (id: unknown, of = payer) =>
      by(first).ask('POST /v1/payers/{payer}/tokens/{id}/revoke', {
        params: { payer: of, id: String(id) },
      });

    const answers = [await revoke(second), await revoke(first, otherPayer), await revoke(first)];
    const after = await by(first).ask('GET /v1/me');

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200]);
    expect(after.body['code']).toBe('token.refused');
    expect((await list()).body['tokens']).toMatchObject([{ id: second }]);
  });
});
