import fc from 'fast-check';
import { type Decimal, decimalOf, decimalText } from '../../../core/kernel/decimal.ts';
import { type Share, wholeMonth } from '../../../core/pricing/share.ts';
import type { DomainTerms } from '../../../core/spend/domain.ts';
import { decimal } from '../../fixtures/invoicing.ts';
import { chargeFrom } from '../../property/pricing-charges.ts';

/** Quantities of the domains here, and what their charges say of quantities, are multiples of it. */
export const grid = decimal('0.25');

export const steps = (most: number, min = 0): fc.Arbitrary<Decimal> =>
  fc.integer({ min, max: most }).map((count) => decimalOf(grid * BigInt(count)));

export const aDomain = (
  wire: object,
  { share = wholeMonth, taxRate = '0' }: { share?: Share; taxRate?: string } = {},
): DomainTerms => ({ key: 'domain', charge: chargeFrom(wire), share, taxRate: decimal(taxRate) });

const aPrice = fc.constantFrom('0', '0.01', '1', '0.0000000004', '0.333333333333', '2.5');
const aFee = fc.constantFrom('0', '0', '1', '0.0000000007');
const aSize = fc.constantFrom('0.5', '1.75', '3');
/** Half of it is a multiple of a step, too. */
const someIncluded = steps(10).map((quantity) => decimalText(decimalOf(quantity * 2n)));

const tiersWith = (fields: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<object[]> =>
  fc.uniqueArray(steps(60, 1), { maxLength: 3 }).chain((bounds) => {
    const ascending = bounds.toSorted((a, b) => (a < b ? -1 : 1)).map(decimalText);
    return fc.tuple(
      ...[...ascending, null].map((upTo) => fc.record(fields).map((some) => ({ upTo, ...some }))),
    );
  });

const unitTiers = fc.oneof(
  tiersWith({ unitPrice: aPrice, flatFee: aFee }),
  tiersWith({ unitPrice: aPrice, flatFee: aFee, packageSize: aSize }),
);

const aWire: fc.Arbitrary<object> = fc.oneof(
  fc.record({ model: fc.constant('per_unit'), unitPrice: aPrice, included: someIncluded }),
  fc.record({
    model: fc.constantFrom('graduated', 'volume'),
    tiers: unitTiers,
    included: someIncluded,
  }),
  fc.record({
    model: fc.constant('package'),
    packagePrice: aPrice,
    packageSize: aSize,
    rounding: fc.constantFrom('up', 'down'),
    included: someIncluded,
  }),
  fc.record({ model: fc.constant('percentage'), ratePercent: fc.constantFrom('1.5', '0.0000001') }),
  fc.record({
    model: fc.constant('graduated_percentage'),
    tiers: tiersWith({ ratePercent: fc.constantFrom('0', '30', '0.0000003'), flatFee: aFee }),
  }),
  fc.record({ model: fc.constant('dynamic'), multiplier: aPrice }),
);

/** Every price that can be gated, over a month or half of one. */
export const someTerms: fc.Arbitrary<DomainTerms> = fc
  .record({
    wire: aWire,
    limits: fc.constantFrom<object>({}, {}, { maximum: '5.5' }, { minimum: '3' }),
    share: fc.constantFrom(wholeMonth, { from: 0, to: 15, of: 30 }),
    taxRate: fc.constantFrom('0', '7.7', '20', '33.333333333333'),
  })
  .map(({ wire, limits, share, taxRate }) => aDomain({ ...wire, ...limits }, { share, taxRate }));
