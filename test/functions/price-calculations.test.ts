import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { asking } from '../support/ask.ts';
import { catalogHandler } from '../support/changing-handlers.ts';
import { aTenancy } from '../support/rated-usage.ts';

const tiers = [
  { upTo: '1000', unitPrice: '0' },
  { upTo: null, unitPrice: '0.0005' },
];
const calls = { meter: 'calls', model: 'graduated', tiers } as const;
const perView = { meter: 'view', model: 'per_unit' } as const;
const reader = aPlan(
  aVersion({ effectiveFrom: '2026-01-01', charges: [{ ...perView, unitPrice: '0.001' }] }),
  aVersion({
    effectiveFrom: '2026-03-01',
    charges: [{ ...perView, key: 'dear', unitPrice: '0.002', description: 'Views' }],
  }),
);

async function asked(body: object, now = Date.UTC(2026, 1, 10)) {
  const { rating } = await aTenancy({ plans: { reader } });
  const clock = { now: () => timestampOf(now) };
  const ask = asking(catalogHandler({ ...rating, clock, backfill: inMemoryQueue() }));
  return ask('POST /v1/price-calculations', { body });
}

describe('POST /v1/price-calculations', () => {
  it('answers the tiers that are used, the exact amount, and what is on an invoice', async () => {
    const { status, body } = await asked({ charge: calls, currency: 'EUR', quantity: '1234.5' });

    expect(status).toBe(200);
    const amounts = { ratedAmount: '0.11725', exactAmount: '0.11725', amount: '0.12' };
    expect(body).toEqual({
      charge: calls,
      currency: 'EUR',
      quantity: '1234.5',
      chargedQuantity: '1234.5',
      lines: [
        {
          ...{ kind: 'usage', description: 'calls', quantity: '1234.5' },
          steps: [
            { of: 'units', tier: 1, quantity: '1000', price: '0', amount: '0' },
            { of: 'units', tier: 2, quantity: '234.5', price: '0.0005', amount: '0.11725' },
          ],
          ...amounts,
        },
      ],
      ...amounts,
    });
  });

  it('has what brings a charge up to its minimum as a line of its own, and cuts it to its maximum', async () => {
    const charge = { ...perView, unitPrice: '0.01', minimum: '5', maximum: '20' };
    const few = await asked({ charge, currency: 'JPY', quantity: '150' });
    const many = await asked({ charge, currency: 'JPY', quantity: '9000' });

    expect(few.body).toMatchObject({
      lines: [
        { kind: 'usage', unitPrice: '0.01', ratedAmount: '1.5' },
        {
          ...{ kind: 'minimum', description: 'view: up to the minimum', ratedAmount: '3.5' },
          steps: [
            { of: 'minimum', quantity: '1', amount: '5' },
            { of: 'charged', quantity: '1', amount: '-1.5' },
          ],
        },
      ],
      ...{ exactAmount: '5', amount: '5' },
    });
    expect(many.body).toMatchObject({
      lines: [{ steps: [{ amount: '90' }, { of: 'maximum', amount: '-70' }], ratedAmount: '20' }],
      amount: '20',
    });
  });

  it('takes the version of a plan that is in force today, or another by its day', async () => {
    const plan = { key: 'reader', charge: 'view' };
    const dear = { key: 'reader', charge: 'dear' };
    const now = await asked({ plan, quantity: '1000' });
    const later = await asked({ plan: dear, quantity: '1000' }, Date.UTC(2026, 2, 1));
    const first = await asked({ plan, quantity: '1000' }, Date.UTC(2025, 5, 1));
    const named = await asked({
      ...{ plan: { ...dear, effectiveFrom: '2026-03-01' }, quantity: '1000' },
    });

    expect([now, later, first, named].map(({ body }) => [body['plan'], body['amount']])).toEqual([
      [{ key: 'reader', effectiveFrom: '2026-01-01' }, '1.00'],
      [{ key: 'reader', effectiveFrom: '2026-03-01' }, '2.00'],
      [{ key: 'reader', effectiveFrom: '2026-01-01' }, '1.00'],
      [{ key: 'reader', effectiveFrom: '2026-03-01' }, '2.00'],
    ]);
    expect(named.body['lines']).toMatchObject([{ description: 'Views' }]);
  });

  const inEuros = { charge: calls, currency: 'EUR' };
  const plan = { key: 'reader', charge: 'view' };
  const share = { meter: 'sales', model: 'percentage', ratePercent: '2' };
  const each = { ...share, freeEvents: 3 };
  const counted = { ...share, fixedPerEvent: '0.1', countMeter: 'sold' };
  it.each<[string, object, string, string]>([
    ['no charge', { quantity: '1' }, 'request.invalid', '/charge'],
    ['two charges', { ...inEuros, plan, quantity: '1' }, 'request.invalid', '/charge'],
    ['no currency', { charge: calls, quantity: '1' }, 'request.invalid', '/currency'],
    [
      'a currency beside a plan',
      { plan, currency: 'EUR', quantity: '1' },
      'request.invalid',
      '/currency',
    ],
    [
      'a currency that there is not',
      { ...inEuros, currency: 'XXX', quantity: '1' },
      'plan.currency-unknown',
      '/currency',
    ],
    ['no quantity', inEuros, 'request.invalid', '/quantity'],
    [
      'a quantity of 25 digits',
      { ...inEuros, quantity: '1'.repeat(25) },
      'request.invalid',
      '/quantity',
    ],
    [
      'events that no price asks for',
      { ...inEuros, quantity: '1', events: 1 },
      'request.invalid',
      '/events',
    ],
    [
      'values that no price looks at',
      { ...inEuros, quantity: '1', values: [] },
      'request.invalid',
      '/values',
    ],
    [
      'a price for each event without values',
      { charge: each, currency: 'EUR', quantity: '1' },
      'request.invalid',
      '/quantity',
    ],
    [
      'a price that counts without events',
      { charge: counted, currency: 'EUR', quantity: '1' },
      'request.invalid',
      '/events',
    ],
    [
      'a model that there is not',
      { charge: { ...calls, model: 'free' }, currency: 'EUR', quantity: '1' },
      'price.model-unknown',
      '/charge/model',
    ],
    [
      'a field that a charge has not',
      { charge: { ...calls, price: '1' }, currency: 'EUR', quantity: '1' },
      'request.unknown-field',
      '/charge/price',
    ],
    [
      'a negative price',
      { charge: { ...perView, unitPrice: '-1' }, currency: 'EUR', quantity: '1' },
      'price.negative',
      '/charge/unitPrice',
    ],
    [
      'a plan that there is not',
      { plan: { ...plan, key: 'other' }, quantity: '1' },
      'plan.not-found',
      '/plan/key',
    ],
    [
      'a charge that the plan has not',
      { plan: { ...plan, charge: 'calls' }, quantity: '1' },
      'request.invalid',
      '/plan/charge',
    ],
    [
      'a version that the plan has not',
      { plan: { ...plan, effectiveFrom: '2026-02-01' }, quantity: '1' },
      'request.invalid',
      '/plan/effectiveFrom',
    ],
  ])('refuses %s', async (_, sent, code, param) => {
    const { status, body } = await asked(sent);

    expect([status, body['code'], body['param']]).toEqual([
      code === 'plan.not-found' ? 404 : 400,
      ...[code, param],
    ]);
    expect(String(body['detail'])).toMatch(/^\S+: /);
  });

  it('needs no more than the scope to read what is billed', async () => {
    const { rating, clock } = await aTenancy({ plans: { reader } });
    const ask = asking(catalogHandler({ ...rating, clock, backfill: inMemoryQueue() }));
    const body = { ...inEuros, quantity: '1' };

    const answers = await Promise.all(
      ['billing:read', 'usage:read'].map((scopes) =>
        ask('POST /v1/price-calculations', { body, scopes }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 403]);
  });
});
