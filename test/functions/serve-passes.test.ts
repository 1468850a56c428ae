import { describe, expect, it } from '@jest/globals';
import { millisecondsPer, timestampOf } from '../../core/kernel/timestamp.ts';
import { aGate } from '../support/some-gate.ts';
import { aPress, payer } from '../support/some-press.ts';

const ten = {
  ...{ name: 'Ten views', meter: 'view', units: '10', days: 30 },
  price: { amount: '0.05', currency: 'EUR' },
};
const month = {
  ...{ name: 'All you can view', meter: 'view', ceiling: '100' },
  price: { amount: '0.50', currency: 'EUR' },
};

/** A press with a euro in its wallet, whose views cost a cent each, and two passes on offer. */
async function aPressWithPasses({ euros = '1.00' } = {}) {
  const press = await aPress();
  const { ask, billing } = press;
  const offer = (key: string, body: object) =>
    ask('PUT /v1/passes/{key}', { params: { key }, body });
  await offer('ten', ten);
  await offer('month', month);
  await ask('POST /v1/payers/{payer}/wallet/top-ups', {
    params: { payer },
    body: { amount: euros, currency: 'EUR', rail: 'bank', reference: 'T-1' },
  });
  const buy = (pass: string, key: string, gate = 0) =>
    ask(
      'POST /v1/payers/{payer}/passes',
      { params: { payer }, body: { pass, idempotency: key } },
      gate,
    );
  const wallet = async () =>
    (await ask('GET /v1/payers/{payer}/wallet', { params: { payer } })).body as {
      available: string;
      grants: readonly Record<string, unknown>[];
    };
  const passes = async () =>
    ((await press.spent()).body as { passes: readonly Record<string, unknown>[] }).passes;
  const wait = (milliseconds: number) => {
    billing.time.now = timestampOf(billing.time.now + milliseconds);
  };
  return { ...press, offer, buy, wallet, passes, wait };
}

describe('a pass', () => {
  it('is bought with money of the wallet, once under a key, and is used before money', async () => {
    const { buy, charge, wallet, passes } = await aPressWithPasses();

    const { status, body } = await buy('ten', 'buy-1');
    const again = await buy('ten', 'buy-1', 1);
    const { body: charged } = await charge('one');
    const { body: more } = await charge('two', { quantity: '11' });

    expect([status, again.status, again.body]).toEqual([201, 201, body]);
    expect(body).toMatchObject({
      ...{ key: 'ten', units: '10', price: '0.05', resetsAt: '2026-12-30T00:00:00Z' },
    });
    const { id } = body;
    expect(charged).toMatchObject({ amount: '0.00', passes: [{ pass: id, units: '1' }] });
    // Nine are left: two are to be paid.
    expect(more).toMatchObject({ amount: '0.02', passes: [{ pass: id, units: '9' }] });
    expect((await wallet()).available).toBe('0.93');
    expect(await passes()).toMatchObject([{ id, used: '10', held: '0', left: '0' }]);
  });

  it('gives its last unit to one hold of two, and has it again once that is released', async () => {
    const { buy, hold, end, passes, spent } = await aPressWithPasses();
    const { body: pass } = await buy('ten', 'buy-1');

    const first = await hold('first', '8');
    const second = await hold('second', '8');
    const held = await passes();
    await end(first.body['id'], 'release');
    const captured = await end(second.body['id'], 'capture', { quantity: '8' });

    expect(first.body).toMatchObject({ amount: '0.00', passes: [{ units: '8' }] });
    expect(second.body).toMatchObject({ amount: '0.06', passes: [{ units: '2' }] });
    expect(held).toMatchObject([{ held: '10', left: '0' }]);
    expect(captured.body).toMatchObject({
      ...{ amount: '0.06', passes: [{ pass: pass['id'], units: '2' }] },
    });
    expect(await passes()).toMatchObject([{ used: '2', held: '0', left: '8' }]);
    expect((await spent()).body).toMatchObject({
      captured: '0.08',
      lines: [{ quantity: '8', net: '0.08', passes: '-0.01' }],
    });
  });

  it('covers what it is for though the wallet is empty, and nothing after its end', async () => {
    const { buy, charge, wait } = await aPressWithPasses({ euros: '0.05' });
    await buy('ten', 'buy-1');

    const covered = await charge('one');
    wait(40 * millisecondsPer.day);
    const late = await charge('two');

    expect([covered.status, covered.body['amount']]).toEqual([201, '0.00']);
    expect([late.status, late.body['code']]).toEqual([402, 'wallet.empty']);
  });

  it('with a ceiling is for a month of the payer, which is bought once', async () => {
    const { buy, charge, passes } = await aPressWithPasses();

    const { body } = await buy('month', 'buy-1');
    const twice = await buy('month', 'buy-2');
    const { body: charged } = await charge('one', { quantity: '101' });

    expect(body).toMatchObject({ flat: true, units: '100', resetsAt: '2026-12-01T00:00:00Z' });
    expect([twice.status, twice.body['code']]).toEqual([409, 'pass.too-many']);
    expect(charged).toMatchObject({ amount: '0.01' });
    expect(await passes()).toMatchObject([{ used: '100', left: '0' }]);
  });

  it('counts in budgets on the day on which it is bought, and not when it is used', async () => {
    const { buy, charge, cap, wait } = await aPressWithPasses();
    await cap({ amount: '0.05', currency: 'EUR' }, { every: 'day' });

    const dear = await buy('month', 'buy-1');
    await buy('ten', 'buy-2');
    const covered = await charge('one');
    const another = await buy('ten', 'buy-3');
    wait(millisecondsPer.day);

    expect([dear.status, dear.body['code']]).toEqual([402, 'budget.exceeded']);
    expect([covered.status, another.status]).toEqual([201, 402]);
    expect((await buy('ten', 'buy-4')).status).toBe(201);
  });

  it('keeps its money for its units: it is in no sum of the wallet, and is not taken out', async () => {
    const { buy, wallet, ask } = await aPressWithPasses();
    const { body } = await buy('ten', 'buy-1');

    const { available, grants } = await wallet();
    const own = grants.find(({ pass }) => pass === body['id']);
    const out = await ask('POST /v1/payers/{payer}/wallet/revocations', {
      params: { payer },
      body: { grant: own?.['id'] },
    });

    expect([available, grants.length, own?.['left']]).toEqual(['0.95', 2, '0.05']);
    expect([out.status, out.body['code']]).toEqual([409, 'wallet.too-little']);
  });

  it('is refused where it suits nothing, is not offered, or costs what is not there', async () => {
    const { buy, offer } = await aPressWithPasses({ euros: '0.04' });
    await offer('old', { ...ten, archived: true });

    const refused = await Promise.all([
      offer('no-meter', { ...ten, meter: 'nothing' }),
      offer('no-dimension', { ...ten, filter: { author: ['ada'] } }),
      offer('both', { ...ten, ceiling: '5' }),
      offer('parts', { ...ten, units: '0.5' }),
      offer('nothing', { ...ten, price: { amount: '0.00', currency: 'EUR' } }),
      offer('finer', { ...ten, price: { amount: '0.0000000001', currency: 'EUR' } }),
      offer('days', { ...month, days: 3 }),
      buy('old', 'buy-1'),
      buy('none', 'buy-2'),
      buy('ten', 'buy-3'),
    ]);

    expect(refused.map(({ body }) => body['code'])).toEqual([
      ...['meter.not-found', 'pass.unsuited', 'request.invalid', 'request.invalid'],
      ...['request.invalid', 'request.invalid', 'request.invalid'],
      ...['pass.not-found', 'pass.not-found', 'wallet.empty'],
    ]);
  });
});

describe('the gate', () => {
  it('takes a pass before it asks for money, and never its last unit twice', async () => {
    const { ask, gate, token, capture, told } = await aGate();
    await ask('PUT /v1/passes/{key}', { params: { key: 'ten' }, body: { ...ten, units: '1' } });
    await ask('POST /v1/payers/{payer}/wallet/top-ups', {
      params: { payer },
      body: { amount: '1.00', currency: 'EUR', rail: 'bank', reference: 'T-1' },
    });
    const asked = await gate({ token });
    const body = { pass: 'ten', idempotency: 'buy' };
    await ask('POST /v1/payers/{payer}/passes', { params: { payer }, body });

    const both = await Promise.all([0, 1].map((process) => gate({ token }, {}, process)));
    const held = both.find((one) => one.body['outcome'] === 'held');
    const captured = await capture(held?.body['id']);

    expect(asked.body).toMatchObject({ outcome: 'refused', status: 402 });
    expect(both.map((one) => one.body['outcome']).toSorted()).toEqual(['held', 'refused']);
    expect(held?.body).toMatchObject({ by: 'threshold', amount: '0.00' });
    expect(captured.body).toMatchObject({ amount: '0.00' });
    expect(told()).toHaveLength(1);
  });
});
