import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan } from '../fixtures/plans.ts';
import { aQuery, used } from '../support/a-query.ts';
import { aSeller, priced } from '../support/a-seller.ts';

type Row = Readonly<Record<string, unknown>>;

const tenth = timestampOf(Date.UTC(2026, 9, 10, 9));
const a = aCustomer({ key: 'a', subjects: ['app'] });
const b = aCustomer({ key: 'b', subjects: [] });

/** A's until 10 October, and then nobody's; one use of it before, two after. */
async function givenAway() {
  const { get, put } = await aQuery({
    events: [
      used('app', '2026-10-09T23:59:00Z'),
      used('app', '2026-10-10T00:00:00Z'),
      used('app', '2026-10-20T00:00:00Z'),
    ],
    customers: [a, b],
  });
  await put({ ...a, subjects: [] }, tenth);
  return {
    put,
    rows: async (query: Readonly<Record<string, string>>) =>
      ((await get(query)).body['rows'] as Row[]).map(({ customer, subject, value }) => [
        customer ?? subject,
        value,
      ]),
  };
}

describe('usage of a subject that a customer gave away in mid-month', () => {
  it('is nobody’s from then on only', async () => {
    const { rows } = await givenAway();

    expect(await rows({ assigned: 'false', groupBy: 'subject' })).toEqual([['app', '2']]);
    expect(await rows({ assigned: 'true', groupBy: 'subject' })).toEqual([['app', '1']]);
    expect(await rows({ groupBy: 'customer' })).toEqual([
      [undefined, '2'],
      ['a', '1'],
    ]);
    expect(await rows({ customer: 'a' })).toEqual([[undefined, '1']]);
    expect(await rows({ subject: 'app', groupBy: 'customer' })).toEqual([
      [undefined, '2'],
      ['a', '1'],
    ]);
  });

  it('is the next one’s from where it was the first’s', async () => {
    const { rows, put } = await givenAway();
    await put({ ...b, subjects: ['app'] }, tenth);

    expect(await rows({ assigned: 'false', groupBy: 'subject' })).toEqual([]);
    const each = [
      ['a', '1'],
      ['b', '2'],
    ];
    expect(await rows({ groupBy: 'customer' })).toEqual(each);
    expect(await rows({ subject: 'app', groupBy: 'customer' })).toEqual(each);
    expect(await rows({ customer: 'b' })).toEqual([[undefined, '2']]);
  });
});

describe('a billing run', () => {
  it.each([
    ['not', '2026-01-09T00:00:00Z', []],
    ['', '2026-01-11T00:00:00Z', ['app']],
  ])(
    'does %s list a subject that was given away on 10 January and used on %s',
    async (_, time, listed) => {
      const seller = await aSeller({ reader: aPlan(priced('1')) });
      const plan = [{ plan: 'reader', from: '2026-01-01' }];
      seller.isNow('2026-01-01T00:00:00Z');
      await seller.put('a', { subjects: ['app'], plan });
      await seller.uses('app', time);
      seller.isNow('2026-01-10T09:00:00Z');
      await seller.put('a', { subjects: [], plan });

      seller.isNow('2026-02-03T00:00:00Z');
      await seller.bill('2026-01');

      const params = { period: '2026-01' };
      const { body } = await seller.ask('GET /v1/billing-runs/{period}', { params });
      expect(body['unassigned']).toEqual(listed);
    },
  );
});
