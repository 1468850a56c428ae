import { decimalPrecision } from '../contract/exports/tables.ts';
import { invariant } from '../kernel/invariant.ts';

/** A value of a column: an instant in milliseconds since 1970, a decimal as a count of 1e-12. */
export type Value = string | number | bigint | ReadonlyMap<string, string | null> | null;

/** A row of a table, in the order of its columns. */
export type Row = readonly Value[];

const UNITS_END = 10n ** BigInt(decimalPrecision);

/**
 * A count of 1e-12 that fits DECIMAL(38,12). What writes files cuts what is too large, and says nothing.
 * @throws InvariantViolation for one of 39 digits or more.
 */
export function decimalUnits(units: bigint): bigint {
  invariant(
    units < UNITS_END && units > -UNITS_END,
    `a decimal of an export has ${decimalPrecision} digits at most, got ${units}`,
  );
  return units;
}

const NANO = 1_000n;

/** Nanos as a count of 1e-12. */
export const unitsOfNanos = (nanos: bigint): bigint => decimalUnits(nanos * NANO);
