import { describe, expect, it } from '@jest/globals';
import type { ShareBody } from '../../core/contract/shares/shapes.ts';
import type { Meter } from '../../core/metering/meter.ts';
import { aMeter, aUsageEvent } from '../fixtures/usage-events.ts';
import { use } from '../support/some-billing.ts';
import { aPress, now, otherPayer, payer } from '../support/some-press.ts';

const tips: Partial<Meter> = {
  ...{ key: 'tips', eventType: 'tip', aggregation: 'sum', value: 'tip', chargedOnly: true },
  dimensions: ['author'],
};
const priced = { meter: 'tips', model: 'per_unit', unitPrice: '1' } as const;

/** A payer that has read one view by Ada, and the meter of tips. */
async function aReader({ meter = {}, price = {}, settings = {} } = {}) {
  const press = await aPress({
    settings,
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

  it('may be of what was captured of a hold', async () => {
    const { tip, hold, end, told } = await aReader();
    const held = await hold('job', '3', { dimensions: { author: 'ben' }, lease: true });
    await end(held.body['id'], 'capture', { quantity: '1', keep: true, idempotency: 'part' });
    const part = told().at(-1)?.id;

    const { status } = await tip({ on: part });

    expect(status).toBe(201);
    expect(JSON.parse(told().at(-1)?.data ?? '')).toEqual({ author: 'ben', tip: 0.5, tipOn: part });
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

/** A tip on any author is for whoever wrote, beside a part of the platform. */
const aShare = (split: ShareBody['versions'][number]['split'], fields = {}): ShareBody => ({
  of: { meter: 'tips', dimension: 'author' },
  versions: [{ effectiveFrom: '2026-01-01', split }],
  ...fields,
});
const forAuthors = aShare([
  { to: 'platform', feePercent: '2.9' },
  { to: 'value', shares: 1 },
]);

describe('what was read', () => {
  /** What a list says of tips, the newest first. */
  async function listed(body: ShareBody | undefined, given = {}) {
    const reader = await aReader(given);
    const { shares, ask, charge, tip } = reader;
    if (body !== undefined) await shares.put('acme', { key: 'tips', revision: 1, body });
    await charge('unnamed');
    await tip();
    const page = await ask('GET /v1/payers/{payer}/charges', { params: { payer } });
    const charges = page.body['charges'] as readonly Readonly<Record<string, unknown>>[];
    return { ...reader, charges };
  }

  it('takes tips where they are for somebody, and a tip takes none', async () => {
    const { charges, read } = await listed(forAuthors);

    expect(charges.map(({ meter, takesTips, tipOn }) => [meter, takesTips, tipOn])).toEqual([
      ['tips', undefined, read.body['id']],
      ['view', undefined, undefined],
      ['view', true, undefined],
    ]);
  });

  it('takes none where no payee would have any of it', async () => {
    const none = [
      undefined,
      aShare([{ to: 'platform', shares: 1 }]),
      aShare([{ to: 'value', shares: 1 }], {
        of: { meter: 'tips', dimension: 'author', values: ['ben'] },
      }),
      aShare([{ to: 'value', shares: 1 }], {
        versions: [{ effectiveFrom: '2027-01-01', split: [{ to: 'value', shares: 1 }] }],
      }),
    ];

    for (const share of none) {
      const { charges } = await listed(share);
      expect(charges.filter(({ takesTips }) => takesTips === true)).toEqual([]);
    }
  });

  it('takes none where they would be refused', async () => {
    for (const given of [{ meter: { chargedOnly: undefined } }, { price: { unitPrice: '0.9' } }]) {
      const { charges } = await listed(forAuthors, given);
      expect(charges.map(({ takesTips }) => takesTips)).toEqual([undefined, undefined]);
    }
  });

  it('takes none before it was captured, and none once it was given back', async () => {
    const settings = { viewRefunds: { withinMinutes: 15, perDay: 1 } };
    const { ask, hold, read, charges } = await listed(forAuthors, { settings });
    const had = charges.at(-1)?.['takesTips'];
    const grant = { kind: 'given', amount: '1.00', currency: 'EUR' };
    await ask('POST /v1/payers/{payer}/wallet/grants', { params: { payer }, body: grant });
    await hold('open', '1', { dimensions: { author: 'ada' } });
    const back = await ask('POST /v1/charges/{id}/refund', {
      params: { id: String(read.body['id']) },
    });

    const after = await ask('GET /v1/payers/{payer}/charges', { params: { payer } });

    expect([had, back.status]).toEqual([true, 200]);
    expect(after.body['charges']).toMatchObject([
      { status: 'held' },
      { meter: 'tips' },
      {},
      { refunded: true },
    ]);
    expect(JSON.stringify(after.body)).not.toContain('takesTips');
  });
});
