import type { CreditNote, Invoice, InvoiceLine } from '../../contract/invoices/invoice.ts';
import { scaledFrom } from '../../kernel/scaled-text.ts';
import { atMostTwoPlaces } from './amounts.ts';
import type { ElectronicAllowance } from './electronic-invoice.ts';
import { treatmentOf } from './lines.ts';

/** Lines of a document, and those that take off the whole: what coupons do. One that came to nothing is neither. */
export function partedLines({ lines }: Pick<Invoice | CreditNote, 'lines'>): {
  readonly lines: readonly InvoiceLine[];
  readonly allowances: readonly ElectronicAllowance[];
} {
  return {
    lines: lines.filter(({ kind }) => kind !== 'coupon'),
    allowances: lines.flatMap((line) => (line.kind === 'coupon' ? allowancesOf(line) : [])),
  };
}

function allowancesOf(line: InvoiceLine): readonly ElectronicAllowance[] {
  const treatment = treatmentOf(line);
  const amount = atMostTwoPlaces(line.amount).replace(/^-/, '');
  if (treatment === undefined || scaledFrom(amount, 2) === 0n) return [];
  return [{ amount, reason: line.description, treatment }];
}
