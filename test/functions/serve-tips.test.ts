import { describe, expect, it } from '@jest/globals';
import type { Meter } from '../../core/metering/meter.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { use } from '../support/some-billing.ts';
import { aPress, now, otherPayer } from '../support/some-press.ts';

const tips: Partial<Meter> = {
  ...{ key: 'tips', eventType: 'tip', aggregation: 'sum', value: 'tip', chargedOnly: true },
  dimensions: ['author'],
};
const priced = { meter: 'tips', model: 'per_unit', unitPrice: '1' } as const;

/** A payer that has read one view by Ada, and the meter of tips. */
async function aReader({ meter = {}, price = {} } = {}) {
  const press = await aPress({
    charges: [
      { meter: 'view', model: 'per_unit', unitPrice: '0.01' },
      { ...priced, ...price },
    ],
  });
  const { ask, billing, charge } = press;
  const views = aMeter({ key: 'view', eventType: 'view', dimensions: ['author'] });
  const meters = [aMeter({ ...tips, ...meter }), views];
  await billing.catalogs.append('acme', { version: 2, meters });
  const read = await charge('read', { dimensions: { author: 'ada' } });
  const tip = (fields = {}, question = {}) =>
    ask('POST /v1/tips', {
      body: {
        on: read.body['id'],
        amount: { amount: '0.50', currency: 'EUR' },
        idempotency: 'tip',
        ...fields,
      },
      ...question,
    });
  return { ...press, read, tip };
}

describe('a tip', () => {
  it('is charged to the reader, as usage of what it has read', async () => {
    const { tip, told, read } = await aReader();

    const { status, body } = await tip();

    expect([status, body]).toMatchObject([201, { net: '0.50', tax: '0.00', amount: '0.50' }]);
    expect(told().at(-1)).toMatchObject({ type: 'tip', subject: 'reader-7' });
    expect(JSON.parse(told().at(-1)?.data ?? '')).toEqual({
      ...{ author: 'ada', tip: 0.5, tipOn: read.body['id'] },
    });
  });

  it('is charged once, however often it is sent, and is no other under its key', async () => {
    const { tip, spent } = await aReader();

    const [first, again] = [await tip(), await tip()];
    const other = await tip({ amount: { amount: '0.60', currency: 'EUR' } });

    expect(again.body).toEqual(first.body);
    expect(other.body['code']).toBe('request.idempotency-key-reused');
    expect((await spent()).body['captured']).toBe('0.51');
  });

  it('may be of what is held, and to the nano', async () => {
    const { tip, hold, spent } = await aReader();
    const held = await hold('job', '3', { dimensions: { author: 'ben' } });

    const { body } = await tip({
      ...{ on: held.body['id'], amount: { amount: '0.000000001', currency: 'EUR' } },
    });

    expect(body).toMatchObject({ net: '0.000000001' });
    expect((await spent()).body['captured']).toBe('0.010000001');
  });

  it('is bounded as all that is spent is', async () => {
    const { tip, cap } = await aReader();
    await cap({ amount: '0.50', currency: 'EUR' });

    const refused = await tip();
    const fits = await tip({ idempotency: 'less', amount: { amount: '0.49', currency: 'EUR' } });

    expect([refused.status, refused.body['code'], fits.status]).toEqual([
      ...[402, 'budget.exceeded', 201],
    ]);
  });

  it('is of nothing that another reads, nor of what nobody read', async () => {
    const { tip } = await aReader();
    const token = { payer: otherPayer, id: 'theirs' };

    const answers = [
      await tip({}, { token }),
      await tip({ on: 'kR3vZ0QdC9yqUe2rT1hLnA.1f.0' }),
      await tip({ on: 'no id' }),
    ];

    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(
      answers.map(() => [404, 'charge.not-found']),
    );
  });

  it('is refused where not all of it would be for payees', async () => {
    const unsuited = [
      await aReader({ meter: { chargedOnly: undefined } }),
      await aReader({ price: { unitPrice: '0.9' } }),
      await aReader({ price: { included: '5' } }),
      await aReader({ price: { maximum: '5' } }),
    ];

    for (const { tip, spent } of unsuited) {
      expect((await tip()).body).toMatchObject({ code: 'tip.meter-unsuited', param: '/meter' });
      expect((await spent()).body['captured']).toBe('0.01');
    }
  });

  it('is refused on what names nobody', async () => {
    const { tip, charge } = await aReader();
    const { body } = await charge('unnamed');

    expect((await tip({ on: body['id'] })).body).toMatchObject({ code: 'tip.meter-unsuited' });
  });

  it('is above nothing, in the currency of the payer', async () => {
    const { tip } = await aReader();

    const answers = [
      await tip({ amount: { amount: '0', currency: 'EUR' } }),
      await tip({ amount: { amount: '-1', currency: 'EUR' } }),
      await tip({ amount: { amount: '1', currency: 'USD' } }),
    ];

    expect(answers.map(({ body }) => [body['code'], body['param']])).toEqual([
      ['request.invalid', '/amount/amount'],
      ['request.invalid', '/amount/amount'],
      ['wallet.currency-differs', '/amount/currency'],
    ]);
  });

  it('is not made by an event that somebody sends', async () => {
    const { billing, spent } = await aReader();
    const sent = aUsageEvent({
      ...{ id: 'sent', type: 'tip', subject: 'reader-7', occurredAt: now },
      data: JSON.stringify({ author: 'ada', tip: 5 }),
    });

    await use(billing, [sent]);

    expect((await spent()).body).toMatchObject({ captured: '0.01', ungated: '0.00' });
  });
});
