import fc from 'fast-check';
import type { PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';

/** A count of 1e-36: what is divided here is cut twelve places further than what it is compared with. */
const ONE = 10n ** 36n;

type Charges = PlanVersionBody['charges'];

/** A plan, and what so many reads come to by it. */
export interface Priced {
  readonly charges: Charges;
  worthOf(count: bigint): bigint;
}

const onReads = { meter: 'reads' } as const;
export const somePlan: fc.Arbitrary<Priced> = fc.oneof(
  fc.integer({ min: 10_000_001, max: 30_000_000 }).map((micros) => ({
    charges: [{ ...onReads, model: 'per_unit' as const, unitPrice: String(micros / 1_000_000) }],
    worthOf: (count: bigint) => (count * BigInt(micros) * ONE) / 1_000_000n,
  })),
  fc
    .record({ price: fc.integer({ min: 10, max: 40 }), size: fc.integer({ min: 2, max: 7 }) })
    .map(({ price, size }) => ({
      charges: [
        {
          ...{ ...onReads, model: 'package' as const },
          ...{ packagePrice: String(price), packageSize: String(size) },
        },
      ],
      worthOf: (count: bigint) =>
        ((count + BigInt(size) - 1n) / BigInt(size)) * BigInt(price) * ONE,
    })),
  fc.integer({ min: 1, max: 6 }).map((upTo) => ({
    charges: [
      {
        ...{ ...onReads, model: 'graduated' as const },
        tiers: [
          { upTo: String(upTo), unitPrice: '17' },
          { upTo: null, unitPrice: '3.3' },
        ],
      },
    ],
    worthOf: (count: bigint) => {
      const low = count < BigInt(upTo) ? count : BigInt(upTo);
      return low * 17n * ONE + ((count - low) * 33n * ONE) / 10n;
    },
  })),
);
