import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decimal, decimalFromInteger, decimalOf } from '../../../core/kernel/decimal.ts';
import { nanosText } from '../../../core/kernel/money.ts';
import type { DomainTerms } from '../../../core/spend/domain.ts';
import { grossAt, mostGrossOf, mostOf, netAt } from '../../../core/spend/most.ts';
import { mostGrossOfPart, mostOfPart } from '../../../core/spend/most-of-part.ts';
import { decimal } from '../../fixtures/invoicing.ts';
import { aDomain, grid, someTerms, steps } from './some-domains.ts';

interface Capture {
  readonly quantity: Decimal;
  readonly isOfPart: boolean;
}

/** Captures one after another from `base` on; now and then much less than a step, as those may be. */
const someCaptures: fc.Arbitrary<Capture[]> = fc.array(
  fc.record({
    quantity: fc.oneof(steps(12, 1), fc.constantFrom(decimalOf(1n), decimal('0.01'))),
    isOfPart: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

function comesTo(terms: DomainTerms, base: Decimal, captures: readonly Capture[]) {
  let [at, net, gross] = [base, 0n, 0n];
  for (const { quantity, isOfPart } of captures) {
    const after = decimalOf(at + quantity);
    if (isOfPart) {
      net += netAt(terms, after) - netAt(terms, at);
      gross += grossAt(terms, after) - grossAt(terms, at);
    }
    at = after;
  }
  return { net, gross };
}

const sumOf = (captures: readonly Capture[]): Decimal =>
  decimalOf(captures.reduce<bigint>((sum, { quantity }) => sum + quantity, 0n));

describe('the most that a part of what is held comes to', () => {
  it('is exceeded by no order in which it and the rest are captured', () => {
    fc.assert(
      fc.property(someTerms, steps(40), someCaptures, steps(8), (terms, base, captures, unused) => {
        const own = captures.filter(({ isOfPart }) => isOfPart);
        const held = decimalOf(sumOf(captures) + unused);
        const { net, gross } = comesTo(terms, base, captures);
        const all = { base, held, part: sumOf(own) };

        for (const known of own.length === 0 ? [{}] : [{}, { captures: own.length }]) {
          expect(mostOfPart(terms, { ...all, ...known })).toBeGreaterThanOrEqual(net);
          expect(mostGrossOfPart(terms, { ...all, ...known })).toBeGreaterThanOrEqual(gross);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is exceeded by none of whole steps where quantities are known to be that', () => {
    const whole = someCaptures.map((captures) =>
      captures.map((one) => ({ ...one, quantity: one.quantity < grid ? grid : one.quantity })),
    );
    fc.assert(
      fc.property(someTerms, steps(40), whole, (terms, base, captures) => {
        const part = sumOf(captures.filter(({ isOfPart }) => isOfPart));
        const { net, gross } = comesTo(terms, base, captures);
        const held = { base, held: sumOf(captures), part, grain: grid };

        expect(mostOfPart(terms, held)).toBeGreaterThanOrEqual(net);
        expect(mostGrossOfPart(terms, held)).toBeGreaterThanOrEqual(gross);
      }),
      { numRuns: 400 },
    );
  });

  it('is the most of all where all is the part', () => {
    fc.assert(
      fc.property(someTerms, steps(60), steps(60), (terms, base, held) => {
        expect(mostOfPart(terms, { base, held, part: held })).toBe(mostOf(terms, { base, held }));
        expect(mostGrossOfPart(terms, { base, held, part: held })).toBe(
          mostGrossOf(terms, { base, held }),
        );
      }),
    );
  });

  const grain = decimalFromInteger(1n);
  const ofPart = (wire: object, [base, held, part]: [string, string, string], captures = 1) =>
    nanosText(
      mostOfPart(aDomain(wire), {
        ...{ base: decimal(base), held: decimal(held), part: decimal(part) },
        ...{ captures, grain },
      }),
    );

  it('is its units at their price where all cost the same', () => {
    const wire = { model: 'per_unit', unitPrice: '0.01' };

    expect(ofPart(wire, ['5', '100', '3'], 3)).toBe('0.03');
    expect(ofPart({ ...wire, included: '10' }, ['5', '100', '3'], 3)).toBe('0.03');
    expect(ofPart({ ...wire, included: '10' }, ['5', '6', '3'], 3)).toBe('0.01');
  });

  it('takes the dearest tiers first, and what is entered on the way', () => {
    const tiers = [
      { upTo: '10', unitPrice: '1' },
      { upTo: '12', unitPrice: '3', flatFee: '7' },
      { upTo: null, unitPrice: '2' },
    ];

    expect(ofPart({ model: 'graduated', tiers }, ['0', '20', '3'])).toBe('15');
    expect(ofPart({ model: 'graduated', tiers }, ['0', '8', '3'])).toBe('3');
  });

  it('begins no more packages than it has captures', () => {
    const wire = { model: 'package', packagePrice: '1', packageSize: '10' };

    expect(ofPart(wire, ['0', '100', '2'], 1)).toBe('1.2');
    expect(ofPart(wire, ['0', '100', '2'], 3)).toBe('3.2');
    expect(ofPart(wire, ['0', '100', '2'], 50)).toBe('10');
  });

  it('has all that entering a tier costs where a package goes on there, and one that is begun after it', () => {
    const tiers = (model: string) => ({
      model,
      tiers: [
        { upTo: '4.5', unitPrice: '0' },
        { upTo: null, unitPrice: '1', packageSize: '1.75' },
      ],
    });

    // Three packages are begun by 4.5, and the fourth by what is used beside the part.
    expect(ofPart(tiers('volume'), ['3.75', '1.500000000001', '1.5'])).toBe('4');
    expect(ofPart(tiers('graduated'), ['3.75', '1.500000000001', '1.5'])).toBe('1');
  });

  it('does not enumerate packages', () => {
    const wire = { model: 'package', packagePrice: '1', packageSize: '0.000000000001' };

    expect(ofPart(wire, ['0', '999999999999999999', '1'])).toBe('1000000000001');
  });
});
