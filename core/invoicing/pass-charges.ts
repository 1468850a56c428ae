import { ownDescriptions } from '../contract/invoices/own-descriptions.ts';
import { decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import { exactOf } from '../kernel/exact-amount.ts';
import { decimalFromNanos, exactFromNanos, type Nanos, nanosOf } from '../kernel/money.ts';
import { towardNegative } from '../kernel/rounding.ts';
import { couponsByCharge } from './coupon-charges.ts';
import type { RatedCharge } from './reckoning.ts';
import { type ChargeUse, isOfUse, spreadUses } from './spread-uses.ts';

/** What passes covered of a charge, over a run of a month from `start` on, and what they cost for it; without tax. */
export interface PassCharge extends Omit<ChargeUse, 'net'> {
  /** As the plan prices it. */
  readonly list: Nanos;
  /** The part of the passes' prices that their units stand for. */
  readonly paid: Nanos;
}

/** Where it is posted: revenue that is less, or more, by what a unit of a pass costs in place of its list price. */
const passSource = { of: 'other', key: 'passes' } as const;
const ONE = decimalFromInteger(1n);
const exactPerNano = exactFromNanos(nanosOf(1n));

/** The key of what passes change of a charge. */
export const passChargeKey = ({ key }: Pick<RatedCharge, 'key'>): string =>
  JSON.stringify(['pass', key]);

/**
 * A month's charges, and what passes change of each: what they cost for units that they covered, in place of what these
 * come to. Usage that is priced otherwise by now is never taken off by more than it comes to, less what coupons take
 * off.
 */
export function withPasses(
  charges: readonly RatedCharge[],
  passes: readonly PassCharge[],
): readonly RatedCharge[] {
  if (passes.length === 0) return charges;
  const off = couponsByCharge(charges);
  const rooms = charges.flatMap((charge) => {
    const exact = charge.exact - (off.get(charge.key) ?? 0n);
    return charge.kind === 'usage' && exact > 0n
      ? [{ charge, room: towardNegative(exact, exactPerNano) }]
      : [];
  });
  const covered = spreadUses(
    rooms,
    passes.map(({ list, ...of }) => ({ ...of, net: list })),
  );
  const paid = rooms.map(() => 0n);
  for (const { paid: part, ...of } of passes) {
    const index = rooms.findIndex(({ charge }) => isOfUse(charge, of));
    const place = index < 0 ? 0 : index;
    if (place < rooms.length) paid[place] = (paid[place] ?? 0n) + part;
  }
  return [
    ...charges,
    ...rooms.flatMap(({ charge }, index) => {
      const amount = (paid[index] ?? 0n) - (covered[index] ?? 0n);
      return amount === 0n ? [] : [passCharge(charge, nanosOf(amount))];
    }),
  ];
}

function passCharge(of: RatedCharge, amount: Nanos): RatedCharge {
  const { charge, plan, stretch, description, taxCode } = of;
  return {
    key: passChargeKey(of),
    kind: 'pass',
    revenue: passSource,
    ...{ charge, plan, taxCode },
    ...(stretch === undefined ? {} : { stretch }),
    description: ownDescriptions.pass(description),
    // What is taken off is a quantity below zero: prices of invoices are not (EN 16931, BR-27).
    quantity: decimalOf(amount < 0n ? -ONE : ONE),
    unitPrice: decimalFromNanos(nanosOf(amount < 0n ? -amount : amount)),
    exact: exactOf(exactFromNanos(amount)),
  };
}
