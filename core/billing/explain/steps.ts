import type { LineExplanationAnswer } from '../../contract/invoices/explanation-shapes.ts';
import type { DocumentContent, InvoiceLine } from '../../contract/invoices/invoice.ts';
import { decimalFrom, decimalText } from '../../kernel/decimal.ts';
import { type ExactAmount, exactOf, exactProduct, exactText } from '../../kernel/exact-amount.ts';
import { invariant } from '../../kernel/invariant.ts';
import { exactFromNanos, type Nanos, nanosFrom, nanosOf, nanosText } from '../../kernel/money.ts';
import type { BilledBy, CarriedFrom } from './billed.ts';
import type { ExplainedStretch } from './stretch.ts';

type ExplainedStep = LineExplanationAnswer['steps'][number];

/** A line in words, and as a sum. */
export interface Calculation {
  readonly reason: string;
  /** They add up to the line's exact amount. */
  readonly steps: readonly ExplainedStep[];
}

/** What is known of a line beside itself. */
export interface LineFacts {
  readonly document: DocumentContent;
  readonly line: InvoiceLine;
  readonly stretch: ExplainedStretch;
  /** The documents that billed its charge up to this one, itself last. */
  readonly billed: readonly BilledBy[];
  readonly carried: readonly CarriedFrom[];
}

/** How the amount of a line comes about. */
export function calculationOf(facts: LineFacts): Calculation {
  const { document, line } = facts;
  if (document.type === 'credit-note') {
    const { number, id } = document.corrects;
    return {
      reason: `takes off line ${line.correctsLine ?? ''} of ${number ?? id}: ${document.reason}`,
      steps: [step('credited', nanosIn(line.exactAmount))],
    };
  }
  switch (line.kind) {
    case 'usage':
      return usageCalculation(line);
    case 'fee':
      return feeCalculation(facts);
    case 'minimum':
      return minimumCalculation(facts);
    case 'adjustment':
      return adjustmentCalculation(facts);
    case 'carried-in':
      return carriedCalculation(facts);
    case 'rounding':
      return roundingCalculation(facts);
  }
}

function usageCalculation({
  meter = '',
  quantity,
  unitPrice,
  steps,
  exactAmount,
}: InvoiceLine): Calculation {
  if (unitPrice !== undefined) {
    return {
      reason: `${quantity} of ${meter} at ${unitPrice} each`,
      steps: [unitStep(quantity, unitPrice)],
    };
  }
  if (steps === undefined) {
    return {
      reason: `${quantity} of ${meter}, which cost nothing`,
      steps: [step('charged', nanosIn(exactAmount))],
    };
  }
  const tiers = new Set(steps.flatMap(({ tier }) => (tier === undefined ? [] : [tier]))).size;
  const how = tiers > 1 ? `in ${tiers} tiers` : `by its price, in ${steps.length} steps`;
  return { reason: `${quantity} of ${meter}, ${how}`, steps };
}

function feeCalculation({ line, stretch }: LineFacts): Calculation {
  const { share, month, shown } = stretch;
  const days = share.to - share.from;
  const part =
    days === share.of
      ? `for ${month}`
      : `for ${days} of the ${share.of} days of ${month}, from ${shown.firstDay}`;
  return {
    reason: `a fixed fee ${part}`,
    steps: [step('fee', nanosIn(line.exactAmount))],
  };
}

/** What was charged of the same price in the same stretch is what the minimum raises. */
function minimumCalculation({ document, line }: LineFacts): Calculation {
  const isCommitment = line.charge === 'commitment' && line.meter === undefined;
  const raised = document.lines.filter(
    (other) =>
      other !== line &&
      isOfSamePrice(other, line) &&
      (isCommitment
        ? other.kind === 'usage' || other.kind === 'minimum'
        : other.kind === 'usage' && other.charge === line.charge),
  );
  const charged = sumOf(raised);
  const whole = nanosOf(charged + nanosIn(line.exactAmount));
  const what = isCommitment
    ? 'what all charges came to'
    : `what ${line.charge ?? 'the charge'} came to`;
  return {
    reason: `raises ${what}, ${nanosText(charged)}, to the ${isCommitment ? 'commitment' : 'minimum'} of ${nanosText(whole)}`,
    steps: [step('minimum', whole), step('charged', nanosOf(-charged))],
  };
}

const isOfSamePrice = (a: InvoiceLine, b: InvoiceLine): boolean =>
  a.plan?.key === b.plan?.key &&
  a.plan?.effectiveFrom === b.plan?.effectiveFrom &&
  a.period?.start === b.period?.start;

function adjustmentCalculation({ line, stretch, billed }: LineFacts): Calculation {
  const reason = adjustmentReason(line, stretch.month);
  const before = billed.slice(0, -1);
  if (billed.length === 0) return { reason, steps: [step('month', nanosIn(line.exactAmount))] };
  return {
    reason,
    steps: [
      billedStep('month', billed, 1n),
      ...(before.length === 0 ? [] : [billedStep('billed-before', before, -1n)]),
    ],
  };
}

function adjustmentReason({ adjusts, charge, quantity }: InvoiceLine, month: string): string {
  if (charge === undefined) {
    return `takes back what ${month} was billed for, as the plan has no such charge any more`;
  }
  if (adjusts === undefined) return `${month} as a whole, less what was charged in advance`;
  const closing = adjusts.number ?? 'it was closed without an invoice';
  return `${month} as a whole, priced again after ${closing}: usage changed by ${quantity}`;
}

function billedStep(of: string, billed: readonly BilledBy[], sign: bigint): ExplainedStep {
  const quantity = billed.reduce<bigint>((sum, one) => sum + one.quantity, 0n);
  const exact = billed.reduce<bigint>((sum, one) => sum + one.exact, 0n);
  return {
    of,
    quantity: decimalText((sign * quantity) as BilledBy['quantity']),
    amount: exactText(exactOf(sign * exact)),
  };
}

function carriedCalculation({ line, carried }: LineFacts): Calculation {
  return {
    reason:
      'left over from earlier months: totals below the minimum charge, credits, and what rounding left',
    steps:
      carried.length === 0
        ? [step('carried', nanosIn(line.exactAmount))]
        : carried.map(({ amount }) => step('carried', amount)),
  };
}

function roundingCalculation({ document, line }: LineFacts): Calculation {
  const code = document.lines.filter(
    ({ kind, taxCode }) => kind !== 'rounding' && taxCode === line.taxCode,
  );
  const exact = sumOf(code);
  const invoiced = nanosOf(exact + nanosIn(line.exactAmount));
  return {
    reason: `lines of tax code ${line.taxCode ?? ''} come to ${nanosText(exact)} and are invoiced as ${nanosText(invoiced)}; the rest goes to the next invoice`,
    steps: [step('invoiced', invoiced), step('exact', nanosOf(-exact))],
  };
}

const sumOf = (lines: readonly InvoiceLine[]): Nanos =>
  nanosOf(lines.reduce<bigint>((sum, { exactAmount }) => sum + nanosIn(exactAmount), 0n));

const step = (of: string, amount: Nanos): ExplainedStep => ({
  of,
  quantity: '1',
  amount: exactText(exactFromNanos(amount)),
});

function unitStep(quantity: string, price: string): ExplainedStep {
  const factors = [decimalFrom(quantity), decimalFrom(price)] as const;
  const [units, each] = factors;
  invariant(units !== undefined && each !== undefined, 'a line’s quantity and price are decimals');
  const amount: ExactAmount = exactProduct(units, each);
  return { of: 'units', quantity, price, amount: exactText(amount) };
}

function nanosIn(text: string): Nanos {
  const amount = nanosFrom(text);
  invariant(amount !== undefined, `a line’s amounts are of whole nanos, got ${text}`);
  return amount;
}
