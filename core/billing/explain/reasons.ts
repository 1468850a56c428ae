import type { DocumentContent, InvoiceLine } from '../../contract/invoices/invoice.ts';
import { couponOf } from '../../contract/invoices/own-descriptions.ts';
import { nanosOf, nanosText } from '../../kernel/money.ts';
import {
  drawnDown,
  isCommitment,
  isOfCoupon,
  isOfGiven,
  isOfPass,
  isOfTerm,
  nanosIn,
  raisedBy,
  sumOf,
  taxedWith,
} from './line-amounts.ts';
import { stretchOf } from './stretch.ts';

/** Why a line is what it is, as far as its document tells: a sentence without its stop. */
export function reasonOf(document: DocumentContent, line: InvoiceLine): string {
  if (document.type === 'credit-note') {
    const { number, id } = document.corrects;
    return `takes off line ${line.correctsLine ?? ''} of ${number ?? id}: ${document.reason}`;
  }
  switch (line.kind) {
    case 'usage':
      return usageReason(line);
    case 'fee':
      return feeReason(document, line);
    case 'minimum':
      return minimumReason(document, line);
    case 'given':
      return `what ${line.charge ?? ''} took of credit that nobody paid; the rest is to be paid`;
    case 'coupon':
      return couponReason(line);
    case 'pass':
      return `what units of passes cost that ${line.charge ?? ''} was used by, less what these come to without`;
    case 'adjustment':
      return adjustmentReason(document, line);
    case 'carried-in':
      return 'left by earlier months: those of an interval that are invoiced with its last, totals below the minimum charge, credits, and what rounding left';
    case 'rounding':
      return roundingReason(document, line);
  }
}

/** Of each line of a document, in their order. */
export const reasonsOf = (document: DocumentContent): string[] =>
  document.lines.map((line) => reasonOf(document, line));

function usageReason({ meter = '', quantity, unitPrice, steps }: InvoiceLine): string {
  if (unitPrice !== undefined) return `${quantity} of ${meter} at ${unitPrice} each`;
  if (steps === undefined) return `${quantity} of ${meter}, which cost nothing`;
  const tiers = new Set(steps.flatMap(({ tier }) => (tier === undefined ? [] : [tier]))).size;
  const how = tiers > 1 ? `in ${tiers} tiers` : `by its price, in ${steps.length} steps`;
  return `${quantity} of ${meter}, ${how}`;
}

function feeReason(document: DocumentContent, line: InvoiceLine): string {
  const { share, month, shown } = stretchOf(document, line);
  const days = share.to - share.from;
  if (days > share.of) {
    return `a fixed fee for ${days} days, from ${shown.firstDay}: ${share.of} of them cost one`;
  }
  return days === share.of
    ? `a fixed fee for ${month}`
    : `a fixed fee for ${days} of the ${share.of} days of ${month}, from ${shown.firstDay}`;
}

function couponReason({ description, charge = '' }: InvoiceLine): string {
  const off = couponOf(description);
  if (off?.says === 'percentOff') {
    return `the coupon ${off.coupon} takes ${off.percent}% off what coupons before it leave of ${charge}, for its own days`;
  }
  return `the part of ${charge} in what the coupon ${off?.coupon ?? ''} takes off the month`;
}

function minimumReason(document: DocumentContent, line: InvoiceLine): string {
  if (isOfTerm(line)) return termReason(document, line);
  const charged = raisedBy(document, line);
  const whole = nanosOf(charged + nanosIn(line.exactAmount));
  const [what, bound] = isCommitment(line)
    ? ['all charges', 'commitment']
    : [line.charge ?? 'the charge', 'minimum'];
  return `raises what ${what} came to, ${nanosText(charged)}, to the ${bound} of ${nanosText(whole)}`;
}

function termReason(document: DocumentContent, line: InvoiceLine): string {
  const { used, amount } = drawnDown(document);
  const term = document.type === 'credit-note' ? undefined : document.commitment;
  const months = `from ${term?.from ?? ''} to ${term?.last ?? ''}`;
  if (nanosIn(line.exactAmount) < 0n) {
    return `sets off what was used ${months} against what was charged as missing before: the term comes to ${nanosText(used)} of ${nanosText(amount)}`;
  }
  return `raises what all charges ${months} came to, ${nanosText(used)}, to the commitment of ${nanosText(amount)}`;
}

function adjustmentReason(document: DocumentContent, line: InvoiceLine): string {
  const { adjusts, charge, quantity } = line;
  const { month } = stretchOf(document, line);
  if (charge === undefined) {
    return `takes back what ${month} was billed for, as the plan has no such charge any more`;
  }
  if (isOfTerm(line))
    return `another part of what the term of ${month} commits to is missing than before`;
  if (isOfCoupon(line)) return `coupons took off another part of ${month} than before`;
  if (isOfPass(line)) return `passes covered another part of ${month} than before`;
  if (isOfGiven(line)) return `credit that was given paid for another part of ${month} than before`;
  if (adjusts === undefined) return `${month} as a whole, less what was charged in advance`;
  const closing = adjusts.number ?? 'it was closed without an invoice';
  return `${month} as a whole, priced again after ${closing}: usage changed by ${quantity}`;
}

function roundingReason(document: DocumentContent, line: InvoiceLine): string {
  const exact = sumOf(taxedWith(document, line));
  const invoiced = nanosOf(exact + nanosIn(line.exactAmount));
  return `lines of tax code ${line.taxCode ?? ''} come to ${nanosText(exact)} and are invoiced as ${nanosText(invoiced)}; the rest goes to the next invoice`;
}
