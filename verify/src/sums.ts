import type { Carried, Closing, Treatment } from './closing.ts';
import { BadContent, type Line, type Matched } from './lines.ts';
import {
  apportioned,
  EXACT_PER_NANO,
  floorOf,
  nearest,
  ONE,
  PLACES,
  sumOf,
  unitsOf,
} from './numbers.ts';

/** What is of one tax code and taxed alike: its lines, and what comes in and goes out below a cent and a nano. */
export interface Bucket {
  readonly taxCode: string;
  readonly treatment: Treatment;
  /** Taxed otherwise than the code is now, as an earlier month was. */
  readonly isApart: boolean;
  readonly matched: readonly Matched[];
  readonly carriedIn: bigint;
  readonly carriedOut: bigint;
  readonly residueIn: bigint;
  readonly residueOut: bigint;
}

const keyOf = (taxCode: string, { category, rate }: Treatment): string =>
  JSON.stringify([taxCode, category, rate]);

/**
 * The buckets of a closing, in the order in which cents are dealt out. Undefined where how something is taxed is said
 * nowhere.
 */
export function bucketsOf(
  { agreed, carry }: Closing,
  matched: readonly Matched[],
  lines: readonly Line[],
): readonly Bucket[] | undefined {
  const now = treatmentsNow(agreed, lines);
  const buckets = new Map<string, Bucket>();
  const bucketOf = (taxCode: string, treatment: Treatment): Bucket => {
    const isApart = keyOf(taxCode, treatment) !== keyOf(taxCode, now.get(taxCode) ?? treatment);
    const empty = { matched: [], carriedIn: 0n, carriedOut: 0n, residueIn: 0n, residueOut: 0n };
    return buckets.get(keyOf(taxCode, treatment)) ?? { taxCode, treatment, isApart, ...empty };
  };
  for (const one of matched) {
    const { taxCode, treatment } = one.line;
    if (treatment === undefined) return undefined;
    const bucket = bucketOf(taxCode, treatment);
    buckets.set(keyOf(taxCode, treatment), { ...bucket, matched: [...bucket.matched, one] });
  }
  for (const change of carry) {
    const treatment = change.taxed ?? now.get(change.taxCode) ?? untaxed(change);
    if (treatment === undefined) return undefined;
    const bucket = bucketOf(change.taxCode, treatment);
    buckets.set(keyOf(change.taxCode, treatment), { ...bucket, ...carriedBy(bucket, change) });
  }
  return [...buckets.values()].sort(inOrder);
}

/** How tax codes are treated by now: as it was agreed, or as lines say it. */
function treatmentsNow(
  agreed: Closing['agreed'],
  lines: readonly Line[],
): ReadonlyMap<string, Treatment> {
  const now = new Map(agreed?.taxes ?? []);
  for (const { kind, taxCode, treatment } of lines)
    if (kind !== 'adjustment' && treatment !== undefined && !now.has(taxCode))
      now.set(taxCode, treatment);
  return now;
}

/** Less than a nano is nothing to be taxed. */
const untaxed = (change: Carried): Treatment | undefined =>
  change.in === 0n && change.out === 0n ? { category: '', rate: '0' } : undefined;

/** What was kept apart and is taxed as all else by now comes in with it, its rest below a nano as it was. */
function carriedBy(bucket: Bucket, change: Carried): Partial<Bucket> {
  const isAlike = change.taxed !== undefined && !bucket.isApart;
  return {
    carriedIn: bucket.carriedIn + change.in,
    carriedOut: bucket.carriedOut + change.out,
    ...(isAlike && change.residueIn === change.residueOut
      ? {}
      : { residueIn: change.residueIn, residueOut: change.residueOut }),
  };
}

function inOrder(a: Bucket, b: Bucket): number {
  const texts = ({ taxCode, isApart, treatment }: Bucket): readonly string[] => [
    ...[taxCode, isApart ? '1' : '0', treatment.category, treatment.rate],
  ];
  const [left, right] = [texts(a), texts(b)];
  const at = left.findIndex((text, index) => text !== right[index]);
  if (at < 0) return 0;
  return (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
}

/** What a bucket comes to: its lines to the nano, as they should be. */
export interface Summed {
  readonly bucket: Bucket;
  /** One for each of its lines. */
  readonly nanos: readonly bigint[];
  readonly residueOut: bigint;
  /** With what was carried in. */
  readonly sum: bigint;
}

/** What was rated, cut to nanos with what was left of the document before. */
export function summed(bucket: Bucket): Summed | undefined {
  const exacts = bucket.matched.map(({ billed }) => billed.exact);
  const exact = sumOf(exacts) + bucket.residueIn;
  const total = floorOf(exact, EXACT_PER_NANO);
  const nanos = apportioned(exacts, EXACT_PER_NANO, total);
  if (nanos === undefined) return undefined;
  const residueOut = exact - total * EXACT_PER_NANO;
  return { bucket, nanos, residueOut, sum: total + bucket.carriedIn };
}

/** A tax of a document: all of one category and rate. */
interface Tax extends Treatment {
  readonly base: bigint;
  readonly amount: bigint;
}

/** A document in whole cents, or whatever its currency has. */
export interface Rounded {
  readonly subtotal: bigint;
  readonly taxes: readonly Tax[];
  readonly total: bigint;
  /** Of each bucket, what is invoiced. */
  readonly bases: readonly bigint[];
}

/** The one rounding: the sum half away from zero, tax codes by largest remainder, taxes on the rounded bases. */
export function rounded(all: readonly Summed[], unit: bigint): Rounded | undefined {
  const sums = all.map(({ sum }) => sum);
  const units = nearest(sumOf(sums), unit);
  const bases = apportioned(sums, unit, units)?.map((base) => base * unit);
  if (bases === undefined) return undefined;
  const groups = new Map<string, Tax>();
  for (const [index, { bucket }] of all.entries()) {
    if (bucket.matched.length === 0 && bucket.carriedIn === 0n) continue;
    const { category, rate } = bucket.treatment;
    const key = JSON.stringify([category, rate]);
    const base = (groups.get(key)?.base ?? 0n) + (bases[index] ?? 0n);
    groups.set(key, { category, rate, base, amount: taxOn(base, rate, unit) });
  }
  const taxes = [...groups.values()];
  const total = units * unit + sumOf(taxes.map(({ amount }) => amount));
  return { subtotal: units * unit, taxes, total, bases };
}

/** Tax on a base of whole cents, rounded half away from zero. */
export const taxOn = (base: bigint, rate: string, unit: bigint): bigint =>
  nearest(base * percentFrom(rate), 100n * ONE * unit) * unit;

function percentFrom(rate: string): bigint {
  const units = unitsOf(rate, PLACES);
  if (units !== undefined) return units;
  throw new BadContent(`a rate of tax is in percent, got ${JSON.stringify(rate)}`);
}

/** The cents of a bucket's lines: theirs, then those of what was carried in. */
export function centsOf({ bucket, nanos }: Summed, base: bigint, unit: bigint) {
  const values = [...nanos, ...(bucket.carriedIn === 0n ? [] : [bucket.carriedIn])];
  return apportioned(values, unit, base / unit)?.map((cents) => cents * unit);
}

/** A line of what comes in or goes out, of a bucket. */
export const ownLine = (
  lines: readonly Line[],
  kind: 'carried-in' | 'rounding',
  { taxCode, treatment }: Bucket,
): Line | undefined =>
  lines.find(
    (line) =>
      line.kind === kind &&
      line.taxCode === taxCode &&
      line.treatment !== undefined &&
      keyOf(taxCode, line.treatment) === keyOf(taxCode, treatment),
  );
