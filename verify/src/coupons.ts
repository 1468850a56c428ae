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

/** A part of what something is for, that no coupon begins or ends within. */
export interface Part {
  readonly start: number;
  /** It is divided among its parts by these; undefined where what was used in each is not said. */
  readonly weight: bigint | undefined;
}

/** Something that a month costs; a commitment has no key. */
interface Cost {
  readonly kind: 'usage' | 'minimum' | 'commitment' | 'fee';
  readonly key: string;
  readonly parts: readonly Part[];
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
type Taken = Omit<Costing, 'cost'> & {
  readonly hangsOn: readonly string[];
  readonly lacks?: string;
};

/** Whether a coupon takes something off it, on whatever days. */
function isFor({ charges, fees }: AgreedCoupon, cost: Cost): boolean {
  if (charges === undefined && fees === undefined) return true;
  if (cost.kind === 'commitment') return false;
  return (cost.kind === 'fee' ? fees : charges)?.includes(cost.key) ?? false;
}

/** What is left of something, as far as that is known, of all and of each part. */
interface Room {
  readonly of: Costing;
  left: bigint | undefined;
  readonly parts: { readonly start: number; left: bigint | undefined }[];
}

/** What a coupon finds of something on its own days. */
interface Found {
  readonly room: Room;
  readonly parts: Room['parts'];
  readonly left: bigint | undefined;
}

/** What coupons take off all that a month comes to, one after the other. docs/pricing.md, Coupons and trials. */
export function couponsOf(
  coupons: readonly AgreedCoupon[],
  costs: readonly Costing[],
): readonly Taken[] {
  const rooms = costs.map(roomOf);
  return coupons.flatMap((coupon) => {
    const own = rooms
      .filter(({ of }) => isFor(coupon, of.cost))
      .flatMap((room) => foundBy(coupon, room));
    const hangsOn = own.map(({ room: { of } }) => of.text);
    return [...offBy(coupon, own)].flatMap(([one, off]): readonly Taken[] => {
      take(one, off);
      return off === 0n ? [] : [{ ...takenOff(coupon, one.room.of, off), hangsOn }];
    });
  });
}

function roomOf(of: Costing): Room {
  const { exact, cost } = of;
  const weights = cost.parts.flatMap(({ weight }) => weight ?? []);
  const isKnown = cost.parts.length === 1 || weights.length === cost.parts.length;
  const amounts =
    exact === undefined || exact <= 0n || !isKnown
      ? cost.parts.map(() => (exact !== undefined && exact <= 0n ? 0n : undefined))
      : cost.parts.length === 1
        ? [exact]
        : divided(exact, evenUnlessWeighed(weights));
  const parts = cost.parts.map(({ start }, place) => ({ start, left: amounts[place] }));
  return { of, left: exact !== undefined && exact < 0n ? 0n : exact, parts };
}

/** By nothing, all count alike. */
const evenUnlessWeighed = (weights: readonly bigint[]): readonly bigint[] =>
  sumOf(weights) === 0n ? weights.map(() => 1n) : weights;

function foundBy({ start, end }: AgreedCoupon, room: Room): readonly Found[] {
  const parts = room.parts.filter((one) => start <= one.start && one.start < end);
  const lefts = parts.flatMap(({ left }) => left ?? []);
  const sum = lefts.length === parts.length ? sumOf(lefts) : undefined;
  const left = parts.length === room.parts.length ? room.left : sum;
  return parts.length === 0 || left === 0n ? [] : [{ room, parts, left }];
}

/** Each part bears its own, and no more than it is. */
function take({ room, parts, left }: Found, off: bigint | undefined): void {
  room.left = off === undefined || room.left === undefined ? undefined : room.left - off;
  const lefts = parts.flatMap((part) => part.left ?? []);
  const isKnown = off !== undefined && left !== undefined && lefts.length === parts.length;
  const taken = isKnown ? divided(off, lefts) : [];
  for (const [place, part] of parts.entries()) {
    const own = taken[place];
    part.left = own === undefined || part.left === undefined ? undefined : part.left - own;
  }
}

const takenOff = (
  { key }: AgreedCoupon,
  { text, exact, says, fee }: Costing,
  off: bigint | undefined,
): Omit<Taken, 'hangsOn'> => ({
  text: JSON.stringify(['coupon', key, text]),
  exact: off === undefined ? undefined : -off,
  says: `what the coupon ${key} takes off ${says}`,
  ...(fee === undefined ? {} : { fee }),
  ...(exact === undefined
    ? {}
    : { lacks: 'coupons count on some of the days, and what was used on these is not said' }),
});

/** What is taken off each; undefined where it hangs on what is not known. */
type Offs = ReadonlyMap<Found, bigint | undefined>;

function offBy({ percent, amount = 0n, share }: AgreedCoupon, rooms: readonly Found[]): Offs {
  if (percent !== undefined)
    return new Map(
      rooms.map((room) => [
        room,
        room.left === undefined ? undefined : nearest(room.left * percent, 100n * ONE),
      ]),
    );
  const isAhead = ({ room: { of } }: Found): boolean => of.fee?.timing === 'advance';
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
function amountOff(most: bigint | undefined, rooms: readonly Found[]): Offs {
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
