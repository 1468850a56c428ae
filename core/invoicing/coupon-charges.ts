import { accountName } from '../books/account.ts';
import { ownDescriptions } from '../contract/invoices/own-descriptions.ts';
import { decimalFromInteger, decimalOf, decimalText } from '../kernel/decimal.ts';
import { exactFromDecimal, exactOf, percentOfExact } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import { largestRemainder } from '../kernel/largest-remainder.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import {
  type CouponOff,
  countsAt,
  type Discountable,
  isOff,
  type MonthCoupon,
} from '../pricing/coupon.ts';
import { prorated } from '../pricing/share.ts';
import type { RatedCharge } from './reckoning.ts';

/** Where it is posted what coupons take off: revenue that is less by it. */
const couponSource = { of: 'other', key: 'coupon' } as const;
export const couponAccount = accountName({ kind: 'revenue', source: couponSource });
const MINUS_ONE = decimalOf(-decimalFromInteger(1n));

/** A part of what a charge is for, that no coupon begins or ends within. */
export interface ChargePart {
  readonly start: Timestamp;
  /** The charge is divided among its parts by these. */
  readonly weight: bigint;
}

interface Room {
  readonly charge: RatedCharge;
  /** What is left of each of its parts to take off. */
  readonly parts: { readonly start: Timestamp; left: bigint }[];
}

/**
 * A month's charges, which stay what they are, and what coupons take off each, one after the other of what the ones
 * before left. A coupon takes something off the parts of a charge on its own days, and never more than they are. An
 * amount is for the days of the month on which the coupon counts. It takes off what is charged before its month first,
 * `ahead`: so that this is the same when the month is closed. Of what is alike in that, each line bears its part, by
 * largest remainder.
 */
export function withCoupons(
  charges: readonly RatedCharge[],
  coupons: readonly MonthCoupon[],
  {
    ahead,
    partsOf,
  }: {
    readonly ahead: ReadonlySet<string>;
    readonly partsOf: (charge: RatedCharge) => readonly ChargePart[];
  },
): readonly RatedCharge[] {
  if (coupons.length === 0) return charges;
  const rooms = charges
    .filter(({ exact }) => exact > 0n)
    .map((charge) => roomOf(charge, partsOf(charge)));
  return [...charges, ...coupons.flatMap((coupon) => offBy(coupon, rooms, ahead))];
}

function roomOf(charge: RatedCharge, parts: readonly ChargePart[]): Room {
  invariant(parts.length > 0, `a charge is for a part of its month, and ${charge.key} is for none`);
  const amounts = largestRemainder(
    charge.exact,
    parts.map(({ weight }) => weight),
  );
  return {
    charge,
    parts: parts.map(({ start }, place) => ({ start, left: amounts[place] ?? 0n })),
  };
}

function offBy(
  coupon: MonthCoupon,
  rooms: readonly Room[],
  ahead: ReadonlySet<string>,
): readonly RatedCharge[] {
  const own = rooms
    .filter(({ charge }) => isOff(coupon, discountable(charge)))
    .map(
      ({ charge, parts }): Room => ({
        charge,
        parts: parts.filter(({ start, left }) => left > 0n && countsAt(coupon, start)),
      }),
    )
    .filter(({ parts }) => parts.length > 0);
  return takenOff(coupon, own, ahead).flatMap((amount, index) => {
    const room = own[index];
    if (room === undefined || amount === 0n) return [];
    take(room, amount);
    return [couponCharge(room.charge, coupon, amount)];
  });
}

/** Each part bears its own, and no more than it is. */
function take({ parts }: Room, amount: bigint): void {
  const taken = largestRemainder(
    amount,
    parts.map(({ left }) => left),
  );
  for (const [place, part] of parts.entries()) part.left -= taken[place] ?? 0n;
}

const leftOf = ({ parts }: Room): bigint => parts.reduce((sum, { left }) => sum + left, 0n);

/** What a coupon takes off each, in their order. */
function takenOff(
  { off, share }: MonthCoupon,
  rooms: readonly Room[],
  ahead: ReadonlySet<string>,
): readonly bigint[] {
  const lefts = rooms.map(leftOf);
  if (off.of === 'percent') {
    return lefts.map((left) => percentOfExact(exactOf(left), off.percent));
  }
  let rest = prorated(exactFromDecimal(off.amount), share);
  const taken = rooms.map(() => 0n);
  for (const isAhead of [true, false]) {
    const places = [...rooms.keys()].filter(
      (index) => ahead.has(rooms[index]?.charge.key ?? '') === isAhead,
    );
    const weights = places.map((index) => lefts[index] ?? 0n);
    const sum = weights.reduce((all, one) => all + one, 0n);
    if (sum === 0n) continue;
    const total = rest < sum ? rest : sum;
    for (const [place, amount] of largestRemainder(total, weights).entries()) {
      taken[places[place] ?? 0] = amount;
    }
    rest -= total;
  }
  return taken;
}

function discountable({ kind, key, charge }: RatedCharge): Discountable {
  if (kind === 'fee') return { of: 'fee', key: charge };
  // A charge may be called so, too.
  if (key.startsWith('["commitment"')) return { of: 'commitment' };
  return { of: 'charge', key: charge };
}

/** The key of what a coupon takes off a charge. */
const couponChargeKey = (coupon: string, { key }: Pick<RatedCharge, 'key'>): string =>
  JSON.stringify(['coupon', coupon, key]);

function couponCharge(
  of: RatedCharge,
  { key: coupon, off }: Pick<MonthCoupon, 'key' | 'off'>,
  amount: bigint,
): RatedCharge {
  const { charge, plan, stretch, description, taxCode } = of;
  return {
    key: couponChargeKey(coupon, of),
    kind: 'coupon',
    revenue: couponSource,
    ...{ charge, plan, taxCode },
    ...(stretch === undefined ? {} : { stretch }),
    description: describedOff(description, coupon, off),
    // What is taken off is a quantity below zero: prices of invoices are not (EN 16931, BR-27).
    quantity: MINUS_ONE,
    exact: exactOf(-amount),
    off: of.key,
  };
}

const describedOff = (description: string, coupon: string, off: CouponOff): string =>
  off.of === 'percent'
    ? ownDescriptions.percentOff(description, { coupon, percent: decimalText(off.percent) })
    : ownDescriptions.amountOff(description, coupon);

/** What coupons take off each charge, by its key; zero or more. */
export function couponsByCharge(charges: readonly RatedCharge[]): ReadonlyMap<string, bigint> {
  const off = new Map<string, bigint>();
  for (const { off: of, exact } of charges) {
    if (of !== undefined) off.set(of, (off.get(of) ?? 0n) - exact);
  }
  return off;
}
