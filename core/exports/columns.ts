import { invariant } from '../kernel/invariant.ts';

/** What a column of an exported table holds. */
export type ColumnKind = 'text' | 'instant' | 'whole' | 'decimal' | 'texts';

/** A column; `nullable` where a row may have nothing in it. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** What it says, for whoever reads the table. */
  readonly says: string;
}

/** A value of a column: an instant in milliseconds since 1970, a decimal as a count of 1e-12. */
export type Value = string | number | bigint | ReadonlyMap<string, string | null> | null;

/** A row of a table, in the order of its columns. */
export type Row = readonly Value[];

/** DECIMAL(38,12): as many digits as a decimal of 16 bytes is read with everywhere. */
export const decimalPrecision = 38;
export const decimalScale = 12;
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
