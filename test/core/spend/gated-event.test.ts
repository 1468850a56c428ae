import { describe, expect, it } from '@jest/globals';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { payerKeyOf } from '../../../core/kernel/payer.ts';
import type { Meter } from '../../../core/metering/meter.ts';
import { EventFields, readingOf } from '../../../core/metering/meter-reading.ts';
import { identified } from '../../../core/metering/usage-event.ts';
import {
  eventsOf,
  refuseCapture,
  type UseWanted,
  useFrom,
} from '../../../core/spend/gated-event.ts';
import { loadSpendTerms } from '../../../core/spend/load-terms.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { decimal } from '../../fixtures/invoicing.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter } from '../../fixtures/usage-events.ts';
import { at } from '../../support/a-pass.ts';
import { aTenancy } from '../../support/rated-usage.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const now = at('2026-01-20T12:00:00.123Z');
const views = aMeter({
  key: 'views',
  eventType: 'view',
  dimensions: ['section', '/device/kind'],
  filter: { paid: ['true'] },
});
const bytes = aMeter({
  key: 'bytes',
  eventType: 'download',
  aggregation: 'sum',
  value: '/usage/bytes',
  dimensions: ['section'],
});

async function termsWith(
  meters: readonly Meter[],
  charges: PlanVersionBody['charges'] = meters.map(({ key }) => ({
    meter: key,
    model: 'per_unit',
    unitPrice: '0.01',
  })),
) {
  const { rating } = await aTenancy({
    meters,
    plans: { reader: aPlan(aVersion({ charges })) },
    customers: [aCustomer({ key: 'press', plan: [{ plan: 'reader', from: '2026-01-01' }] })],
  });
  const payer = payerKeyOf({ customer: 'press' });
  return loadSpendTerms(rating, 'acme', { payer, at: now });
}

const wanted = (fields: Partial<UseWanted>): UseWanted => ({
  meter: 'bytes',
  quantity: decimal('1200'),
  subject: undefined,
  dimensions: {},
  data: undefined,
  ...fields,
});

describe('what is to be used', () => {
  it('becomes an event that the meter reads so much off', async () => {
    const terms = await termsWith([bytes]);
    const dimensions = { section: 'news' };
    const use = useFrom(terms, now, wanted({ dimensions, data: { z: 1, usage: { by: 'app' } } }));

    expect(use).toEqual({
      ...{ subject: 'app-1', meter: 'bytes', type: 'download', quantity: decimal('1200') },
      data: '{"section":"news","usage":{"by":"app"},"z":1}',
      dimensions: { section: 'news' },
    });
    const quantity = decimal('0.000000000001');
    const [event] = eventsOf(bytes, {
      gated: { ...use, ...place },
      quantity,
      id: 'log.1.0',
      at: now,
    });
    if (event === undefined) throw new Error('a sum has one event');
    expect(event).toEqual({
      ...{ source: 'urn:farthing:spend', id: 'log.1.0', type: 'download', subject: 'app-1' },
      ...{ occurredAt: now, data: '{"section":"news","usage":{"by":"app","bytes":1e-12},"z":1}' },
    });
    expect(readingOf(bytes, identified('acme', event), new EventFields(event))).toEqual({
      dimensions: ['news'],
      tally: { kind: 'sum', sum: quantity },
      isRounded: false,
    });
  });

  it('keeps every digit of a quantity', async () => {
    const use = useFrom(await termsWith([bytes]), now, wanted({}));
    const quantity = decimal('123456789012345678901234.123456789012');
    const [event] = eventsOf(bytes, {
      gated: { ...use, ...place },
      quantity,
      id: 'log.1.0',
      at: now,
    });

    expect(event?.data).toBe('{"usage":{"bytes":123456789012345678901234.123456789012}}');
  });

  it('is an event for each unit of a meter that counts', async () => {
    const terms = await termsWith([views]);
    const use = useFrom(
      terms,
      now,
      wanted({
        ...{ meter: 'views', quantity: decimal('3'), data: { paid: true } },
        dimensions: { '/device/kind': 'phone' },
      }),
    );
    const ids = (quantity: string) =>
      eventsOf(views, {
        ...{ gated: { ...use, ...place }, quantity: decimal(quantity), id: 'log.1.0', at: now },
      }).map(({ id, data }) => [id, data]);

    const data = '{"device":{"kind":"phone"},"paid":true}';
    expect(ids('1')).toEqual([['log.1.0', data]]);
    expect(ids('3')).toEqual(['log.1.0~1', 'log.1.0~2', 'log.1.0~3'].map((id) => [id, data]));
    expect(ids('0')).toEqual([]);
  });

  it('may say the same twice, and nothing else', async () => {
    const terms = await termsWith([bytes]);
    const refused = (fields: Partial<UseWanted>) =>
      rejectionOf(() => useFrom(terms, now, wanted(fields)));
    const dimensions = { section: 'news' };

    expect(
      useFrom(
        terms,
        now,
        wanted({ dimensions, data: { section: 'news', usage: { bytes: '1200.0' } } }),
      ).data,
    ).toBe('{"section":"news","usage":{"bytes":"1200.0"}}');
    expect(refused({ dimensions, data: { section: 'sport' } })).toMatchObject({
      code: 'request.invalid',
      param: '/dimensions/section',
    });
    expect(refused({ data: { usage: { bytes: 7 } } })).toMatchObject({
      code: 'request.invalid',
      param: '/data/usage/bytes',
    });
    expect(refused({ data: { usage: 'much' } }).code).toBe('request.invalid');
    expect(refused({ dimensions: { country: 'AT' } })).toMatchObject({
      code: 'request.invalid',
      param: '/dimensions/country',
    });
    expect(refused({ dimensions: { section: 'x'.repeat(257) } }).code).toBe('request.invalid');
  });

  it('is refused where the meter would not count it, or not so much', async () => {
    const seats = aMeter({ key: 'seats', eventType: 'seat', aggregation: 'max', value: 'seats' });
    const terms = await termsWith([views, bytes, seats]);
    const code = (fields: Partial<UseWanted>) =>
      rejectionOf(() => useFrom(terms, now, wanted(fields))).code;
    const one = decimal('1');

    expect(code({ meter: 'views', quantity: one })).toBe('hold.meter-not-gated');
    expect(code({ meter: 'views', quantity: one, data: { paid: 'no' } })).toBe(
      'hold.meter-not-gated',
    );
    expect(code({ meter: 'seats', quantity: one })).toBe('hold.meter-not-gated');
    expect(code({ meter: 'none' })).toBe('meter.not-found');
    expect(code({ meter: 'views', quantity: decimal('1.5'), data: { paid: true } })).toBe(
      'hold.quantity-invalid',
    );
    expect(code({ quantity: decimal('0') })).toBe('hold.quantity-invalid');
    expect(code({ quantity: decimal('-1') })).toBe('hold.quantity-invalid');
    expect(code({ subject: 'somebody else' })).toBe('hold.subject-missing');
    expect(code({ data: { text: 'x'.repeat(33_000) } })).toBe('event.too-large');
  });

  it('is refused where another meter that is charged reads it, and where it is not charged is not', async () => {
    const downloads = aMeter({ key: 'downloads', eventType: 'download', dimensions: ['section'] });
    const charge = { model: 'per_unit', unitPrice: '1' } as const;
    const news = { ...charge, meter: 'downloads', filter: { section: ['news'] } };
    const terms = await termsWith([bytes, downloads], [{ ...charge, meter: 'bytes' }, news]);
    const use = (section: string) => useFrom(terms, now, wanted({ dimensions: { section } }));

    expect(use('sport').dimensions).toEqual({ section: 'sport' });
    expect(rejectionOf(() => use('news'))).toMatchObject({ code: 'hold.several-meters' });
    const free = await termsWith([bytes, downloads], [{ ...charge, meter: 'bytes' }]);
    expect(useFrom(free, now, wanted({})).meter).toBe('bytes');
  });

  it('is refused where another priced meter would find nothing in it that it can read', async () => {
    const counted = aMeter({ key: 'downloads', eventType: 'download' });
    const priced = await termsWith([bytes, counted]);
    const alone = await termsWith(
      [bytes, counted],
      [{ meter: 'downloads', model: 'per_unit', unitPrice: '0.01' }],
    );
    const asked = wanted({ meter: 'downloads', quantity: decimal('1') });

    const refused = rejectionOf(() => useFrom(priced, now, asked));

    expect([refused.code, refused.detail]).toEqual([
      ...['hold.several-meters', expect.stringContaining('"/usage/bytes"')],
    ]);
    expect(useFrom(alone, now, asked).meter).toBe('downloads');
  });

  it('is captured by so many units at most, where each is an event', () => {
    const refused = (meter: Meter, quantity: string) => () =>
      refuseCapture(meter, decimal(quantity));

    expect(refused(views, '1000')).not.toThrow();
    expect(refused(views, '0')).not.toThrow();
    expect(refused(bytes, '1000000')).not.toThrow();
    expect(rejectionOf(refused(views, '1001')).code).toBe('hold.quantity-invalid');
    expect(rejectionOf(refused(views, '0.5')).code).toBe('hold.quantity-invalid');
    expect(rejectionOf(refused(bytes, '-1')).code).toBe('hold.quantity-invalid');
  });
});

const place = { day: '2026-01-20', domain: 'domain' };
