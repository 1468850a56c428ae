import { isFeeAccount } from '../books/account.ts';
import type { KeptTreatment } from '../books/agreed.ts';
import { carryKey } from '../books/carry-key.ts';
import type { Carry } from '../books/cell.ts';
import type { TaxTreatment } from '../catalog/tax-treatment.ts';
import { ownDescriptions } from '../contract/invoices/own-descriptions.ts';
import { decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactZero } from '../kernel/exact-amount.ts';
import { decimalFromNanos, linesInNanos, type Nanos, nanosOf } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import { isTaxedAlike, keptTreatment } from './agreed-taxes.ts';
import { couponAccount } from './coupon-charges.ts';
import type { NewLine, ReckoningInBooks } from './new-lines.ts';
import { isMixedWithUntaxed, type Taxed } from './taxes.ts';
import type { CustomerTerms } from './terms.ts';

/** A line with its amounts. */
export interface AmountLine extends Omit<NewLine, 'account' | 'exact' | 'service'>, Taxed {
  /** Undefined where nothing is earned by it: carried in, or rounded. */
  readonly account: string | undefined;
  readonly service?: Month;
  readonly nanos: Nanos;
  /** Whole minor units. */
  readonly amount: Nanos;
}

/** Lines of one tax code that are taxed alike, to the nano, with what comes in and goes out below that. */
export interface CodeLines extends Taxed {
  /** Of adjustments of closed months, where they were taxed otherwise than what is charged now. */
  readonly taxed: KeptTreatment | undefined;
  readonly lines: readonly Omit<AmountLine, 'amount'>[];
  readonly sum: Nanos;
  readonly in: Nanos;
  /** What else comes in: kept with its treatment, which is that of the terms now. */
  readonly alike: Carry | undefined;
  readonly residueIn: ExactAmount;
  readonly residueOut: ExactAmount;
}

/** A line that is new, and how it was agreed to be taxed where that is not as the terms have it now. */
export interface CodedLine extends NewLine {
  readonly taxed: KeptTreatment | undefined;
}

const ZERO = nanosOf(0n);
const ONE = decimalFromInteger(1n);

type Taxes = ReadonlyMap<string, TaxTreatment>;

/**
 * New lines of a month, each with how it is taxed otherwise than by the terms now: adjustments of a closed month as it
 * was, and what was charged before its month and is taken back as the month was that charged it.
 */
export function taxedLines(
  { role, reckoning }: ReckoningInBooks,
  lines: readonly NewLine[],
  {
    terms,
    taxesBefore,
  }: { readonly terms: CustomerTerms; readonly taxesBefore: Taxes | undefined },
): readonly CodedLine[] {
  const adjusted = role === 'earlier' ? reckoning.taxes : undefined;
  return lines.map((line) => {
    const isTakenBack =
      role === 'current' &&
      (line.account === couponAccount
        ? line.exact > 0n
        : line.exact < 0n && isFeeAccount(line.account));
    const treatment = (isTakenBack ? taxesBefore : adjusted)?.get(line.taxCode);
    const isOther = treatment !== undefined && !isAsNow(line.taxCode, treatment, terms);
    return { ...line, taxed: isOther ? treatment : undefined };
  });
}

const isAsNow = (taxCode: string, taxed: TaxTreatment, { taxes }: CustomerTerms): boolean =>
  isTaxedAlike(taxed, taxes.get(taxCode));

/** What is carried together: what comes in of it, and what is new. */
interface Bucket extends Pick<CodeLines, 'taxCode' | 'taxed' | 'alike'> {
  readonly key: string;
  readonly news: readonly CodedLine[];
  readonly before: Carry | undefined;
}

/** Ascending by tax code; of one code, first what is taxed by the terms now. */
export function linesByCode(
  newLines: readonly CodedLine[],
  { carry, terms }: { readonly carry: readonly Carry[]; readonly terms: CustomerTerms },
): CodeLines[] {
  const all = bucketsOf(newLines, carry, terms).map((bucket) => ({
    bucket,
    taxCode: bucket.taxCode,
    treatment:
      bucket.taxed === undefined ? terms.taxes.get(bucket.taxCode) : keptTreatment(bucket.taxed),
  }));
  // What is outside the scope of tax stands alone on an invoice: then all is taxed by the terms now.
  const isMixed = isMixedWithUntaxed(all.filter(({ bucket }) => hasLines(bucket)));
  return all.map(({ bucket, taxCode, treatment }) =>
    codeLines(bucket, isMixed ? terms.taxes.get(taxCode) : treatment),
  );
}

function bucketsOf(
  newLines: readonly CodedLine[],
  carry: readonly Carry[],
  terms: CustomerTerms,
): Bucket[] {
  const news = Map.groupBy(newLines, carryKey);
  const isAlike = ({ taxCode, taxed }: Carry): boolean =>
    taxed !== undefined && isAsNow(taxCode, keptTreatment(taxed), terms);
  const byKey = (carries: readonly Carry[], keyOf: (one: Carry) => string) =>
    new Map(carries.map((one) => [keyOf(one), one]));
  const carried = byKey(
    carry.filter((one) => !isAlike(one)),
    carryKey,
  );
  const alike = byKey(carry.filter(isAlike), ({ taxCode }) => carryKey({ taxCode }));
  const keys = new Set([...news.keys(), ...carried.keys(), ...alike.keys()]);
  const buckets = [...keys].flatMap((key): Bucket[] => {
    const own = news.get(key) ?? [];
    const [before, also] = [carried.get(key), alike.get(key)];
    const taxed = (own[0] ?? before)?.taxed;
    const taxCode = (own[0] ?? before ?? also)?.taxCode;
    return taxCode === undefined ? [] : [{ key, taxCode, taxed, news: own, before, alike: also }];
  });
  return buckets.sort(
    (a, b) =>
      [inOrderOf(a.taxCode, b.taxCode), apart(a) - apart(b), inOrderOf(a.key, b.key)].find(
        (order) => order !== 0,
      ) ?? 0,
  );
}

const apart = ({ taxed }: Bucket): number => (taxed === undefined ? 0 : 1);

const inOrderOf = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const hasLines = (bucket: Bucket): boolean => bucket.news.length > 0 || amountIn(bucket) !== ZERO;

const amountIn = ({ before, alike }: Bucket): Nanos =>
  nanosOf((before?.amount ?? ZERO) + (alike?.amount ?? ZERO));

function codeLines(bucket: Bucket, treatment: CodeLines['treatment']): CodeLines {
  const { taxCode, taxed, news, before, alike } = bucket;
  const carried = amountIn(bucket);
  const residueIn = before?.residue ?? exactZero;
  const nanos = linesInNanos(
    news.map(({ exact }) => exact),
    residueIn,
  );
  const lines = [
    ...news.map(({ exact: _exact, taxed: _taxed, ...line }, index) => ({
      ...line,
      treatment,
      nanos: nanos.lines[index] ?? ZERO,
    })),
    ...(carried === 0n ? [] : [{ ...carriedIn(taxCode, carried), treatment }]),
  ];
  return {
    taxCode,
    taxed,
    treatment,
    lines,
    sum: nanosOf(lines.reduce<bigint>((sum, line) => sum + line.nanos, 0n)),
    in: before?.amount ?? ZERO,
    alike,
    residueIn,
    residueOut: nanos.residue,
  };
}

const carriedIn = (taxCode: string, amount: Nanos): Omit<AmountLine, 'amount' | 'treatment'> => ({
  kind: 'carried-in',
  description: ownDescriptions.carried,
  account: undefined,
  taxCode,
  // A credit is a quantity below zero: prices of invoices are not (EN 16931, BR-27).
  quantity: amount < 0n ? decimalOf(-ONE) : ONE,
  unitPrice: decimalFromNanos(amount < 0n ? nanosOf(-amount) : amount),
  nanos: amount,
});
