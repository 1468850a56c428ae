/** How a payer is charged, and a second way to say what that comes to: in nanos, by whole units. */
export interface SimulatedPrice {
  readonly name: string;
  /** As a plan says it. */
  readonly wire: object;
  /** What so many units come to. */
  readonly netOf: (units: bigint) => bigint;
}

const CENT = 10_000_000n;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const over = (units: bigint, bound: bigint): bigint => (units > bound ? units - bound : 0n);

export const simulatedPrices: readonly [SimulatedPrice, ...SimulatedPrice[]] = [
  {
    name: 'per unit',
    wire: { model: 'per_unit', unitPrice: '0.01' },
    netOf: (units) => units * CENT,
  },
  {
    name: 'parts of a nano',
    wire: { model: 'per_unit', unitPrice: '0.010000000333' },
    netOf: (units) => (units * 10_000_000_333n) / 1000n,
  },
  {
    name: 'graduated',
    wire: {
      model: 'graduated',
      tiers: [
        { upTo: '10', unitPrice: '0.03' },
        { upTo: null, unitPrice: '0.01', flatFee: '0.02' },
      ],
    },
    netOf: (units) =>
      least(units, 10n) * 3n * CENT + (units > 10n ? 2n * CENT + over(units, 10n) * CENT : 0n),
  },
  {
    name: 'volume',
    wire: {
      model: 'volume',
      tiers: [
        { upTo: '12', unitPrice: '0.03' },
        { upTo: null, unitPrice: '0.01' },
      ],
    },
    netOf: (units) => units * (units > 12n ? CENT : 3n * CENT),
  },
  {
    name: 'package',
    wire: { model: 'package', packagePrice: '0.05', packageSize: '7', rounding: 'up' },
    netOf: (units) => ((units + 6n) / 7n) * 5n * CENT,
  },
  {
    name: 'included',
    wire: { model: 'per_unit', unitPrice: '0.02', included: '9' },
    netOf: (units) => over(units, 9n) * 2n * CENT,
  },
];

/** With tax of so many percent, cut to nanos. */
export const grossOf = (price: SimulatedPrice, percent: bigint, units: bigint): bigint => {
  const net = price.netOf(units);
  return net + (net * percent) / 100n;
};
