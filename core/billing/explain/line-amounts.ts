import type { DocumentContent, InvoiceLine } from '../../contract/invoices/invoice.ts';
import { invariant } from '../../kernel/invariant.ts';
import { type Nanos, nanosFrom, nanosOf } from '../../kernel/money.ts';

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

/** What a line of kind `minimum` raises: what was charged of the same price in the same stretch. */
export function raisedBy(document: DocumentContent, line: InvoiceLine): InvoiceLine[] {
  const ofAll = isCommitment(line);
  return document.lines.filter(
    (other) =>
      other !== line &&
      isOfSamePrice(other, line) &&
      (ofAll
        ? other.kind === 'usage' || other.kind === 'minimum'
        : other.kind === 'usage' && other.charge === line.charge),
  );
}

const isOfSamePrice = (a: InvoiceLine, b: InvoiceLine): boolean =>
  a.plan?.key === b.plan?.key &&
  a.plan?.effectiveFrom === b.plan?.effectiveFrom &&
  a.period?.start === b.period?.start;

/** What a line of kind `rounding` rounds: all others of its tax code. */
export const taxedWith = (document: DocumentContent, line: InvoiceLine): InvoiceLine[] =>
  document.lines.filter(({ kind, taxCode }) => kind !== 'rounding' && taxCode === line.taxCode);
