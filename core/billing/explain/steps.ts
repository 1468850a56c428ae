import type { LineExplanationAnswer } from '../../contract/invoices/explanation-shapes.ts';
import type { DocumentContent, InvoiceLine } from '../../contract/invoices/invoice.ts';
import { decimalFrom, decimalText } from '../../kernel/decimal.ts';
import { type ExactAmount, exactOf, exactProduct, exactText } from '../../kernel/exact-amount.ts';
import { invariant } from '../../kernel/invariant.ts';
import { exactFromNanos, type Nanos, nanosOf } from '../../kernel/money.ts';
import type { BilledBy, CarriedFrom } from './billed.ts';
import { drawnDown, isOfTerm, nanosIn, raisedBy, sumOf, taxedWith } from './line-amounts.ts';

type ExplainedStep = LineExplanationAnswer['steps'][number];

/** What is known of a line beside itself. */
interface LineFacts {
  readonly document: DocumentContent;
  readonly line: InvoiceLine;
  /** The documents that billed its charge up to this one, itself last. */
  readonly billed: readonly BilledBy[];
  readonly carried: readonly CarriedFrom[];
}

/** How the amount of a line comes about: they add up to it. */
export function stepsOf(facts: LineFacts): readonly ExplainedStep[] {
  const { document, line } = facts;
  const own = nanosIn(line.exactAmount);
  if (document.type === 'credit-note') return [step('credited', own)];
  switch (line.kind) {
    case 'usage':
      return usageSteps(line);
    case 'fee':
    case 'given':
    case 'pass':
    case 'coupon':
      return [step(line.kind, own)];
    case 'minimum': {
      if (isOfTerm(line)) return termSteps(document, own);
      const charged = raisedBy(document, line);
      return [step('minimum', nanosOf(charged + own)), step('charged', nanosOf(-charged))];
    }
    case 'adjustment':
      return adjustmentSteps(facts);
    case 'carried-in':
      return carriedSteps(facts);
    case 'rounding': {
      const exact = sumOf(taxedWith(document, line));
      return [step('invoiced', nanosOf(exact + own)), step('exact', nanosOf(-exact))];
    }
  }
}

/** What the term comes to, less what was used of it, and less what was charged as missing before. */
function termSteps(document: DocumentContent, own: Nanos): readonly ExplainedStep[] {
  const { used, amount } = drawnDown(document);
  const whole = amount > used ? amount : used;
  const before = whole - used - own;
  // Both are cut to nanos, each by itself.
  const isSome = before > 1n || before < -1n;
  return [
    step('minimum', isSome ? whole : nanosOf(used + own)),
    step('charged', nanosOf(-used)),
    ...(isSome ? [step('billed-before', nanosOf(-before))] : []),
  ];
}

function usageSteps({
  quantity,
  unitPrice,
  steps,
  exactAmount,
}: InvoiceLine): readonly ExplainedStep[] {
  if (unitPrice !== undefined) return [unitStep(quantity, unitPrice)];
  return steps ?? [step('charged', nanosIn(exactAmount))];
}

function adjustmentSteps({ line, billed }: LineFacts): readonly ExplainedStep[] {
  if (billed.length === 0) return [step('month', nanosIn(line.exactAmount))];
  const before = billed.slice(0, -1);
  return [
    billedStep('month', billed, 1n),
    ...(before.length === 0 ? [] : [billedStep('billed-before', before, -1n)]),
  ];
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

const carriedSteps = ({ line, carried }: LineFacts): readonly ExplainedStep[] =>
  carried.length === 0
    ? [step('carried', nanosIn(line.exactAmount))]
    : carried.map(({ amount }) => step('carried', amount));

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
