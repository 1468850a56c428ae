import { stepOf, unitsOf } from '../catalog/chain-rail.ts';
import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';

/** A token that pays payees: its places, and which currency one whole token stands for, by the tenant's word. */
interface Counted {
  readonly decimals: number;
  readonly currency: Currency;
}

const NANO_PLACES = 9;

/** As the contract counts what it was given in all. */
const UNITS_MAX = 2n ** 128n - 1n;

/** What of an amount can be paid: whole units of the token, and whole minor units. The rest stays payable. */
export const payableIn = (contract: Counted, amount: Nanos): Nanos =>
  nanosOf(amount - (amount % stepOf(contract)));

/** Units of the token as an amount: what is below a nano is left off. */
export function amountOfUnits({ decimals }: Pick<Counted, 'decimals'>, units: bigint): Nanos {
  const shift = 10n ** BigInt(Math.abs(NANO_PLACES - decimals));
  return nanosOf(decimals <= NANO_PLACES ? units * shift : units / shift);
}

/** An amount that `payableIn` leaves as it is, in units of the token. */
export function unitsPaid({ decimals, currency }: Counted, amount: Nanos): bigint {
  const isWhole = amount >= 0n && amount % stepOf({ decimals, currency }) === 0n;
  invariant(isWhole, `what is paid is whole units of a token of ${decimals} places, got ${amount}`);
  const units = unitsOf({ decimals }, amount);
  invariant(units <= UNITS_MAX, `a contract counts to ${UNITS_MAX}, got ${units}`);
  return units;
}
