import type { DocumentContent, InvoiceLine } from '../../contract/invoices/invoice.ts';
import {
  couponOf,
  ownDescriptionOf,
  ownDescriptions,
} from '../../contract/invoices/own-descriptions.ts';
import { exactFrom } from '../../kernel/exact-amount.ts';
import { invariant } from '../../kernel/invariant.ts';
import { exactFromNanos, type Nanos, nanosFrom, nanosOf } from '../../kernel/money.ts';
import { prorated } from '../../pricing/share.ts';
import { stretchOf } from './stretch.ts';

const exactPerNano = exactFromNanos(nanosOf(1n));

export function nanosIn(text: string): Nanos {
  const amount = nanosFrom(text);
  invariant(amount !== undefined, `a line’s amounts are of whole nanos, got ${text}`);
  return amount;
}

export const sumOf = (lines: readonly InvoiceLine[]): Nanos =>
  nanosOf(lines.reduce<bigint>((sum, { exactAmount }) => sum + nanosIn(exactAmount), 0n));

/** Whether a line of kind `minimum` is of all charges together. */
export const isCommitment = ({ charge, meter }: InvoiceLine): boolean =>
  charge === 'commitment' && meter === undefined;

/** Whether a line is of what is missing of a commitment over a term, or adjusts that. */
export const isOfTerm = ({ charge, description }: InvoiceLine): boolean => {
  const own = ownDescriptionOf(description);
  const said = own?.says === 'adjustment' ? ownDescriptionOf(own.of) : own;
  return charge === 'term-commitment' && said?.says === 'termCommitment';
};

/** Whether a line takes off what was given, or adjusts what was taken off. */
export const isOfGiven = ({ kind, description }: InvoiceLine): boolean =>
  kind === 'given' || (kind === 'adjustment' && description.endsWith(ownDescriptions.given('')));

/** Whether a line says what passes change, or adjusts that. */
export const isOfPass = ({ kind, description }: InvoiceLine): boolean =>
  kind === 'pass' || (kind === 'adjustment' && description.endsWith(ownDescriptions.pass('')));

/** Whether a line takes off what a coupon does, or adjusts what was taken off. */
export const isOfCoupon = ({ kind, description }: InvoiceLine): boolean =>
  kind === 'coupon' || (kind === 'adjustment' && couponOf(description) !== undefined);

/** What of a term was used, and what was committed to, as a document says it; in whole nanos. */
export function drawnDown(document: DocumentContent): {
  readonly used: Nanos;
  readonly amount: Nanos;
} {
  const said = document.type === 'credit-note' ? undefined : document.commitment;
  const nanos = (text = '0'): Nanos => nanosOf((exactFrom(text) ?? 0n) / exactPerNano);
  return { used: nanos(said?.used), amount: nanos(said?.amount) };
}

/** What a line of kind `minimum` raises: what was charged of its charge, or of its plan, for the same days. */
export function raisedBy(document: DocumentContent, line: InvoiceLine): Nanos {
  const days = stretchOf(document, line).share;
  const ofAll = isCommitment(line);
  const raised = document.lines.filter(
    (other) =>
      other !== line &&
      other.plan?.key === line.plan?.key &&
      (ofAll
        ? other.kind === 'usage' || (other.kind === 'minimum' && !isOfTerm(other))
        : other.kind === 'usage' && isOfSamePrice(other, line)),
  );
  return nanosOf(
    raised.reduce<bigint>((sum, other) => {
      const own = stretchOf(document, other).share;
      const inside = (day: number): number => Math.min(Math.max(day, own.from), own.to) - own.from;
      const share = { from: inside(days.from), to: inside(days.to), of: own.to - own.from };
      return sum + prorated(nanosIn(other.exactAmount), share);
    }, 0n),
  );
}

const isOfSamePrice = (a: InvoiceLine, b: InvoiceLine): boolean =>
  a.charge === b.charge &&
  a.plan?.effectiveFrom === b.plan?.effectiveFrom &&
  a.period?.start === b.period?.start;

/** What a line of kind `rounding` rounds: all others of its tax code that are taxed alike. */
export const taxedWith = (document: DocumentContent, line: InvoiceLine): InvoiceLine[] =>
  document.lines.filter(
    ({ kind, taxCode, taxCategory, taxRate }) =>
      kind !== 'rounding' &&
      taxCode === line.taxCode &&
      taxCategory === line.taxCategory &&
      taxRate === line.taxRate,
  );
