import { type Decimal, decimalFrom, decimalPlaces, decimalText } from '../kernel/decimal.ts';
import { Rejection } from '../kernel/rejection.ts';

const percentPlaces = 10;

/**
 * A price, quantity or amount of a plan.
 * @throws Rejection `price.negative`, `price.too-precise` past 12 places, `price.out-of-range` past 24 digits
 */
export function decimalAt(text: string, param: string): Decimal {
  refuseTooPrecise(text, decimalPlaces, param);
  const value = decimalFrom(text);
  if (value === undefined) {
    const detail = `use at most 24 digits before the point, got ${text}`;
    throw new Rejection('price.out-of-range', detail, { param });
  }
  if (value >= 0n) return value;
  const detail = `give 0 or more, got ${text}: a discount is not a negative price`;
  throw new Rejection('price.negative', detail, { param });
}

/** A percentage of a plan: like any other decimal of it, but with two places less, so that its hundredth has 12. */
export function percentAt(text: string, param: string): Decimal {
  refuseTooPrecise(text, percentPlaces, param);
  return decimalAt(text, param);
}

/** As `decimalAt`, and not zero. */
export function positiveAt(text: string, param: string): Decimal {
  const value = decimalAt(text, param);
  if (value > 0n) return value;
  const detail = `give a package size above 0, got ${decimalText(value)}`;
  throw new Rejection('price.package-empty', detail, { param });
}

function refuseTooPrecise(text: string, places: number, param: string): void {
  const used = (text.split('.')[1] ?? '').replace(/0+$/, '').length;
  if (used <= places) return;
  const detail = `use at most ${places} places, got ${used} in ${text}`;
  throw new Rejection('price.too-precise', detail, { param });
}
