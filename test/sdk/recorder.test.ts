import { describe, expect, it } from '@jest/globals';
import { createReader, createRecorder, PaymentError } from '../../sdk/src/index.ts';
import { answeredInvoice, answeredPayment, refused } from '../cli/support/canned.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from '../cli/support/http-server.ts';

const recorded = { id: 'pay_9', isNew: true, payment: answeredPayment };
const done: FakeAnswer = { status: 201, json: recorded };

const collection = {
  ...{ id: 'inv_1.1', rail: 'stripe', status: 'submitted', currency: 'EUR', amount: '2.38' },
  ...{ expiresAt: '2026-11-03T09:00:00Z', createdAt: '2026-11-02T10:00:00Z' },
};

/** What a service answers that has never heard of any of it. */
function taken({ path }: SeenRequest): FakeAnswer {
  if (path.endsWith('/collections')) return { status: 200, json: collection };
  const onInvoice = { id: 'pay_9', isNew: true, invoice: answeredInvoice('INV-1') };
  return path.startsWith('/v1/invoices/') ? { status: 201, json: onInvoice } : done;
}

/** A recorder and a reader of a server that answers these, one after the other, and then as `taken`. */
async function recording(...answers: readonly FakeAnswer[]) {
  const left = [...answers];
  const server = await httpServer((request) => left.shift() ?? taken(request));
  const settings = {
    ...{ url: server.url, apiKey: 'key', attemptsMax: 3 },
    backoff: { baseMs: 1, waitMaxMs: 2 },
  };
  return {
    recorder: createRecorder(settings),
    reader: createReader(settings),
    seen: server.seen,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const asked = ({ method, path, body, headers }: SeenRequest) => [
  `${method} ${path}`,
  JSON.parse(body) as unknown,
  headers['idempotency-key'] ?? '',
];
const money = { rail: 'bank', reference: 'A-1', amount: '12.50' } as const;

describe('a recorder', () => {
  it('tells of each thing at its own address, and of some under a key', async () => {
    await using world = await recording();
    const { recorder, seen } = world;
    const payment = { ...money, customer: 'press', currency: 'EUR' };
    const invoice = { invoice: 'INV-2026-000001' };
    const back = { reason: 'returned', reference: 'R-1' } as const;
    const addresses = { successUrl: 'https://a.example/1', cancelUrl: 'https://a.example/2' };

    expect(await recorder.pay(payment)).toEqual(recorded);
    await recorder.payInvoice('INV/1', money);
    await recorder.apply('pay_1', invoice, 'k1');
    await recorder.unapply('pay_1', invoice, 'k2');
    await recorder.refund('pay_1', money);
    await recorder.reverse('pay_1', back);
    await recorder.move('pay_1', { customer: 'radio', reference: 'M-1' });
    await recorder.writeOff('inv_1', { reason: 'insolvent' }, 'k3');
    await recorder.collect('inv_1', { rail: 'stripe', ...addresses });

    expect(seen.map(asked)).toEqual([
      ['POST /v1/payments', payment, ''],
      ['POST /v1/invoices/INV%2F1/payments', money, ''],
      ['POST /v1/payments/pay_1/applications', invoice, 'k1'],
      ['POST /v1/payments/pay_1/unapplications', invoice, 'k2'],
      ['POST /v1/payments/pay_1/refunds', money, ''],
      ['POST /v1/payments/pay_1/reversals', back, ''],
      ['POST /v1/payments/pay_1/move', { customer: 'radio', reference: 'M-1' }, ''],
      ['POST /v1/invoices/inv_1/write-off', { reason: 'insolvent' }, 'k3'],
      ['POST /v1/invoices/inv_1/collections', { rail: 'stripe', ...addresses }, ''],
    ]);
    expect(seen[0]?.headers).toMatchObject({
      ...{ authorization: 'Bearer key', 'content-type': 'application/json' },
    });
  });

  it('tells the same again, under the same key, where no answer came', async () => {
    await using world = await recording('hang up', refused('request.failed', 'try again'));

    await world.recorder.apply('pay_1', { invoice: 'inv_1', amount: '1.00' }, 'k1');

    expect(world.seen.length).toBe(3);
    expect(new Set(world.seen.map((one) => JSON.stringify(asked(one)))).size).toBe(1);
  });

  it('rejects with what was refused, and does not tell it again', async () => {
    await using world = await recording(refused('payment.differs', 'another amount'));

    const refusal = await world.recorder.refund('pay_1', money).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(PaymentError);
    expect(refusal).toMatchObject({ code: 'payment.differs' });
    expect(world.seen.length).toBe(1);
  });
});

describe('a reader of payments', () => {
  it('lists them, page by page, and has one', async () => {
    const page = (id: string, more: object = {}): FakeAnswer => ({
      status: 200,
      json: { payments: [{ ...answeredPayment, id }], ...more },
    });
    const one: FakeAnswer = { status: 200, json: answeredPayment };
    await using world = await recording(page('a', { nextCursor: '2' }), page('b'), one);

    const all = await world.reader.payments({ customer: 'press', unapplied: 'true' }).all();
    const found = await world.reader.payment('pay_1');

    expect(all.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(found).toEqual(answeredPayment);
    expect(world.seen.map(({ path, query }) => [path, query])).toEqual([
      ['/v1/payments', { customer: 'press', unapplied: 'true' }],
      ['/v1/payments', { customer: 'press', unapplied: 'true', cursor: '2' }],
      ['/v1/payments/pay_1', {}],
    ]);
  });

  it('has collections, and what a bank says', async () => {
    const collections: FakeAnswer = { status: 200, json: { collections: [collection] } };
    const statement: FakeAnswer = { status: 200, json: { statements: [], entries: [] } };
    await using world = await recording(collections, statement);

    const found = await world.reader.collections('inv_1');
    const read = await world.reader.bankStatement({ file: 'PERvY3VtZW50Lz4=' });

    expect(found).toEqual([collection]);
    expect(read).toEqual({ statements: [], entries: [] });
    expect(world.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/invoices/inv_1/collections',
      'POST /v1/bank-statements',
    ]);
  });
});
