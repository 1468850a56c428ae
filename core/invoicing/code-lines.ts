import { carryKey } from '../books/carry-key.ts';
import type { Carry } from '../books/cell.ts';
import type { KeptTreatment } from '../books/document.ts';
import { decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactZero } from '../kernel/exact-amount.ts';
import { decimalFromNanos, linesInNanos, type Nanos, nanosOf } from '../kernel/money.ts';
import { isTaxedAlike, keptTreatment } from './agreed-taxes.ts';
import type { NewLine, ReckoningInBooks } from './new-lines.ts';
import { isMixedWithUntaxed, type Taxed } from './taxes.ts';
import type { CustomerTerms } from './terms.ts';

/** A line with its amounts. */
export interface AmountLine extends Omit<NewLine, 'account' | 'exact'>, Taxed {
  /** Undefined where nothing is earned by it: carried in, or rounded. */
  readonly account: string | undefined;
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
  readonly residueIn: ExactAmount;
  readonly residueOut: ExactAmount;
}

/** A line that is new, and how it was agreed to be taxed where that is not as the terms have it now. */
export interface CodedLine extends NewLine {
  readonly taxed: KeptTreatment | undefined;
}

const ZERO = nanosOf(0n);
const ONE = decimalFromInteger(1n);

/** How tax codes of a month are taxed otherwise than by the terms now: adjustments of a closed one as it was. */
export function taxedAsAgreed(
  { role, reckoning }: ReckoningInBooks,
  { taxes }: CustomerTerms,
): ReadonlyMap<string, KeptTreatment> {
  if (role !== 'earlier') return new Map();
  return new Map(
    [...(reckoning.taxes ?? [])].filter(([code, one]) => !isTaxedAlike(one, taxes.get(code))),
  );
}

/** What is carried together: what comes in of it, and what is new. */
interface Bucket extends Pick<CodeLines, 'taxCode' | 'taxed'> {
  readonly key: string;
  readonly news: readonly CodedLine[];
  readonly before: Carry | undefined;
}

/** Ascending by tax code; of one code, first what is taxed by the terms now. */
export function linesByCode(
  newLines: readonly CodedLine[],
  { carry, terms }: { readonly carry: readonly Carry[]; readonly terms: CustomerTerms },
): CodeLines[] {
  const all = bucketsOf(newLines, carry).map((bucket) => ({
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

function bucketsOf(newLines: readonly CodedLine[], carry: readonly Carry[]): Bucket[] {
  const news = Map.groupBy(newLines, carryKey);
  const carried = new Map(carry.map((one) => [carryKey(one), one]));
  const buckets = [...new Set([...news.keys(), ...carried.keys()])].flatMap((key): Bucket[] => {
    const own = news.get(key) ?? [];
    const before = carried.get(key);
    const of = own[0] ?? before;
    return of === undefined
      ? []
      : [{ key, taxCode: of.taxCode, taxed: of.taxed, news: own, before }];
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

const hasLines = ({ news, before }: Bucket): boolean =>
  news.length > 0 || (before?.amount ?? ZERO) !== ZERO;

function codeLines(
  { taxCode, taxed, news, before }: Bucket,
  treatment: CodeLines['treatment'],
): CodeLines {
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
    ...(before === undefined || before.amount === 0n ? [] : [{ ...carriedIn(before), treatment }]),
  ];
  return {
    taxCode,
    taxed,
    treatment,
    lines,
    sum: nanosOf(lines.reduce<bigint>((sum, line) => sum + line.nanos, 0n)),
    in: before?.amount ?? ZERO,
    residueIn,
    residueOut: nanos.residue,
  };
}

const carriedIn = ({ taxCode, amount }: Carry): Omit<AmountLine, 'amount' | 'treatment'> => ({
  kind: 'carried-in',
  description: 'Carried from earlier months',
  account: undefined,
  taxCode,
  // A credit is a quantity below zero: prices of invoices are not (EN 16931, BR-27).
  quantity: amount < 0n ? decimalOf(-ONE) : ONE,
  unitPrice: decimalFromNanos(amount < 0n ? nanosOf(-amount) : amount),
  nanos: amount,
});
