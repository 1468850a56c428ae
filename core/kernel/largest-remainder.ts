import { invariant } from './invariant.ts';
import { towardNegative } from './rounding.ts';

/**
 * `total` split in proportion to `weights`; the shares add up to it, always. What whole units leave over goes, a unit
 * each, to the greatest remainders, of equal ones to the first. A negative total is split like its opposite; where no
 * weight is above zero, all count alike.
 */
export function largestRemainder(total: bigint, weights: readonly bigint[]): bigint[] {
  invariant(
    weights.every((weight) => weight >= 0n),
    `split by weights of at least 0, got ${weights.join(', ')}`,
  );
  if (total < 0n) return largestRemainder(-total, weights).map((share) => -share);
  const sum = sumOf(weights);
  if (sum === 0n && weights.length > 0) {
    return largestRemainder(
      total,
      weights.map(() => 1n),
    );
  }
  return topped(
    weights.map((weight) => ({ floor: (total * weight) / sum, rest: (total * weight) % sum })),
    total,
  );
}

/**
 * Each of `values` as a whole number of `unit`s, less than one unit away from it, so that all add up to `totalUnits`.
 * That must be the sum of the values, and of less than one unit more that is carried in, rounded any way.
 */
export function apportioned(
  values: readonly bigint[],
  { unit, totalUnits }: { readonly unit: bigint; readonly totalUnits: bigint },
): bigint[] {
  if (totalUnits < 0n) {
    const opposite = values.map((value) => -value);
    return apportioned(opposite, { unit, totalUnits: -totalUnits }).map((share) => -share);
  }
  const parts = values.map((value) => {
    const floor = towardNegative(value, unit);
    return { floor, rest: value - floor * unit };
  });
  return topped(parts, totalUnits);
}

interface Part {
  readonly floor: bigint;
  /** What the floor leaves, in any unit that is the same for all parts. */
  readonly rest: bigint;
}

function topped(parts: readonly Part[], total: bigint): bigint[] {
  const shares = parts.map(({ floor }) => floor);
  const left = total - sumOf(shares);
  const byRest = parts
    .map(({ rest }, index) => ({ rest, index }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1));
  invariant(
    left >= 0n && left <= BigInt(parts.length),
    `hand out between 0 and ${parts.length} units, got ${left}`,
  );
  for (const { index } of byRest.slice(0, Number.parseInt(left.toString(), 10))) {
    shares[index] = (shares[index] ?? 0n) + 1n;
  }
  return shares;
}

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
