import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalOf } from '../../../core/kernel/decimal.ts';
import { nanosText } from '../../../core/kernel/money.ts';
import { rate } from '../../../core/pricing/rate.ts';
import {
  grossAt,
  isGateable,
  mostGrossOf,
  mostOf,
  netAt,
  taxOf,
} from '../../../core/spend/most.ts';
import { decimal } from '../../fixtures/invoicing.ts';
import { chargeFrom } from '../../property/pricing-charges.ts';
import { aDomain, grid, someTerms, steps } from './some-domains.ts';

const volume = aDomain({
  model: 'volume',
  tiers: [
    { upTo: '15', unitPrice: '10' },
    { upTo: null, unitPrice: '5' },
  ],
});

describe('what units of a domain come to', () => {
  it('adds up by captures to what all of it is rated at, whatever the order of quantities', () => {
    fc.assert(
      fc.property(someTerms, fc.array(steps(30), { maxLength: 12 }), (terms, quantities) => {
        let captured = decimalOf(0n);
        let [net, tax] = [0n, 0n];
        for (const quantity of quantities) {
          const before = captured;
          captured = decimalOf(captured + quantity);
          net += netAt(terms, captured) - netAt(terms, before);
          tax += grossAt(terms, captured) - grossAt(terms, before);
        }
        tax -= net;

        const usage = { kind: 'quantity', quantity: captured } as const;
        const { usageAmount, maximumDiscount } = rate(terms.charge, usage, terms.share);
        const exact = captured === 0n ? 0n : usageAmount - maximumDiscount;
        expect(net).toBe(exact / 10n ** 15n);
        expect(tax).toBe(taxOf(terms, netAt(terms, captured)));
      }),
    );
  });

  it('is nothing for nothing, so that whoever uses the first of a tier pays for entering it', () => {
    const tiers = [{ upTo: null, unitPrice: '1', flatFee: '10' }];
    const terms = aDomain({ model: 'graduated', tiers });

    expect(netAt(terms, decimal('0'))).toBe(0n);
    expect(nanosText(netAt(terms, decimal('2')))).toBe('12');
    expect(nanosText(mostOf(terms, { base: decimal('0'), held: decimal('1') }))).toBe('11');
    expect(nanosText(mostOf(terms, { base: decimal('1'), held: decimal('1') }))).toBe('1');
  });

  it('leaves a minimum out, and stays within a maximum', () => {
    const wire = { model: 'per_unit', unitPrice: '1', minimum: '5', maximum: '7' };

    expect(nanosText(netAt(aDomain(wire), decimal('3')))).toBe('3');
    expect(nanosText(netAt(aDomain(wire), decimal('9')))).toBe('7');
  });
});

describe('the most that units which are held come to', () => {
  it('is that of fewer units where more of them are cheaper', () => {
    const most = (base: string, held: string) =>
      nanosText(mostOf(volume, { base: decimal(base), held: decimal(held) }));

    expect(most('0', '20')).toBe('150');
    expect(most('14', '2')).toBe('10');
    expect(most('15', '5')).toBe('0');
    expect(most('15', '16')).toBe('5');
  });

  it('is what no quantity up to all of it exceeds, and one of them comes to', () => {
    fc.assert(
      fc.property(someTerms, steps(60), steps(60), (terms, base, held) => {
        let [net, gross] = [0n, 0n];
        for (let x = 0n; x <= held; x += grid) {
          const then = decimalOf(base + x);
          const [netThen, grossThen] = [
            netAt(terms, then) - netAt(terms, base),
            grossAt(terms, then) - grossAt(terms, base),
          ];
          if (netThen > net) net = netThen;
          if (grossThen > gross) gross = grossThen;
        }

        expect(mostOf(terms, { base, held })).toBe(net);
        expect(mostGrossOf(terms, { base, held })).toBe(gross);
      }),
    );
  });
});

it('is not for prices that look at each event, or count them', () => {
  const percentage = { model: 'percentage', ratePercent: '1', countMeter: 'count' };
  const gateable = (wire: object) => isGateable(chargeFrom(wire).price);

  expect(gateable(percentage)).toBe(true);
  expect(gateable({ ...percentage, fixedPerEvent: '0.1' })).toBe(false);
  expect(gateable({ ...percentage, freeEvents: 3 })).toBe(false);
  expect(gateable({ ...percentage, maximumPerEvent: '1' })).toBe(false);
});
