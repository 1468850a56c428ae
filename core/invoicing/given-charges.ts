import { accountName } from '../books/account.ts';
import { ownDescriptions } from '../contract/invoices/own-descriptions.ts';
import { decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import { exactOf } from '../kernel/exact-amount.ts';
import { decimalFromNanos, exactFromNanos, type Nanos, nanosOf } from '../kernel/money.ts';
import { towardNegative } from '../kernel/rounding.ts';
import { couponsByCharge } from './coupon-charges.ts';
import { passChargeKey } from './pass-charges.ts';
import type { RatedCharge } from './reckoning.ts';
import { type ChargeUse, spreadUses } from './spread-uses.ts';

/** What usage of a charge took of money that nobody paid, over a run of a month from `start` on; without tax. */
export type GivenUse = ChargeUse;

const givenSource = { of: 'other', key: 'given' } as const;
/** Where it is posted what was given and used: revenue that is less by it. */
export const givenAccount = accountName({ kind: 'revenue', source: givenSource });
const MINUS_ONE = decimalOf(-decimalFromInteger(1n));
const exactPerNano = exactFromNanos(nanosOf(1n));

/**
 * A month's charges, and what given money takes off each. Never more than its usage comes to with what coupons and
 * passes change: what was drawn beyond, as the usage is priced otherwise by now, takes off what other usage of the
 * month comes to, as far as that goes.
 */
export function withGiven(
  charges: readonly RatedCharge[],
  given: readonly GivenUse[],
): readonly RatedCharge[] {
  if (given.length === 0) return charges;
  const byKey = new Map(charges.map(({ key, exact }) => [key, exact]));
  const off = couponsByCharge(charges);
  const rooms = charges.flatMap((charge) => {
    if (charge.kind !== 'usage') return [];
    const exact =
      charge.exact - (off.get(charge.key) ?? 0n) + (byKey.get(passChargeKey(charge)) ?? 0n);
    return exact > 0n ? [{ charge, room: towardNegative(exact, exactPerNano) }] : [];
  });
  const taken = spreadUses(rooms, given);
  return [
    ...charges,
    ...rooms.flatMap(({ charge }, index) => {
      const amount = taken[index] ?? 0n;
      return amount === 0n ? [] : [givenCharge(charge, nanosOf(amount))];
    }),
  ];
}

function givenCharge(
  { key, charge, plan, stretch, description, taxCode }: RatedCharge,
  amount: Nanos,
): RatedCharge {
  return {
    key: JSON.stringify(['given', key]),
    kind: 'given',
    revenue: givenSource,
    ...{ charge, plan, taxCode },
    ...(stretch === undefined ? {} : { stretch }),
    description: ownDescriptions.given(description),
    // What is taken off is a quantity below zero: prices of invoices are not (EN 16931, BR-27).
    quantity: MINUS_ONE,
    unitPrice: decimalFromNanos(amount),
    exact: exactOf(-exactFromNanos(amount)),
  };
}
