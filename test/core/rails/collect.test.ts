import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import { balanceOf, connectedRails, tenant } from '../../support/some-rails.ts';

const look = { kind: 'look' };
const lost = { kind: 'failed', reason: 'timeout' } as const;
const sessionsMade = (calls: readonly string[]) =>
  calls.filter((call) => call === 'POST /v1/checkout/sessions').length;

describe('collecting by Stripe', () => {
  it('answers a session for what is due, and the same one again', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice('12.34');

    const first = await world.collect(invoice);
    const again = await world.collect(invoice);

    const [session] = world.stripe.sessions.values();
    expect(first).toMatchObject({ status: 'submitted', url: session?.url, attempt: 1 });
    expect(again).toEqual(first);
    expect(session).toMatchObject({ amount_total: 1234, currency: 'eur' });
    expect(world.stripe.sessions.size).toBe(1);
  });

  it('ends a session whose amount is not due any more, and begins another', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice('12.34');
    await world.collect(invoice);
    await world.pay(invoice, '2.34');

    const second = await world.collect(invoice);

    expect(second).toMatchObject({ attempt: 2, amount: nanos('10') });
    expect([...world.stripe.sessions.values()].map(({ status }) => status)).toEqual([
      'expired',
      'open',
    ]);
  });

  it('makes one session where the answer to its call is lost', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice();
    const { answer } = world.between;
    world.between.answer = (call) => {
      answer(call);
      return lost;
    };
    const unanswered = await codeOf(world.collect(invoice));
    world.between.answer = answer;

    const collection = await world.collect(invoice);

    expect(unanswered).toBe('rail.outcome-unknown');
    expect(collection).toMatchObject({ attempt: 1, status: 'submitted' });
    expect(sessionsMade(world.stripe.calls)).toBe(2);
    expect(world.stripe.sessions.size).toBe(1);
  });

  it('makes one session of two requests at once', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice();

    const [one, other] = await Promise.all([world.collect(invoice), world.collect(invoice)]);

    expect(one.url).toBe(other.url);
    expect(world.stripe.sessions.size).toBe(1);
  });

  it('looks for a session that was never answered, once nobody could begin to pay', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice();
    const { answer } = world.between;
    world.between.answer = (call) => {
      if (call.method === 'POST') answer(call);
      return lost;
    };
    await codeOf(world.collect(invoice));
    world.between.answer = answer;
    world.pass(25 * millisecondsPer.hour);

    await world.run(look);

    expect(sessionsMade(world.stripe.calls)).toBe(1);
    expect(world.collections.all()).toMatchObject([{ status: 'expired', attempt: 1 }]);
    expect(world.collections.all()[0]?.reference).toBeDefined();
  });

  it('begins another attempt once a session has expired', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice();
    await world.collect(invoice);
    world.pass(24 * millisecondsPer.hour);

    const second = await world.collect(invoice);

    expect(second).toMatchObject({ attempt: 2, status: 'submitted' });
  });

  it('says what Stripe refuses, and begins another attempt the next time', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice('0.40', 'XCD');

    const codes = [await codeOf(world.collect(invoice)), await codeOf(world.collect(invoice))];

    expect(codes).toEqual(['collection.refused', 'collection.refused']);
    const all = world.collections.all();
    expect(all.map(({ attempt, status }) => ({ attempt, status }))).toEqual([
      { attempt: 1, status: 'failed' },
      { attempt: 2, status: 'failed' },
    ]);
    expect(all[0]?.reason).toContain('amount_too_small');
  });

  it.each([
    ['12.34', 'UGX'],
    ['0.49', 'EUR'],
    ['1.234', 'KWD'],
    ['12.40', 'MGA'],
  ] as const)('collects no %s %s', async (amount, currency) => {
    const world = await connectedRails();
    const invoice = await world.invoice(amount, currency);

    expect(await codeOf(world.collect(invoice))).toBe('collection.amount-not-collectable');
    expect(world.collections.all()).toEqual([]);
  });

  it.each([
    ['500', 'JPY', 500],
    ['5', 'ISK', 500],
    ['1.230', 'KWD', 1230],
    ['1200', 'MGA', 1200],
    ['175', 'HUF', 17_500],
  ] as const)('tells Stripe of %s %s as %d', async (amount, currency, count) => {
    const world = await connectedRails();
    const invoice = await world.invoice(amount, currency);

    await world.collect(invoice);

    const told = world.bodies.map((body) => new URLSearchParams(body));
    const amounts = told.map((form) => form.get('line_items[0][price_data][unit_amount]'));
    expect(amounts).toEqual([String(count)]);
  });

  it('collects nothing of an invoice that is paid', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice('12.34');
    await world.pay(invoice, '12.34');

    expect(await codeOf(world.collect(invoice))).toBe('collection.nothing-due');
  });

  it('waits for a payment that is under way, and ends nothing that is paid', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice('12.34');
    const { reference = '' } = await world.collect(invoice);
    world.stripe.pay(reference, 'later');
    await world.pay(invoice, '2.34');

    const code = await codeOf(world.collect(invoice));
    world.stripe.decide(reference, 'succeeded');
    await world.run(look);

    expect(code).toBe('collection.under-way');
    expect(world.collections.all()).toMatchObject([{ status: 'settled' }]);
    expect(await balanceOf(world, 'cash:stripe')).toBe(nanos('12.34'));
  });

  it('begins another attempt where a debit has failed', async () => {
    const world = await connectedRails();
    const invoice = await world.invoice();
    const { reference = '' } = await world.collect(invoice);
    world.stripe.pay(reference, 'later');
    world.stripe.decide(reference, 'failed');

    const second = await world.collect(invoice);

    expect(second).toMatchObject({ attempt: 2, status: 'submitted' });
    expect((await world.collections.list(tenant, invoice))[0]).toMatchObject({
      status: 'failed',
      reason: 'insufficient_funds',
    });
  });

  it.each([
    ['sk_test_of_an_example', 'sk_…'],
    ['rk_live_****************4242', 'rk_…'],
    ['whsec_of/an+example==', 'whsec_…'],
  ])('says nothing of a key that Stripe repeats: %s', async (secret, masked) => {
    const world = await connectedRails();
    const invoice = await world.invoice('12.34');
    const error = { type: 'invalid_request_error', message: `Invalid API Key provided: ${secret}` };
    const body = JSON.stringify({ error });
    world.between.answer = () => ({ kind: 'answered', status: 401, body });
    const answer = await world.collect(invoice).then(() => '', String);
    world.pass(2 * millisecondsPer.hour);

    await world.run(look);

    const told = [answer, JSON.stringify(world.notices)];
    expect(told.filter((text) => text.includes(secret))).toEqual([]);
    expect(told.every((text) => text.includes(masked))).toBe(true);
  });
});
