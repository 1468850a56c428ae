import { describe, expect, it } from '@jest/globals';
import { sweepSettlements } from '../../core/gate/chain/sweep-settlements.ts';
import { transferFrom } from '../../core/gate/chain/transfer.ts';
import type { JsonObject } from '../../core/kernel/json.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { signatureOf } from '../fakes/chain.ts';
import { aGate, refusalIn } from '../support/some-gate.ts';

const reader = `0x${'a1'.repeat(20)}`;
const thief = `0x${'ee'.repeat(20)}`;
const chain = {
  ...{ facilitator: 'https://facilitator.example', network: 'eip155:31337', name: 'DemoEUR' },
  ...{ asset: `0x${'cc'.repeat(20)}`, payTo: `0x${'b2'.repeat(20)}`, version: '2', decimals: 6 },
  currency: 'EUR',
};
const VIEW = { meter: 'view', model: 'per_unit', unitPrice: '0.012' } as const;

let nonces = 0;

/** What a client signs for an offer of x402, as the chain in memory checks it. */
function signed(accepted: Readonly<Record<string, unknown>>, fields: object = {}): JsonObject {
  nonces += 1;
  const authorization = {
    ...{ from: reader, to: String(accepted['payTo']), value: String(accepted['amount']) },
    ...{ validAfter: '0', validBefore: String(Date.UTC(2026, 10, 29, 12, 1) / 1_000) },
    nonce: `0x${String(nonces).padStart(64, '0')}`,
    ...fields,
  };
  const transfer = transferFrom({ signature: '0x00', authorization });
  if (transfer === undefined) throw new Error('a test signs what can be signed');
  const rail = { ...chain, timeoutSeconds: 60 };
  return { signature: signatureOf({ ...transfer, rail, extra: {} }), authorization };
}

/** Offers of noon end five minutes after it; a minute is given, and five for clocks. */
const LAST = Date.UTC(2026, 10, 29, 12, 5 + 1 + 5) / 1_000;

const header = (accepted: object, payload: JsonObject) => ({
  paymentSignature: Buffer.from(JSON.stringify({ x402Version: 2, accepted, payload })).toString(
    'base64',
  ),
});

/** A gate whose tenant is paid by a chain, and a reader who has a euro there. */
async function onChain(settings: object = {}) {
  const press = await aGate({
    charges: [VIEW],
    settings: { defaultPlan: 'reader', chain, ...settings },
  });
  press.chain.balances.set(reader, 1_000_000n);
  const { gate } = press;
  /** The ways to pay of x402. */
  const accepts = (body: Readonly<Record<string, unknown>>) => {
    const { 'payment-required': required } = body['headers'] as Record<string, string>;
    return JSON.parse(Buffer.from(required ?? '', 'base64').toString()).accepts as Record<
      string,
      unknown
    >[];
  };
  const offered = async () => accepts((await gate()).body)[1] ?? {};
  const payment = async (fields: object = {}) => {
    const own = await offered();
    return header(own, signed(own, fields));
  };
  const wallet = async (of = `subject:${reader}`) =>
    (await press.ask('GET /v1/payers/{payer}/wallet', { params: { payer: of } })).body;
  const cash = async () => {
    const page = await press.protocol.books.read('acme', { cells: [], originals: [] });
    const found = page.head().balances.find(({ account }) => account === 'cash:x402');
    return found === undefined ? undefined : nanosText(found.amount);
  };
  const sweep = () => sweepSettlements(press.settling(press.protocol), { isShort: () => false });
  return { ...press, accepts, offered, payment, wallet, cash, sweep };
}

describe('a gate of who is paid by a chain', () => {
  it('offers strangers that chain after its own, rounded up to what can be paid', async () => {
    const { gate, accepts } = await onChain();

    const { body } = await gate();

    expect(accepts(body)).toEqual([
      expect.objectContaining({ scheme: 'batch-settlement', amount: '12000000' }),
      {
        ...{ scheme: 'exact', network: 'eip155:31337', amount: '20000', asset: chain.asset },
        ...{ payTo: chain.payTo, maxTimeoutSeconds: 60 },
        extra: { name: 'DemoEUR', version: '2', offer: refusalIn(body).offer.consent },
      },
    ]);
  });

  it('offers none to who has another currency', async () => {
    const { gate, accepts } = await onChain({ chain: { ...chain, currency: 'USD' } });

    expect(accepts((await gate()).body)).toHaveLength(1);
  });

  it('holds what was paid there, charges it once served, and leaves the rest in the wallet', async () => {
    const { gate, capture, payment, wallet, cash } = await onChain();

    const held = await gate(await payment());
    const captured = await capture(held.body['id']);

    expect(held.body).toMatchObject({
      ...{ outcome: 'held', payer: `subject:${reader}`, by: 'x402', amount: '0.012' },
    });
    const { 'payment-response': response } = captured.body['headers'] as Record<string, string>;
    expect(JSON.parse(Buffer.from(response ?? '', 'base64').toString())).toMatchObject({
      ...{ success: true, network: 'eip155:31337', payer: `subject:${reader}` },
      transaction: expect.stringMatching(/^0x[0-9a-f]{64}$/),
    });
    expect([(await wallet())['available'], await cash()]).toEqual(['0.008', '0.02']);
  });

  it('holds once, and takes once, what is sent twice', async () => {
    const { gate, capture, payment, chain: own, cash } = await onChain();
    const sent = await payment({ validBefore: String(LAST) });
    const first = await gate(sent);

    const second = await gate(sent, {}, 1);
    await capture(first.body['id']);
    const third = await gate(sent);

    expect([second.body, third.body]).toEqual([
      { ...first.body, repeated: true },
      { ...first.body, repeated: true },
    ]);
    expect([own.done.size, await cash()]).toEqual([1, '0.02']);
  });

  it('pays the next request from what was left, and takes nothing', async () => {
    const { gate, capture, release, payment, chain: own, wallet } = await onChain();
    await release((await gate(await payment())).body['id']);

    const sent = await payment();
    const held = await gate(sent);
    const again = await gate(sent);
    await capture(held.body['id']);

    expect(again.body).toEqual({ ...held.body, repeated: true });
    expect([own.done.size, (await wallet())['available']]).toEqual([1, '0.008']);
  });

  it.each([
    ['too little', { value: '10000' }, { amount: '10000' }],
    ['to another', { to: thief }, {}],
    ['another amount than is accepted', { value: '30000' }, {}],
    ['another token', {}, { asset: thief }],
    ['half a cent more', { value: '25000' }, { amount: '25000' }],
    ['a second too long after its offer', { validBefore: String(LAST + 1) }, {}],
  ])('takes nothing of a transfer of %s', async (_, fields, terms) => {
    const { gate, offered, chain: own } = await onChain();
    const accepted = await offered();

    const { body } = await gate(header({ ...accepted, ...terms }, signed(accepted, fields)));

    expect(refusalIn(body)).toMatchObject({ status: 402, code: 'offer.refused' });
    expect(own.calls).not.toContain('settle');
  });

  it('lets nobody spend a wallet by a balance that is missing, as that does not say who signed', async () => {
    const press = await onChain({ chain: { ...chain, least: '1.00' } });
    const { gate, capture, offered, payment, chain: own, wallet } = press;
    await capture((await gate(await payment())).body['id']);
    own.checksBalanceFirst = true;
    const accepted = await offered();
    const forged = { ...signed(accepted), signature: `0x${'00'.repeat(32)}` };

    const { body } = await gate(header(accepted, forged));

    expect(refusalIn(body)).toMatchObject({ status: 402, code: 'offer.refused' });
    expect([own.balances.get(reader), (await wallet())['available']]).toEqual([0n, '0.988']);
  });

  it('leaves what an address without a balance has in the wallet to a token of it', async () => {
    const press = await onChain({ chain: { ...chain, least: '1.00' } });
    const { gate, capture, payment, tokenOf, wallet } = press;
    await capture((await gate(await payment())).body['id']);
    const token = await tokenOf(`subject:${reader}`);
    const { consent } = refusalIn((await gate()).body).offer;

    const held = await gate({ token, consent });
    await capture(held.body['id']);

    expect([held.body['payer'], (await wallet())['available']]).toEqual([
      `subject:${reader}`,
      '0.976',
    ]);
  });

  it('refuses what the facilitator refuses, with a fresh offer', async () => {
    const { gate, payment, chain: own } = await onChain();
    own.balances.set(reader, 1n);

    const { body } = await gate(await payment());

    expect(refusalIn(body)).toMatchObject({ status: 402, code: 'offer.refused' });
  });

  it('does not take what stands on the chain for all to see as a word of its payer', async () => {
    const { gate, offered, payment, wallet, release } = await onChain();
    const sent = await payment();
    await release((await gate(sent)).body['id']);
    const text = Buffer.from(sent.paymentSignature, 'base64').toString();
    const { payload } = JSON.parse(text) as { readonly payload: JsonObject };

    const { body } = await gate(header(await offered(), payload));

    expect(refusalIn(body)).toMatchObject({ status: 402, code: 'offer.refused' });
    expect((await wallet())['available']).toBe('0.02');
  });
});

describe('a payment on a chain of which nothing is known', () => {
  it('is never answered with an offer, and pays once it is known', async () => {
    const { gate, payment, chain: own } = await onChain();
    own.fault = (call) => (call === 'settle' ? 'lost-before' : undefined);
    const sent = await payment();
    const before = await gate(sent);
    own.fault = () => undefined;

    const after = await gate(sent);

    const { headers, problem } = before.body as { headers: object; problem: { code: string } };
    expect([before.body['status'], problem.code]).toEqual([503, 'payment.unclear']);
    expect(Object.keys(headers)).not.toContain('payment-required');
    expect(after.body).toMatchObject({ outcome: 'held', repeated: false });
  });

  it('is found out before its payer pays anew, and pays for that', async () => {
    const {
      gate,
      payment,
      later,
      chain: own,
    } = await onChain({
      chain: { ...chain, rpc: 'https://node.example' },
    });
    own.fault = (call) => (call === 'verify' ? undefined : 'lost-after');
    const lost = await gate(await payment());
    later(31);
    const stillLost = await gate(await payment());
    own.fault = () => undefined;

    const held = await gate(await payment());

    expect([lost.body['status'], stillLost.body['status']]).toEqual([503, 503]);
    expect([held.body['outcome'], own.done.size]).toEqual(['held', 1]);
  });

  it('is in the wallet in the end, though nobody comes back', async () => {
    const {
      gate,
      payment,
      later,
      sweep,
      wallet,
      cash,
      chain: own,
    } = await onChain({
      chain: { ...chain, rpc: 'https://node.example' },
    });
    own.fault = (call) => (call === 'verify' ? undefined : 'lost-after');
    await gate(await payment());
    own.fault = () => undefined;
    later(120);

    await sweep();
    await sweep();

    expect([(await wallet())['available'], await cash()]).toEqual(['0.02', '0.02']);
  });
});

it('who has 70 payments waiting is asked to spend them before anything more is taken', async () => {
  const { gate, ask, payment, chain: own } = await onChain();
  const body = { amount: '0.01', currency: 'EUR', rail: 'bank' };
  const params = { payer: `subject:${reader}` };
  await ask('PUT /v1/payers/{payer}/budgets/{key}', {
    params: { ...params, key: 'none' },
    body: { limit: { amount: '9', currency: 'EUR' }, every: 'month' },
  });
  for (let index = 0; index < 70; index += 1) {
    const route = 'POST /v1/payers/{payer}/wallet/top-ups';
    const { body: made } = await ask(route, { params, body: { ...body, reference: `T-${index}` } });
    const taken = { grant: made['id'], amount: '0.01' };
    await ask('POST /v1/payers/{payer}/wallet/revocations', { params, body: taken });
  }

  const { body: refused } = await gate(await payment());

  expect(refused).toMatchObject({
    ...{ outcome: 'refused', status: 409 },
    problem: { code: 'payment.too-many-unapplied' },
  });
  expect(own.done.size).toBe(0);
});
