import { describe, expect, it } from '@jest/globals';
import { checkBooks } from '../../core/books/check.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const plan = [{ plan: 'reader', from: '2026-01-01' }];
const body = { subjects: ['app-1'], plan };
const fifth = { key: 'welcome', percentOff: '20', from: '2026-01-01', months: 1 };
const january = Array.from({ length: 10 }, () => '2026-01-10T00:00:00Z');

/** A customer who pays 1 a view, and what else the plan says. */
async function aReader(coupons: readonly object[], reader = aPlan(priced('1'))) {
  const seller = await aSeller({ reader }, { bounds: null });
  seller.isNow('2026-01-05T00:00:00Z');
  expect(await seller.put('press', { ...body, coupons })).toMatchObject({ status: 201 });
  return seller;
}

type Reader = Awaited<ReturnType<typeof aReader>>;

/** Bills a month on the third of the next. */
async function billed(seller: Reader, month: string) {
  const [year = 0, number = 0] = month.split('-').map(Number);
  seller.isNow(new Date(Date.UTC(year, number, 3)).toISOString());
  await seller.bill(month);
  const [invoice] = await seller.invoices({ period: month });
  return {
    total: invoice?.total,
    lines: invoice?.lines.map(({ kind, description, amount }) => [kind, description, amount]),
  };
}

describe('a customer with a coupon', () => {
  it('has what it takes off as a line of the invoice, and the books add up', async () => {
    const seller = await aReader([fifth]);
    await seller.uses('app-1', ...january);

    expect(await billed(seller, '2026-01')).toEqual({
      total: '8.00',
      lines: [
        ['usage', 'view', '10.00'],
        ['coupon', 'view: 20% off by the coupon welcome', '-2.00'],
      ],
    });
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('has late usage of a closed month adjusted by the coupon that counted then, though it has ended since', async () => {
    const seller = await aReader([fifth]);
    await seller.uses('app-1', ...january);
    await billed(seller, '2026-01');
    await seller.uses('app-1', '2026-01-31T12:00:00Z', '2026-02-02T00:00:00Z');

    expect(await billed(seller, '2026-02')).toEqual({
      total: '1.80',
      lines: [
        ['usage', 'view', '1.00'],
        ['adjustment', 'Adjustment of 2026-01: view', '1.00'],
        ['adjustment', 'Adjustment of 2026-01: view: 20% off by the coupon welcome', '-0.20'],
      ],
    });
    expect(await seller.comesTo('press', '2026-01')).toBe('8.8');
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('says of the line which coupon took it off', async () => {
    const seller = await aReader([fifth, { key: 'one', amountOff: '1', from: '2026-01-01' }]);
    await seller.uses('app-1', ...january);
    await billed(seller, '2026-01');
    const [invoice] = await seller.invoices({ period: '2026-01' });
    const explained = (line: string) =>
      seller.ask('GET /v1/invoices/{id}/lines/{line}', { params: { id: invoice?.id ?? '', line } });

    expect((await explained('2')).body).toMatchObject({
      reason:
        'the coupon welcome takes 20% off what coupons before it leave of view, for its own days',
      steps: [{ of: 'coupon', amount: '-2' }],
    });
    expect((await explained('3')).body).toMatchObject({
      reason: 'the part of view in what the coupon one takes off the month',
      steps: [{ of: 'coupon', amount: '-1' }],
    });
  });

  it('is charged a fee in advance less an amount, which is the same when its month is closed', async () => {
    const reader = aPlan(
      aVersion({
        charges: [{ meter: 'view', model: 'per_unit', unitPrice: '1' }],
        fixedFees: [{ key: 'base', description: 'Base', amount: '30', timing: 'advance' }],
      }),
    );
    const seller = await aReader([{ key: 'ten', amountOff: '10', from: '2026-02-01' }], reader);
    await seller.uses('app-1', ...january, '2026-02-02T00:00:00Z', '2026-02-03T00:00:00Z');

    const invoiced = [await billed(seller, '2026-01'), await billed(seller, '2026-02')];

    expect(invoiced).toEqual([
      {
        total: '60.00',
        lines: [
          ['usage', 'view', '10.00'],
          ['fee', 'Base', '30.00'],
          ['fee', 'Base', '30.00'],
          ['coupon', 'Base: off by the coupon ten', '-10.00'],
        ],
      },
      {
        total: '22.00',
        lines: [
          ['usage', 'view', '2.00'],
          ['fee', 'Base', '30.00'],
          ['coupon', 'Base: off by the coupon ten', '-10.00'],
        ],
      },
    ]);
    expect(await seller.comesTo('press', '2026-02')).toBe('22');
    expect(await checkBooks(seller.billing, 'acme')).toMatchObject({ faults: [] });
  });

  it('costs nothing in a trial, and pays for what comes after it', async () => {
    const trial = { key: 'trial', percentOff: '100', from: '2026-01-01', until: '2026-01-15' };
    const seller = await aReader([trial], aPlan(priced('1', '31')));
    await seller.uses('app-1', ...january, '2026-01-20T00:00:00Z');

    const { total, lines } = await billed(seller, '2026-01');

    // Of the fee, the 17 days after it.
    expect(total).toBe('18.00');
    expect(lines?.filter(([kind]) => kind === 'coupon')).toEqual([
      ['coupon', 'view: 100% off by the coupon trial', '-10.00'],
      ['coupon', 'Base fee: 100% off by the coupon trial', '-14.00'],
    ]);
  });
});

describe('the coupons of a customer', () => {
  it.each([
    ['one that begins in a closed month', [fifth, { ...fifth, key: 'late' }]],
    ['another percentage in it', [{ ...fifth, percentOff: '30' }]],
    ['none any more', []],
    ['one that goes on to its last day', [{ ...fifth, months: 3, from: '2026-01-02' }]],
    [
      'an end within it',
      [{ key: 'welcome', percentOff: '20', from: '2026-01-01', until: '2026-01-20' }],
    ],
  ])('are not changed in what is closed: %s', async (_, coupons) => {
    const seller = await aReader([fifth]);
    await seller.uses('app-1', ...january);
    await billed(seller, '2026-01');

    expect(await seller.put('press', { ...body, coupons })).toMatchObject({
      status: 409,
      body: { code: 'period.already-invoiced', param: '/coupons' },
    });
    expect(await seller.comesTo('press', '2026-01')).toBe('8');
  });

  it('can be put for a month that goes on, made longer, and followed by others', async () => {
    const seller = await aReader([fifth]);
    await seller.uses('app-1', ...january);
    await billed(seller, '2026-01');
    const more = { key: 'more', percentOff: '50', from: '2026-02-01', charges: ['view'] };

    const put = await seller.put('press', { ...body, coupons: [{ ...fifth, months: 2 }, more] });

    expect(put).toMatchObject({ status: 200 });
    await seller.uses('app-1', ...Array.from({ length: 10 }, () => '2026-02-02T00:00:00Z'));
    expect((await billed(seller, '2026-02')).total).toBe('4.00');
  });

  it.each([
    ['nothing off', { percentOff: '0' }, 'request.invalid'],
    ['more than all', { percentOff: '100.1' }, 'request.invalid'],
    ['neither a part nor an amount', {}, 'request.invalid'],
    ['both', { percentOff: '5', amountOff: '5' }, 'request.invalid'],
    ['less than nothing', { amountOff: '-5' }, 'price.negative'],
    ['a part that is too fine', { percentOff: '0.12345678901' }, 'price.too-precise'],
    ['an end before it begins', { percentOff: '5', until: '2026-01-01' }, 'request.invalid'],
    ['two ends', { percentOff: '5', until: '2026-03-01', months: 1 }, 'request.invalid'],
    ['a day that is none', { percentOff: '5', until: '2026-02-30' }, 'plan.date-invalid'],
  ])('are refused: %s', async (_, fields, code) => {
    const seller = await aSeller({ reader: aPlan(priced('1')) });

    const coupons = [{ key: 'bad', from: '2026-01-01', ...fields }];

    expect(await seller.put('press', { ...body, coupons })).toMatchObject({
      status: 400,
      body: { code },
    });
  });

  it('are refused where two have one name', async () => {
    const seller = await aSeller({ reader: aPlan(priced('1')) });

    expect(await seller.put('press', { ...body, coupons: [fifth, fifth] })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', param: '/coupons/1/key' },
    });
  });
});

describe('a coupon of charges or fees that no plan of its customer has', () => {
  it('is taken, and told of, also before it is put', async () => {
    const seller = await aReader([]);
    const coupons = [
      { ...fifth, charges: ['view', 'vieuw'] },
      { ...fifth, key: 'other', fees: ['base'] },
    ];

    const dry = await seller.put('press', { ...body, coupons }, { dryRun: 'true' });
    const put = await seller.put('press', { ...body, coupons });

    const told = [
      { param: '/coupons/0/charges/1', detail: expect.stringContaining('see whether vieuw is') },
      { param: '/coupons/1/fees/0', detail: expect.stringContaining('no version of reader has') },
    ];
    expect(dry).toMatchObject({ status: 200, body: { dryRun: true, warnings: told } });
    expect(put).toMatchObject({ status: 200, body: { warnings: told } });
  });

  it('is not told of where a later version, or another plan of the customer, has it', async () => {
    const fees = [{ key: 'base', description: 'Base fee', amount: '1' }];
    const reader = aPlan(aVersion(), aVersion({ effectiveFrom: '2027-01-01', fixedFees: fees }));
    const seller = await aReader([], reader);

    const { body: put } = await seller.put('press', {
      ...body,
      coupons: [{ ...fifth, fees: ['base'] }],
    });
    const { body: without } = await seller.put('radio', {
      subjects: ['app-2'],
      coupons: [{ ...fifth, fees: ['base'] }],
    });

    expect([put, without]).not.toContainEqual(
      expect.objectContaining({ warnings: expect.anything() }),
    );
  });
});
