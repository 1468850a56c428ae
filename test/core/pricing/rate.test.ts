import { describe, expect, it } from '@jest/globals';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { type Charge, isChargedBy } from '../../../core/pricing/charge.ts';
import { type ChargeUsage, usageKindOf } from '../../../core/pricing/charge-usage.ts';
import { rate } from '../../../core/pricing/rate.ts';
import type { Rating } from '../../../core/pricing/rating.ts';
import { decimalIn } from './vectors/examples.ts';
import { chargeFromWire } from './vectors/our-charges.ts';

const of = (quantity: string): ChargeUsage => ({ kind: 'quantity', quantity: decimalIn(quantity) });

/** Events a second apart. */
const events = (...values: string[]): ChargeUsage & { kind: 'each-event' } => ({
  kind: 'each-event',
  events: values.map((value, index) => ({
    at: { occurredAt: timestampOf(index * 1000), identity: `event ${index}` },
    value: decimalIn(value),
  })),
});

const stepsOf = ({ steps }: Rating): string[] =>
  steps.map(({ of: what, tier, quantity, price, amount }) =>
    [
      tier === undefined ? what : `tier ${tier} ${what}`,
      decimalText(quantity),
      price === undefined ? '' : `@ ${decimalText(price)}`,
      `= ${exactText(amount)}`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  );

const amountOf = (charge: Charge, usage: ChargeUsage): string =>
  exactText(rate(charge, usage).amount);

describe('a rating', () => {
  it('explains each tier’s part of a graduated price', () => {
    const charge = chargeFromWire({
      model: 'graduated',
      included: '2',
      tiers: [
        { upTo: '10', unitPrice: '1' },
        { upTo: null, unitPrice: '0.5', flatFee: '2' },
      ],
    });

    expect(stepsOf(rate(charge, of('15')))).toEqual([
      'tier 1 units 10 @ 1 = 10',
      'tier 2 units 3 @ 0.5 = 1.5',
      'tier 2 flat-fee 1 @ 2 = 2',
    ]);
  });

  it('explains which tier a volume price took', () => {
    const charge = chargeFromWire({
      model: 'volume',
      tiers: [
        { upTo: '10', unitPrice: '1' },
        { upTo: null, unitPrice: '0.5' },
      ],
    });

    expect(stepsOf(rate(charge, of('10.000000000001')))).toEqual([
      'tier 2 units 10.000000000001 @ 0.5 = 5.0000000000005',
    ]);
  });

  it('charges for each event, though what they sum up to nets to nothing', () => {
    const fixed = { fixedPerEvent: '0.25', freeEvents: 1 };
    const charge = chargeFromWire({ model: 'percentage', ratePercent: '0', ...fixed });

    expect(amountOf(charge, events('50', '100', '250', '-400'))).toBe('0.75');
  });

  it('says what was metered and what of it is charged for', () => {
    const charge = chargeFromWire({ model: 'per_unit', unitPrice: '1', included: '7' });

    const few = rate(charge, of('5'));
    const more = rate(charge, of('7.5'));

    expect([few.quantity, few.chargedQuantity].map(decimalText)).toEqual(['5', '0']);
    expect([more.quantity, more.chargedQuantity].map(decimalText)).toEqual(['7.5', '0.5']);
  });

  it('tells usage from what a minimum adds to it and a maximum takes off it', () => {
    const charge = chargeFromWire({
      model: 'per_unit',
      unitPrice: '1',
      minimum: '10',
      maximum: '100',
    });

    const few = rate(charge, of('4'));
    const many = rate(charge, of('130'));

    expect([few.usageAmount, few.minimumTopUp, few.amount].map(exactText)).toEqual([
      '4',
      '6',
      '10',
    ]);
    expect([many.usageAmount, many.maximumDiscount, many.amount].map(exactText)).toEqual([
      '130',
      '30',
      '100',
    ]);
  });

  it('charges nothing for usage below zero', () => {
    const charge = chargeFromWire({
      model: 'graduated',
      tiers: [{ upTo: null, unitPrice: '1', flatFee: '3' }],
    });

    expect(amountOf(charge, of('-5'))).toBe('3');
    expect(amountOf(chargeFromWire({ model: 'per_unit', unitPrice: '1' }), of('-5'))).toBe('0');
  });

  it('is not made of usage of another kind than the price needs', () => {
    const charge = chargeFromWire({ model: 'percentage', ratePercent: '1', freeEvents: 3 });

    expect(() => rate(charge, of('5'))).toThrow('on each-event, got quantity');
  });
});

describe('a percentage', () => {
  const wire = { model: 'percentage', ratePercent: '1', countMeter: 'payments' };

  it.each([
    ['quantity', {}],
    ['events', { fixedPerEvent: '0.25' }],
    ['each-event', { freeEvents: 0 }],
    ['each-event', { freeAmount: '0' }],
    ['each-event', { minimumPerEvent: '0.1' }],
    ['each-event', { maximumPerEvent: '5' }],
  ])('needs %s with %j', (kind, more) => {
    expect(usageKindOf(chargeFromWire({ ...wire, ...more }).price)).toBe(kind);
  });

  it('explains what it charges for, and what limits added and took off', () => {
    const charge = chargeFromWire({
      ...wire,
      fixedPerEvent: '1',
      freeAmount: '50',
      minimumPerEvent: '1.75',
      maximumPerEvent: '12',
    });

    expect(stepsOf(rate(charge, events('50', '10', '1000', '10000')))).toEqual([
      'percent 11010 @ 1 = 110.1',
      'events 3 @ 1 = 3',
      'event-minimums 1 = 0.65',
      'event-maximums 1 = -89',
    ]);
  });

  it('spends its allowances in the order of the events’ times, not of their arrival', () => {
    const charge = chargeFromWire({ ...wire, freeEvents: 1 });
    const usage = events('100', '900');

    expect(amountOf(charge, usage)).toBe('9');
    expect(amountOf(charge, { ...usage, events: usage.events.toReversed() })).toBe('9');
  });

  it('ends both allowances with the first event that exceeds one', () => {
    const charge = chargeFromWire({ ...wire, fixedPerEvent: '1', freeEvents: 3, freeAmount: '15' });

    // 10 is free, 5 of the next 10 are; the third pays in full though two events were left.
    expect(amountOf(charge, events('10', '10', '3'))).toBe('2.08');
    expect(amountOf(charge, events('1', '1', '1', '1'))).toBe('1.01');
    expect(amountOf(charge, events('5', '5', '5'))).toBe('0');
  });

  it('has no minimum for events that are free', () => {
    const charge = chargeFromWire({ ...wire, freeEvents: 2, minimumPerEvent: '3' });

    expect(amountOf(charge, events('10', '10'))).toBe('0');
    expect(amountOf(charge, events('10', '10', '10'))).toBe('3');
  });

  it('gives no allowance back for a refund', () => {
    const charge = chargeFromWire({ ...wire, freeAmount: '50' });

    expect(amountOf(charge, events('40', '-30', '110'))).toBe('1');
  });

  it('takes refunds off, raises none to the minimum, and is never below zero', () => {
    const charge = chargeFromWire({ ...wire, minimumPerEvent: '0.5' });

    expect(amountOf(charge, events('200', '-100'))).toBe('1');
    expect(amountOf(charge, events('-100'))).toBe('0');
    expect(stepsOf(rate(charge, events('-100')))).toEqual([
      'percent -100 @ 1 = -1',
      'below-zero 0 = 1',
    ]);
  });
});

describe('the filter of a charge', () => {
  const wire = { model: 'per_unit', unitPrice: '1' };
  const all = chargeFromWire({ ...wire, key: 'all' });
  const aws = chargeFromWire({ ...wire, key: 'aws', filter: { cloud: ['aws'] } });
  const paris = chargeFromWire({
    ...wire,
    key: 'paris',
    filter: { cloud: ['aws', 'gcp'], region: ['paris'] },
  });
  const rest = chargeFromWire({ ...wire, key: 'rest', filter: 'rest' });
  const charges = [all, aws, paris, rest];
  const takers = (dimensions: Record<string, string | null>): string[] =>
    charges.filter((charge) => isChargedBy(charge, dimensions, charges)).map(({ key }) => key);

  it('takes what has one of the values in every dimension it names', () => {
    expect(takers({ cloud: 'aws', region: 'oslo' })).toEqual(['all', 'aws']);
    expect(takers({ cloud: 'aws', region: 'paris' })).toEqual(['all', 'aws', 'paris']);
    expect(takers({ cloud: 'gcp', region: 'paris' })).toEqual(['all', 'paris']);
  });

  it('leaves to the default bucket what no other takes, and what has no value', () => {
    expect(takers({ cloud: 'gcp', region: 'oslo' })).toEqual(['all', 'rest']);
    expect(takers({ cloud: null, region: null })).toEqual(['all', 'rest']);
    expect(takers({})).toEqual(['all', 'rest']);
  });

  it('of another meter takes nothing from the default bucket', () => {
    const other = chargeFromWire({
      ...wire,
      key: 'other',
      meter: 'other',
      filter: { cloud: ['gcp'] },
    });

    expect(isChargedBy(rest, { cloud: 'gcp' }, [rest, other])).toBe(true);
  });
});
