import { describe, expect, it } from '@jest/globals';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aGate, byX402, url } from '../support/some-gate.ts';
import { payer } from '../support/some-press.ts';

const VIEW = { meter: 'view', model: 'per_unit', unitPrice: '0.02' } as const;

interface Listed {
  readonly charges: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor?: string;
}

describe('what a payer was charged', () => {
  it('is listed one by one, the newest first, with what it was for and what became of it', async () => {
    const { gate, refusal, token, capture, release, threshold, charge, charges } = await aGate();
    await charge('by-hand');
    const description = { resource: { url: `${url}?from=mail`, description: 'An article' } };
    const paid = await gate(byX402(await refusal({}, description), token), description);
    const captured = await capture(paid.body['id']);
    await threshold('1.00');
    const failed = await gate({ token });
    await release(failed.body['id']);
    const open = await gate({ token });

    const { status, body } = await charges();

    const common = { quantity: '1', amount: '0.01', currency: 'EUR', meter: 'view' };
    expect(status).toBe(200);
    expect(body).toEqual({
      charges: [
        { ...common, id: open.body['id'], status: 'held', by: 'threshold', resource: url },
        { ...common, id: failed.body['id'], status: 'released', by: 'threshold', resource: url },
        {
          ...{ ...common, id: paid.body['id'], status: 'captured', by: 'x402', resource: url },
          ...{ description: 'An article', receiptId: captured.body['receiptId'] },
        },
        { ...common, status: 'captured' },
      ].map((one) => expect.objectContaining(one)),
    });
  });

  it('is in the currency of the plan that it was charged by, whichever the payer has by now', async () => {
    const { charge, charges, later, billing } = await aGate();
    const { rating, clock } = billing;
    await charge('in-euro');
    const dollars = aPlan({ ...aVersion({ charges: [VIEW] }), currency: 'USD' });
    await rating.plans.put('acme', { key: 'dollars', revision: 1, body: dollars });
    const plan = [
      { plan: 'reader', from: '1970-01-01' },
      { plan: 'dollars', from: '2026-12-01' },
    ];
    const customer = aCustomer({ key: payer, subjects: ['reader-7'], plan });
    await putCustomer(rating.customers, 'acme', {
      customer,
      now: clock.now(),
      replaces: undefined,
    });
    later(7 * 86_400);
    await charge('in-dollars');

    const { body } = await charges();

    const listed = (body as unknown as Listed).charges.map(({ amount, currency }) => [
      amount,
      currency,
    ]);
    expect(listed).toEqual([
      ['0.02', 'USD'],
      ['0.01', 'EUR'],
    ]);
  });

  it('comes in pages that have each of it once, whatever is charged meanwhile', async () => {
    const { charge, hold, end, charges } = await aGate();
    const ids: unknown[] = [];
    for (let index = 0; index < 6; index += 1) {
      ids.push((await charge(`charge-${index}`)).body['id']);
      const held = (await hold(`hold-${index}`, '2')).body['id'];
      await end(held, 'capture', { quantity: '1' });
      ids.push(held);
    }

    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? { limit: '5' } : { limit: '5', cursor };
      const page = (await charges(query)).body as unknown as Listed;
      seen.push(...page.charges.map(({ id }) => id));
      expect(page.charges.length).toBeLessThanOrEqual(5);
      await charge(`meanwhile-${seen.length}`);
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    expect(seen).toEqual(ids.toReversed());
  });

  it('is listed by months, of a log of many, without what is of others', async () => {
    const { charge, charges, later } = await aGate();
    const ofNovember: unknown[] = [];
    for (let day = 0; day < 60; day += 1) {
      const { body } = await charge(`day-${day}`);
      if (day < 2) ofNovember.push(body['id']);
      later(86_400);
    }
    const listed = async (month: string) =>
      (await charges({ month, limit: '100' })).body as unknown as Listed;

    const november = await listed('2026-11');
    const december = await listed('2026-12');
    const october = await listed('2026-10');

    expect(november.charges.map(({ id }) => id)).toEqual(ofNovember.toReversed());
    expect(december.charges).toHaveLength(31);
    expect(october).toEqual({ charges: [] });
  });

  it('is shown to a token of the payer, and to no other', async () => {
    const { ask, token, tokenOf, charge } = await aGate();
    await charge('one');
    const idOf = (text: string): string => text.split('_')[2] ?? '';
    const by = (own: string, of: string) =>
      ask('GET /v1/payers/{payer}/charges', {
        params: { payer },
        token: { payer: of, id: /_([\w-]{22}\.\w+\.\w+)_/.exec(own)?.[1] ?? idOf(own) },
      });

    const own = await by(token, payer);
    const other = await by(await tokenOf('zine'), 'zine');

    expect([own.status, other.status, other.body['code']]).toEqual([
      ...[200, 403, 'token.not-allowed'],
    ]);
  });
});

describe('a hold of the gate', () => {
  /** Two units are dearer than twice one: who is captured later pays more. */
  const rising = [
    {
      ...{ meter: 'view', model: 'graduated' as const },
      tiers: [
        { upTo: '1', unitPrice: '0.01' },
        { upTo: null, unitPrice: '0.05' },
      ],
    },
  ];

  it('is given back rather than charged above its offer, and a person is told', async () => {
    const { gate, refusal, token, charge, capture, spent, notices } = await aGate({
      charges: rising,
    });
    const offered = await refusal({ token });
    const held = await gate(byX402(offered, token));
    await charge('in-between');

    const { status, body } = await capture(held.body['id']);
    const again = await capture(held.body['id']);

    expect(offered.offer.amount).toBe('0.01');
    expect([status, body['code'], again.body['code']]).toEqual([
      ...[409, 'offer.exceeded', 'offer.exceeded'],
    ]);
    expect((await spent()).body).toMatchObject({ captured: '0.01', held: '0.00' });
    expect(notices).toContainEqual(expect.objectContaining({ event: 'spend.over-offer' }));
  });

  it('is refused where the price has risen since its offer', async () => {
    const { gate, refusal, token, charge } = await aGate({ charges: rising });
    const offered = await refusal({ token });
    await charge('in-between');

    const { body } = await gate(byX402(offered, token));

    expect(body).toMatchObject({
      ...{ outcome: 'refused', status: 402 },
      problem: { code: 'offer.refused', offer: { amount: '0.05' } },
    });
  });

  it('is offered at what it can come to behind all that is held', async () => {
    const { refusal, token, hold } = await aGate({ charges: rising });
    await hold('another', '1');

    const { offer } = await refusal({ token });

    expect(offer.amount).toBe('0.05');
  });

  it('that the gate did not make is not the gate’s to capture', async () => {
    const { hold, capture, release } = await aGate();
    const { id } = (await hold('by-hand', '1')).body;

    const answers = [await capture(id), await release(id)];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [404, 'hold.not-found'],
      [404, 'hold.not-found'],
    ]);
  });
});
