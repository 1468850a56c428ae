import { describe, expect, it } from '@jest/globals';
import { priceQuestion } from '../../console/src/pages/plans/price-question.ts';

const by = { plan: { key: 'reader', effectiveFrom: '2026-01-01', charge: 'views' } };
const nothing = { quantity: '', events: '', values: '' };

describe('a quantity that is typed', () => {
  it('is asked for as text, with every digit, and without the spaces that set its thousands apart', () => {
    expect(
      priceQuestion(by, { ...nothing, quantity: ' 12 345 678 901 234 567.000000000001' }),
    ).toEqual({ ...by, quantity: '12345678901234567.000000000001' });
  });

  it('is not asked for before it is typed', () => {
    expect(priceQuestion(by, { ...nothing, quantity: ' ', events: '3' })).toBeUndefined();
  });

  it('goes with how many events there were, where that is a number', () => {
    expect(priceQuestion(by, { ...nothing, quantity: '5', events: '12' })).toHaveProperty(
      'events',
      12,
    );
    expect(priceQuestion(by, { ...nothing, quantity: '5', events: 'x' })).not.toHaveProperty(
      'events',
    );
  });

  it('gives way to what each event says', () => {
    const charge = { meter: 'paid', model: 'percentage', ratePercent: '2.9' };

    expect(
      priceQuestion(
        { charge, currency: 'EUR' },
        { quantity: '9', events: '', values: '1.50\n2  3' },
      ),
    ).toEqual({ charge, currency: 'EUR', values: ['1.50', '2', '3'] });
  });
});
