import type { CreditedLine } from '../books/document.ts';
import type { InvoiceTax } from '../contract/invoices/invoice.ts';
import { decimalFrom } from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { IssuedInvoice } from '../payments/issued-invoice.ts';
import { taxOn } from './taxes.ts';

/** A tax of the invoice, and what of it a credit note takes off. */
export interface CreditedTax {
  readonly tax: InvoiceTax;
  readonly base: Nanos;
  readonly amount: Nanos;
  /** What was taken off it before. */
  readonly before: Nanos;
}

/** Whether a credit note names a tax of the invoice. */
export const isCredited = ({ base, amount }: CreditedTax): boolean => base !== 0n || amount !== 0n;

/** Per tax of the invoice: the tax on all that is credited with `lines`, less that on what was credited before. */
export function creditedTaxes(
  lines: readonly CreditedLine[],
  { content, state, document }: IssuedInvoice,
): CreditedTax[] {
  const originals = new Map(content.lines.map((line) => [line.id, line]));
  // Not by its tax code: an adjustment of a closed month may be taxed otherwise than the rest of the same code.
  const isIn = (tax: InvoiceTax, line: string): boolean => {
    const { taxCategory, taxRate } = originals.get(line) ?? {};
    return taxCategory === tax.category && taxRate === tax.rate;
  };
  const baseIn = (tax: InvoiceTax, credited: readonly CreditedLine[]): bigint =>
    credited.filter(({ line }) => isIn(tax, line)).reduce((sum, { amount }) => sum + amount, 0n);
  return content.taxes.map((tax) => {
    const rate = decimalFrom(tax.rate);
    invariant(rate !== undefined, `an invoice states its tax rates, got ${tax.rate}`);
    const before = baseIn(tax, state.creditedLines);
    const base = baseIn(tax, lines);
    const taxUpTo = (sum: bigint): bigint => taxOn(nanosOf(sum), rate, document.currency);
    return {
      tax,
      base: nanosOf(base),
      amount: nanosOf(taxUpTo(before + base) - taxUpTo(before)),
      before: nanosOf(taxUpTo(before)),
    };
  });
}
