import { dividedHalfAwayFromZero } from './decimal.ts';

/** `numerator / denominator` as a whole number; the ways differ only where the division does not come out even. */
export type Rounding = (numerator: bigint, denominator: bigint) => bigint;

/** 0.5 → 1, -0.5 → -1. What invoices use. */
export const halfAwayFromZero: Rounding = dividedHalfAwayFromZero;

/** 0.9 → 0, -0.9 → 0. */
export const towardZero: Rounding = (numerator, denominator) => numerator / denominator;

/** 0.9 → 0, -0.1 → -1: what is left over is never negative. */
export const towardNegative: Rounding = (numerator, denominator) => {
  const quotient = numerator / denominator;
  const isBelow = quotient * denominator !== numerator && numerator < 0n !== denominator < 0n;
  return isBelow ? quotient - 1n : quotient;
};

/** 0.1 → 1, -0.9 → 0. */
export const towardPositive: Rounding = (numerator, denominator) =>
  -towardNegative(-numerator, denominator);
