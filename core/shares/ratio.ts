import { towardNegative } from '../kernel/rounding.ts';

/** `part` of `whole`, which is above zero. */
export interface Ratio {
  readonly part: bigint;
  readonly whole: bigint;
}

/** All of it. */
export const whole: Ratio = { part: 1n, whole: 1n };

/** Nothing of it. */
export const none: Ratio = { part: 0n, whole: 1n };

/** That part of an amount, cut to whole units toward minus infinity. */
export const partOf = (amount: bigint, ratio: Ratio): bigint =>
  towardNegative(amount * ratio.part, ratio.whole);
