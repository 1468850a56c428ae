import type { Carry } from '../books/cell.ts';
import type { BilledChange, CarryChange } from '../books/document.ts';
import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import type { Statement } from '../contract/invoices/invoice.ts';
import { decimalFromInteger, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactZero, sumOfExact } from '../kernel/exact-amount.ts';
import { apportioned } from '../kernel/largest-remainder.ts';
import {
  decimalFromNanos,
  linesInNanos,
  type Nanos,
  nanosOf,
  nanosPerMinorUnit,
  roundedTogether,
} from '../kernel/money.ts';
import { type NewLine, newLinesOf, type ReckoningInBooks } from './new-lines.ts';
import { type TaxGroup, taxGroups } from './taxes.ts';
import type { CustomerTerms } from './terms.ts';

/** All that a customer's closing month is made of. */
export interface ClosingFigures {
  readonly terms: CustomerTerms;
  readonly policy: InvoicingPolicy;
  readonly months: readonly ReckoningInBooks[];
  /** What the customer carries, in any currency. */
  readonly carry: readonly Carry[];
}

/** A line with its amounts. */
export interface AmountLine extends Omit<NewLine, 'account' | 'exact'> {
  /** Undefined where nothing is earned by it: carried in, or rounded. */
  readonly account: string | undefined;
  readonly nanos: Nanos;
  /** Whole minor units. */
  readonly amount: Nanos;
}

/** What a month comes to, before it has a number. */
export interface Composed {
  /** An invoice, or why there is none. */
  readonly result: 'invoice' | Statement['reason'];
  readonly lines: readonly AmountLine[];
  readonly subtotal: Nanos;
  readonly taxes: readonly TaxGroup[];
  readonly total: Nanos;
  readonly billed: readonly BilledChange[];
  readonly recognised: ExactAmount;
  readonly carry: readonly CarryChange[];
}

/** Lines of one tax code, to the nano, with what comes in and goes out below that. */
interface CodeLines {
  readonly taxCode: string;
  readonly lines: readonly Omit<AmountLine, 'amount'>[];
  readonly sum: Nanos;
  readonly in: Nanos;
  readonly residueIn: ExactAmount;
  readonly residueOut: ExactAmount;
}

const ZERO = nanosOf(0n);
const ONE = decimalFromInteger(1n);

/**
 * What closing a month comes to. Nothing but sums is rounded: exact amounts are cut to nanos tax code by tax code, with
 * the residue of the customer's month before; the exact subtotal is rounded to minor units once, tax codes and then
 * lines get theirs by largest remainder, and what that leaves of each tax code is carried on.
 */
export function composed({ terms, policy, months, carry }: ClosingFigures): Composed {
  const news = months.map((month) => newLinesOf(month, policy.timeZone));
  const newLines = news.flatMap(({ lines }) => lines);
  const codes = linesByCode(
    newLines,
    carry.filter(({ currency }) => currency === terms.currency),
  );
  const rounded = roundedTogether(
    codes.map(({ sum }) => sum),
    terms.currency,
  );
  const bases = new Map(
    codes.map(({ taxCode }, index) => [taxCode, rounded.amounts[index] ?? ZERO]),
  );
  const taxes = taxGroups(withLines(bases, codes), terms);
  const total = nanosOf(taxes.reduce<bigint>((sum, { amount }) => sum + amount, rounded.total));
  const facts = {
    billed: news.flatMap(({ billed }) => billed),
    recognised: sumOfExact(newLines.map(({ exact }) => exact)),
  };
  const result = resultOf({ codes, subtotal: rounded.total, total }, { terms, policy });
  if (result === 'invoice') {
    return {
      ...facts,
      result,
      lines: inOrder(codes.flatMap((code) => roundedLines(code, bases, terms))),
      subtotal: rounded.total,
      taxes,
      total,
      carry: carryChanges(codes, bases),
    };
  }
  return {
    ...facts,
    result,
    lines: inOrder(codes.flatMap(({ lines }) => lines.map((line) => ({ ...line, amount: ZERO })))),
    subtotal: ZERO,
    taxes: [],
    total: ZERO,
    carry: carryChanges(codes, new Map()),
  };
}

/** A residue alone is nothing to be taxed. */
const withLines = (
  bases: ReadonlyMap<string, Nanos>,
  codes: readonly CodeLines[],
): ReadonlyMap<string, Nanos> => {
  const present = new Set(codes.flatMap(({ lines }) => lines.map(({ taxCode }) => taxCode)));
  return new Map([...bases].filter(([taxCode]) => present.has(taxCode)));
};

function linesByCode(newLines: readonly NewLine[], carry: readonly Carry[]): CodeLines[] {
  const codes = new Set([
    ...newLines.map(({ taxCode }) => taxCode),
    ...carry.map(({ taxCode }) => taxCode),
  ]);
  return [...codes].sort().map((taxCode) => {
    const own = newLines.filter((line) => line.taxCode === taxCode);
    const before = carry.find((one) => one.taxCode === taxCode);
    const residueIn = before?.residue ?? exactZero;
    const nanos = linesInNanos(
      own.map(({ exact }) => exact),
      residueIn,
    );
    const lines = [
      ...own.map(({ exact: _, ...line }, index) => ({
        ...line,
        nanos: nanos.lines[index] ?? ZERO,
      })),
      ...(before === undefined || before.amount === 0n ? [] : [carriedIn(before)]),
    ];
    return {
      taxCode,
      lines,
      sum: nanosOf(lines.reduce<bigint>((sum, line) => sum + line.nanos, 0n)),
      in: before?.amount ?? ZERO,
      residueIn,
      residueOut: nanos.residue,
    };
  });
}

const carriedIn = ({ taxCode, amount }: Carry): Omit<AmountLine, 'amount'> => ({
  kind: 'carried-in',
  description: 'Carried from earlier months',
  account: undefined,
  taxCode,
  // A credit is a quantity below zero: prices of invoices are not (EN 16931, BR-27).
  quantity: amount < 0n ? decimalOf(-ONE) : ONE,
  unitPrice: decimalFromNanos(amount < 0n ? nanosOf(-amount) : amount),
  nanos: amount,
});

function resultOf(
  sums: {
    readonly codes: readonly CodeLines[];
    readonly subtotal: Nanos;
    readonly total: Nanos;
  },
  { terms, policy }: Pick<ClosingFigures, 'terms' | 'policy'>,
): Composed['result'] {
  const { codes, subtotal, total } = sums;
  if (total < 0n || subtotal < 0n) return 'credit-carried';
  if (total === 0n) {
    // An invoice has a line at least, if only of usage that is free.
    const hasLines = codes.some(({ lines }) => lines.length > 0);
    if (policy.zeroAmount === 'invoice' && hasLines) return 'invoice';
    return codes.every(({ sum }) => sum === 0n) ? 'nothing-to-charge' : 'below-minimum';
  }
  return total < terms.minimumCharge ? 'below-minimum' : 'invoice';
}

/** The lines of a tax code with their cents, and the line that says what rounding carries on. */
function roundedLines(
  { lines, sum, taxCode }: CodeLines,
  bases: ReadonlyMap<string, Nanos>,
  { currency }: CustomerTerms,
): AmountLine[] {
  const base = bases.get(taxCode) ?? ZERO;
  const unit = nanosPerMinorUnit(currency);
  const cents = apportioned(
    lines.map((line) => line.nanos),
    { unit, totalUnits: base / unit },
  );
  const residue = sum - base;
  return [
    ...lines.map((line, index) => ({ ...line, amount: nanosOf((cents[index] ?? 0n) * unit) })),
    ...(residue === 0n ? [] : [rounding(taxCode, nanosOf(-residue))]),
  ];
}

const rounding = (taxCode: string, nanos: Nanos): AmountLine => ({
  kind: 'rounding',
  description: 'Rounding, carried to the next invoice',
  account: undefined,
  taxCode,
  quantity: ONE,
  nanos,
  amount: ZERO,
});

const ranks = {
  usage: 0,
  fee: 0,
  minimum: 0,
  adjustment: 1,
  'carried-in': 2,
  rounding: 3,
} as const;

/** What is new in the order it was rated, then what corrects, comes in and goes out. */
const inOrder = (lines: readonly AmountLine[]): AmountLine[] =>
  lines.toSorted((a, b) => ranks[a.kind] - ranks[b.kind]);

const carryChanges = (
  codes: readonly CodeLines[],
  bases: ReadonlyMap<string, Nanos>,
): CarryChange[] =>
  codes
    .map(({ taxCode, sum, in: amountIn, residueIn, residueOut }) => ({
      taxCode,
      in: amountIn,
      out: nanosOf(sum - (bases.get(taxCode) ?? 0n)),
      residueIn,
      residueOut,
    }))
    .filter(
      (change) =>
        change.in !== 0n ||
        change.out !== 0n ||
        change.residueIn !== 0n ||
        change.residueOut !== 0n,
    );
