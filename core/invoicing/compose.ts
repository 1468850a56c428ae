import type { Balance, Carry } from '../books/cell.ts';
import type { BilledChange, CarryChange } from '../books/document.ts';
import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import type { TaxTreatment } from '../catalog/tax-treatment.ts';
import type { Statement } from '../contract/invoices/invoice.ts';
import { ownDescriptions } from '../contract/invoices/own-descriptions.ts';
import { decimalFromInteger } from '../kernel/decimal.ts';
import { type ExactAmount, exactZero, sumOfExact } from '../kernel/exact-amount.ts';
import { apportioned } from '../kernel/largest-remainder.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit, roundedTogether } from '../kernel/money.ts';
import type { CarriedMonth } from './carried-months.ts';
import { type AmountLine, type CodeLines, linesByCode, taxedLines } from './code-lines.ts';
import { newLinesOf, type ReckoningInBooks } from './new-lines.ts';
import type { Reckoning } from './reckoning.ts';
import { type TaxGroup, taxGroups } from './taxes.ts';
import type { CommitmentState } from './term-charges.ts';
import type { CustomerTerms } from './terms.ts';

/** All that a customer's closing month is made of. */
export interface ClosingFigures {
  readonly terms: CustomerTerms;
  readonly policy: InvoicingPolicy;
  readonly months: readonly ReckoningInBooks[];
  /** What the customer carries, in any currency. */
  readonly carry: readonly Carry[];
  /** How the month before was taxed, where it is known: its document charged what was charged in advance. */
  readonly taxesBefore: Reckoning['taxes'];
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
  /** What was charged of the month before it, and is earned now that it is closed. */
  readonly deferred: readonly Balance[];
  /** How far the term is drawn down that the month is in. */
  readonly commitment?: CommitmentState;
  /** Of the last month of an interval: those that it carries in. */
  readonly carried?: readonly CarriedMonth[];
}

const ZERO = nanosOf(0n);
const ONE = decimalFromInteger(1n);

/**
 * What closing a month comes to. Nothing but sums is rounded: exact amounts are cut to nanos tax code by tax code, with
 * the residue of the customer's month before; the exact subtotal is rounded to minor units once, tax codes and then
 * lines get theirs by largest remainder, and what that leaves of each tax code is carried on.
 */
export function composed({ terms, policy, months, carry, taxesBefore }: ClosingFigures): Composed {
  const news = months.map((month) => ({ month, ...newLinesOf(month, policy.timeZone) }));
  const newLines = news.flatMap(({ month, lines }) =>
    taxedLines(month, lines, { terms, taxesBefore }),
  );
  const codes = linesByCode(newLines, {
    carry: carry.filter(({ currency }) => currency === terms.currency),
    terms,
  });
  const rounded = roundedTogether(
    codes.map(({ sum }) => sum),
    terms.currency,
  );
  const bases = new Map(codes.map((code, index) => [code, rounded.amounts[index] ?? ZERO]));
  // A residue alone is nothing to be taxed.
  const taxable = codes.filter(({ lines }) => lines.length > 0);
  const taxes = taxGroups(
    taxable.map((code) => ({ ...code, base: bases.get(code) ?? ZERO })),
    terms.currency,
  );
  const total = nanosOf(taxes.reduce<bigint>((sum, { amount }) => sum + amount, rounded.total));
  const facts = {
    billed: news.flatMap(({ billed }) => billed),
    recognised: sumOfExact(newLines.map(({ exact }) => exact)),
    deferred: months.find(({ role }) => role === 'current')?.cell?.deferred ?? [],
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
      carry: codes.flatMap((code) => carryChanges(code, nanosOf(code.sum - baseOf(code, bases)))),
    };
  }
  return {
    ...facts,
    result,
    lines: inOrder(codes.flatMap(({ lines }) => lines.map((line) => ({ ...line, amount: ZERO })))),
    subtotal: ZERO,
    taxes: [],
    total: ZERO,
    carry: codes.flatMap((code) => carryChanges(code, code.sum, code.treatment)),
  };
}

const baseOf = (code: CodeLines, bases: ReadonlyMap<CodeLines, Nanos>): Nanos =>
  bases.get(code) ?? ZERO;

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
  const isWithin = terms.invoicedWith !== undefined;
  if (total === 0n) {
    // An invoice has a line at least, if only of usage that is free.
    const hasLines = codes.some(({ lines }) => lines.length > 0);
    if (policy.zeroAmount === 'invoice' && hasLines && !isWithin) return 'invoice';
    return codes.every(({ sum }) => sum === 0n) ? 'nothing-to-charge' : 'below-minimum';
  }
  if (isWithin) return 'within-interval';
  return total < terms.minimumCharge ? 'below-minimum' : 'invoice';
}

/** The lines of a tax code with their cents, and the line that says what rounding carries on. */
function roundedLines(
  code: CodeLines,
  bases: ReadonlyMap<CodeLines, Nanos>,
  { currency }: CustomerTerms,
): AmountLine[] {
  const { lines, sum, taxCode, treatment } = code;
  const base = baseOf(code, bases);
  const unit = nanosPerMinorUnit(currency);
  const cents = apportioned(
    lines.map((line) => line.nanos),
    { unit, totalUnits: base / unit },
  );
  const residue = sum - base;
  return [
    ...lines.map((line, index) => ({ ...line, amount: nanosOf((cents[index] ?? 0n) * unit) })),
    ...(residue === 0n ? [] : [{ ...rounding(taxCode, nanosOf(-residue)), treatment }]),
  ];
}

const rounding = (taxCode: string, nanos: Nanos): Omit<AmountLine, 'treatment'> => ({
  kind: 'rounding',
  description: ownDescriptions.rounding,
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
  pass: 0,
  coupon: 0,
  given: 0,
  adjustment: 1,
  'carried-in': 2,
  rounding: 3,
} as const;

/** What is new in the order it was rated, then what corrects, comes in and goes out. */
const inOrder = (lines: readonly AmountLine[]): AmountLine[] =>
  lines.toSorted((a, b) => ranks[a.kind] - ranks[b.kind]);

/**
 * What of a tax code is carried on: what rounding left as what is charged next, but what was not invoiced with its
 * `treatment`, so that it is taxed as when it was charged.
 */
function carryChanges(code: CodeLines, out: Nanos, treatment?: TaxTreatment): CarryChange[] {
  const { taxCode, taxed, alike, residueIn, residueOut } = code;
  const isApart = taxed === undefined && treatment !== undefined && out !== 0n;
  const rest = alike?.residue ?? exactZero;
  const changes: CarryChange[] = [
    {
      taxCode,
      ...(taxed === undefined ? {} : { taxed }),
      in: code.in,
      out: isApart ? ZERO : out,
      residueIn,
      residueOut,
    },
  ];
  const kept = alike?.taxed ?? treatment;
  if (kept !== undefined && (isApart || alike !== undefined)) {
    changes.push({
      taxCode,
      taxed: kept,
      in: alike?.amount ?? ZERO,
      out: isApart ? out : ZERO,
      residueIn: rest,
      residueOut: rest,
    });
  }
  return changes.filter(
    (change) =>
      change.in !== 0n || change.out !== 0n || change.residueIn !== 0n || change.residueOut !== 0n,
  );
}
