import { describe, expect, it } from '@jest/globals';
import { nanos } from '../../fixtures/invoicing.ts';
import { proposedOf as one, proposed } from '../../support/bank-proposals.ts';

describe('money that was returned', () => {
  const payment = {
    id: 'pay_1',
    rail: 'bank',
    amount: nanos('12.5'),
    currency: 'EUR' as const,
    day: '2026-02-10',
    isReversed: false,
  };
  const paid = { due: '0', payments: [payment] };
  const back = { amount: '-12.5', returnReason: 'MD06' };

  it('takes back the payment of the invoice that it names', () => {
    expect(one([paid], { ...back, text: 'INV-2026-000001' })).toMatchObject({
      ...{ sureness: 'exact', reverses: payment, why: 'the bank took it back: MD06' },
    });
  });

  it('is likely to take back a payment of who is so called', () => {
    expect(one([paid], { ...back, name: 'Press Review' })).toMatchObject({
      ...{ sureness: 'likely', reverses: payment },
    });
  });

  it('takes back what was instructed, where charges came with it', () => {
    const charged = {
      ...back,
      amount: '-15.5',
      instructed: nanos('12.5'),
      text: 'INV-2026-000001',
    };

    expect(one([paid], charged)).toMatchObject({
      ...{ sureness: 'exact', reverses: payment },
      why: 'the bank took it back: MD06, with charges',
    });
  });

  it('is likely to take back the only payment of its invoice that is less, where a table says no more', () => {
    const text = 'INV-2026-000001';
    const charged = { ...back, amount: '-15.5', text };
    const two = { due: '0', payments: [payment, { ...payment, id: 'pay_2' }] };

    expect(one([paid], charged)).toMatchObject({
      ...{ sureness: 'likely', matched: ['number'], reverses: payment },
      why: 'the bank took it back: MD06, with charges of 3.00 EUR',
    });
    expect(one([two], charged)?.reverses).toBeUndefined();
    expect(one([paid], { ...charged, amount: '-112.51' })?.reverses).toBeUndefined();
    expect(one([paid], { ...charged, text: '', name: 'Press Review' })?.reverses).toBeUndefined();
  });

  it('takes back no payment twice, and none of another amount or rail', () => {
    const text = 'INV-2026-000001';
    const card = { due: '0', payments: [{ ...payment, rail: 'card' }] };

    expect(
      proposed(
        [paid],
        [
          { ...back, text },
          { ...back, text },
        ],
      ).map(({ reverses }) => reverses?.id),
    ).toEqual(['pay_1', undefined]);
    expect(one([paid], { ...back, amount: '-1', text })?.reverses).toBeUndefined();
    expect(one([card], { ...back, text })?.reverses).toBeUndefined();
  });
});

describe('money that may be booked already in another way', () => {
  const text = 'INV-2026-000001';
  const payment = {
    ...{ id: 'pay_1', rail: 'bank', amount: nanos('10'), currency: 'EUR' as const },
    ...{ day: '2026-02-10', isReversed: true },
  };

  it.each(['2026-02-05', '2026-02-10', '2026-02-15', '2026-02-15T23:30:00+02:00'])(
    'is likely only on %s, where a payment is in its amount, five days at most before or after',
    (bookedOn) => {
      const open = { due: '10', payments: [payment] };

      expect(one([open], { amount: '10', text, bookedOn })).toMatchObject({
        ...{ sureness: 'likely', matched: ['number', 'amount'], applied: 'INV-2026-000001=10' },
        ...{ mayBe: 'pay_1' },
        why: 'pay_1 of 2026-02-10 is booked in this amount, and may be this very money',
      });
    },
  );

  it.each([
    ['2026-02-04', {}],
    ['2026-02-16', {}],
    ['2026-02-10', { amount: nanos('11') }],
    ['2026-02-10', { rail: 'card' }],
  ])('is exact on %s, where the payment is another: %j', (bookedOn, other) => {
    const open = { due: '10', payments: [{ ...payment, ...other }] };

    const found = one([open], { amount: '10', text, bookedOn });

    expect([found?.sureness, found?.mayBe]).toEqual(['exact', undefined]);
  });

  it('is told where nothing is due any more, and where the payer paid another invoice with it', () => {
    const bookedOn = '2026-02-11';
    const paid = { due: '0', payments: [payment] };
    const doubt = 'pay_1 of 2026-02-10 is booked in this amount, and may be this very money';

    expect(one([paid], { amount: '10', text, bookedOn })).toMatchObject({
      ...{ sureness: 'none', candidates: ['press'], mayBe: 'pay_1' },
      why: `INV-2026-000001: nothing is due of it any more; ${doubt}`,
    });
    expect(one([paid], { amount: '10', name: 'Press Review', bookedOn })).toMatchObject({
      ...{ sureness: 'none', candidates: ['press'], mayBe: 'pay_1' },
    });
    const other = { amount: '10', text: 'INV-2026-000002', bookedOn };
    expect(one([paid, { due: '10' }], other)).toMatchObject({ sureness: 'likely', why: doubt });
    expect(one([paid, { due: '10', customer: 'radio' }], other)?.sureness).toBe('exact');
  });
});

describe('an entry of a day on which it could not be booked', () => {
  const text = 'INV-2026-000001';

  it('is matched with nothing, and says why', () => {
    const on = (bookedOn: string) => one([{ due: '10' }], { amount: '10', text, bookedOn });

    expect(on('2024-12-31')).toMatchObject({
      ...{ sureness: 'none', candidates: ['press'], applied: '' },
      why: 'its day, 2024-12-31, is before 2025-01-01, a year before it was billed',
    });
    expect(on('2026-04-02')).toMatchObject({
      ...{ sureness: 'none', why: 'its day, 2026-04-02, is in the future: today is 2026-04-01' },
    });
    expect([on('2025-01-01')?.sureness, on('2026-04-01')?.sureness]).toEqual(['exact', 'exact']);
  });

  it('leaves what is due to the entries after it', () => {
    const entries = ['2024-12-31', '2026-02-01'].map((bookedOn) => ({
      ...{ amount: '10', text, bookedOn },
    }));

    expect(proposed([{ due: '10' }], entries).map(({ sureness }) => sureness)).toEqual([
      'none',
      'exact',
    ]);
  });

  it('takes no payment back before it came', () => {
    const payment = {
      ...{ id: 'pay_1', rail: 'bank', amount: nanos('10'), currency: 'EUR' as const },
      ...{ day: '2026-02-10', isReversed: false },
    };
    const back = { amount: '-10', returnReason: 'MD06', text, bookedOn: '2026-02-09' };

    const found = one([{ due: '0', payments: [payment] }], back);

    expect([found?.sureness, found?.reverses]).toEqual(['none', undefined]);
    expect(found?.why).toContain('2026-02-09, is before that of the payment');
  });
});
