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

  it('is likely only, where a payment of the invoice is of its day and amount', () => {
    const open = { due: '10', payments: [payment] };

    expect(one([open], { amount: '10', text, bookedOn: '2026-02-10' })).toMatchObject({
      ...{ sureness: 'likely', matched: ['number'], applied: 'INV-2026-000001=10' },
    });
    expect(one([open], { amount: '10', text, bookedOn: '2026-02-11' })?.sureness).toBe('exact');
  });
});
