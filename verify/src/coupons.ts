import { nearest, ONE, type Share, shareOf, sumOf } from './numbers.ts';
import type { FeeTerms } from './terms.ts';

/** A coupon on the days of a month on which it counted: `percent`, or an `amount` a month, both of 1e-12. */
export interface AgreedCoupon {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly share: Share;
  readonly percent: bigint | undefined;
  readonly amount: bigint | undefined;
  readonly charges: readonly string[] | undefined;
  readonly fees: readonly string[] | undefined;
}

/** Something that a month costs; a commitment has no key. */
export interface Cost {
  readonly kind: 'usage' | 'minimum' | 'commitment' | 'fee';
  readonly key: string;
  /** When its part of the month begins. */
  readonly start: number;
}

/** What something comes to, in 1e-24; undefined where that is not known. */
export interface Costing {
  readonly cost: Cost;
  readonly text: string;
  readonly exact: bigint | undefined;
  readonly says: string;
  readonly fee?: FeeTerms;
}

/** What a coupon takes off something: it hangs on what all that it takes something off comes to. */
type Taken = Omit<Costing, 'cost'> & { readonly hangsOn: readonly string[] };

/** Whether a coupon takes something off it. */
function takesOff({ charges, fees, start, end }: AgreedCoupon, cost: Cost): boolean {
  if (cost.start < start || cost.start >= end) return false;
  if (charges === undefined && fees === undefined) return true;
  if (cost.kind === 'commitment') return false;
  return (cost.kind === 'fee' ? fees : charges)?.includes(cost.key) ?? false;
}

/** The same where the same coupons take something off: what is cut where that changes. */
export const couponsOff = (coupons: readonly AgreedCoupon[], cost: Cost): string => {
  const own = coupons.filter((coupon) => takesOff(coupon, cost)).map(({ key }) => key);
  return own.length === 0 ? '' : JSON.stringify(own);
};

/** What is left of something, as far as that is known. */
interface Room {
  readonly of: Costing;
  left: bigint | undefined;
}

/** What coupons take off all that a month comes to, one after the other. docs/pricing.md, Coupons and trials. */
export function couponsOf(
  coupons: readonly AgreedCoupon[],
  costs: readonly Costing[],
): readonly Taken[] {
  const rooms = costs.map((of): Room => ({ of, left: of.exact }));
  return coupons.flatMap((coupon) => {
    const own = rooms.filter(
      ({ of, left }) => takesOff(coupon, of.cost) && (left === undefined || left > 0n),
    );
    const hangsOn = own.map(({ of }) => of.text);
    return [...offBy(coupon, own)].flatMap(([room, off]): readonly Taken[] => {
      room.left = off === undefined ? undefined : minus(room.left, off);
      return off === 0n ? [] : [{ ...takenOff(coupon, room.of, off), hangsOn }];
    });
  });
}

const minus = (left: bigint | undefined, off: bigint): bigint | undefined =>
  left === undefined ? undefined : left - off;

const takenOff = (
  { key }: AgreedCoupon,
  { text, says, fee }: Costing,
  off: bigint | undefined,
): Omit<Taken, 'hangsOn'> => ({
  text: JSON.stringify(['coupon', key, text]),
  exact: off === undefined ? undefined : -off,
  says: `what the coupon ${key} takes off ${says}`,
  ...(fee === undefined ? {} : { fee }),
});

/** What is taken off each; undefined where it hangs on what is not known. */
type Offs = ReadonlyMap<Room, bigint | undefined>;

function offBy({ percent, amount = 0n, share }: AgreedCoupon, rooms: readonly Room[]): Offs {
  if (percent !== undefined)
    return new Map(
      rooms.map((room) => [
        room,
        room.left === undefined ? undefined : nearest(room.left * percent, 100n * ONE),
      ]),
    );
  const isAhead = ({ of }: Room): boolean => of.fee?.timing === 'advance';
  const all = shareOf(amount * ONE, share);
  const first = amountOff(all, rooms.filter(isAhead));
  const taken = sumOf([...first.values()].map((off) => off ?? 0n));
  const rest = [...first.values()].includes(undefined) ? undefined : all - taken;
  const second = amountOff(
    rest,
    rooms.filter((room) => !isAhead(room)),
  );
  return new Map(rooms.map((room) => [room, (first.has(room) ? first : second).get(room)]));
}

/** By largest remainder, and no more than there is. */
function amountOff(most: bigint | undefined, rooms: readonly Room[]): Offs {
  const weights = rooms.flatMap(({ left }) => left ?? []);
  if (most === undefined || weights.length < rooms.length)
    return new Map(rooms.map((room) => [room, undefined]));
  const sum = sumOf(weights);
  const parts = divided(most < sum ? most : sum, weights);
  return new Map(rooms.map((room, index) => [room, parts[index]]));
}

/** By weights, to the unit: what is left over goes to the greatest remainders, of equal ones to the first. */
function divided(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  const sum = sumOf(weights);
  if (sum === 0n) return weights;
  const parts = weights.map((weight) => (total * weight) / sum);
  const over = Number(total - sumOf(parts));
  const first = weights
    .map((weight, index) => ({ rest: (total * weight) % sum, index }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1))
    .slice(0, over)
    .map(({ index }) => index);
  return parts.map((part, index) => (first.includes(index) ? part + 1n : part));
}
