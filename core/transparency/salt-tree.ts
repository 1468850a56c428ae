import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import { millisecondsPer, type Period } from '../kernel/timestamp.ts';

/**
 * Salts that follow from one secret, and can be forgotten one by one: a tree of sixteen branches a node, in which each
 * node's seed is a hash of its parent's. Who drops a node keeps the seeds of its siblings and of those of each node
 * above it instead of what they follow from. So all others stay as they were, and nobody can come to the dropped one
 * (Goldreich, Goldwasser and Micali 1986; Boneh and Waters 2013).
 *
 * A place is a text of hexadecimal digits. It is kept in pages, so that few seeds are read: a page begins at one of
 * these depths and goes down to the next.
 */
export const pageDepths = [0, 3, 6] as const;
const DIGITS = '0123456789abcdef';
/** So many that two openers of a tenant have the same place in one of thirty million tenants with a million of each. */
const OPENER_DIGITS = 16;
const QUARTER_DIGITS = 6;
const QUARTERS = 16 ** QUARTER_DIGITS;

/** Seeds by place: what a page has of the places below it. What is below none of them is dropped. */
export type Seeds = ReadonlyMap<string, Uint8Array>;

/** The place of an opener. Usage of it has places below, one for each quarter of an hour. */
export const openerPlace = (opener: string): string =>
  sha256(opener).toString('hex').slice(0, OPENER_DIGITS);

/** The place of what an opener used at an instant: quarters of an hour are what subjects change hands by. */
export const usagePlace = (place: string, at: number): string =>
  `${place}${quarterText(Math.floor(at / millisecondsPer.quarterHour))}`;

const quarterText = (quarter: number): string => quarter.toString(16).padStart(QUARTER_DIGITS, '0');

/** The few places that are all quarters of an hour that a period has a part of, below a place. */
export function placesOver(place: string, { start, end }: Period): readonly string[] {
  const from = Math.max(0, Math.floor(start / millisecondsPer.quarterHour));
  const to = Math.min(QUARTERS, Math.ceil(end / millisecondsPer.quarterHour));
  const places: string[] = [];
  for (let at = from; at < to; ) {
    let [digits, size] = [QUARTER_DIGITS, 1];
    while (digits > 0 && at % (size * DIGITS.length) === 0 && at + size * DIGITS.length <= to) {
      digits -= 1;
      size *= DIGITS.length;
    }
    places.push(`${place}${quarterText(at).slice(0, digits)}`);
    at += size;
  }
  return places;
}

const BRANCH = Array.from(DIGITS, (_, value) => Uint8Array.of(value));

const branchOf = (seed: Uint8Array, digit: string): Uint8Array => {
  const branch = BRANCH[Number.parseInt(digit, DIGITS.length)];
  invariant(branch !== undefined, `a place is of hexadecimal digits, got ${digit}`);
  return sha256(Buffer.concat([seed, branch]));
};

/** The seed of a place below one that has `seed`. */
export function seedBelow(seed: Uint8Array, digits: string): Uint8Array {
  let at = seed;
  for (const digit of digits) at = branchOf(at, digit);
  return at;
}

/** The seed of a place, where something above it, or itself, has one. */
export function seedIn(seeds: Seeds, place: string): Uint8Array | undefined {
  const above = aboveOf(seeds, place);
  return above === undefined ? undefined : seedBelow(above.seed, place.slice(above.place.length));
}

function aboveOf(seeds: Seeds, place: string) {
  for (let digits = 0; digits <= place.length; digits += 1) {
    const seed = seeds.get(place.slice(0, digits));
    if (seed !== undefined) return { place: place.slice(0, digits), seed };
  }
  return undefined;
}

/** The seeds that are left once a place, and all below it, are dropped; the same where there are none of it. */
export function without(seeds: Seeds, place: string): Seeds {
  const above = aboveOf(seeds, place);
  const left = new Map([...seeds].filter(([one]) => !one.startsWith(place)));
  if (above === undefined) return left.size === seeds.size ? seeds : left;
  left.delete(above.place);
  let seed = above.seed;
  for (let at = above.place.length; at < place.length; at += 1) {
    const own = place.charAt(at);
    for (const digit of DIGITS) {
      if (digit !== own) left.set(`${place.slice(0, at)}${digit}`, branchOf(seed, digit));
    }
    seed = branchOf(seed, own);
  }
  return left;
}

/** How the seeds of a page are kept. */
export const saltPageText = (seeds: Seeds): string =>
  JSON.stringify(
    Object.fromEntries(
      [...seeds].map(([place, seed]) => [place, Buffer.from(seed).toString('base64')]),
    ),
  );

/** The reverse of `saltPageText`. */
export const seedsFrom = (text: string): Seeds =>
  new Map(
    Object.entries(JSON.parse(text) as Readonly<Record<string, string>>).map(([place, seed]) => [
      place,
      Buffer.from(seed, 'base64'),
    ]),
  );
