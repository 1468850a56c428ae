import type { InvoiceLineStep, InvoiceLineUnit } from '../../contract/invoices/invoice.ts';
import { scaledFrom, scaledText } from '../../kernel/scaled-text.ts';
import { quantityText, unitPriceText } from './prices.ts';
import { filled, type Texts } from './texts/texts.ts';
import { grouped } from './words.ts';

/** Steps that are not a number of things at a price. */
const sums = [
  'priced-events',
  'flat-fee',
  'event-minimums',
  'event-maximums',
  'below-zero',
  'maximum',
] as const;

/** What the steps of a line have in common. */
interface StepLine {
  readonly unit: InvoiceLineUnit | undefined;
  readonly currency: string;
}

/** How a line comes about, a text for each step; where there are several, what they add up to. */
export function stepTexts(
  texts: Texts,
  steps: readonly InvoiceLineStep[],
  line: StepLine,
): readonly string[] {
  const said = steps.map((step) => stepText(texts, step, line));
  if (steps.length < 2) return said;
  const sum = steps.reduce((before, { amount }) => before + (scaledFrom(amount, PLACES) ?? 0n), 0n);
  const amount = grouped(texts, scaledText(sum, PLACES));
  return [...said, filled(texts.steps.together, { amount })];
}

/** Steps are exact to so many. */
const PLACES = 24;

/** `Tier 2: 9,000 × 0.002 = 18`. */
function stepText(texts: Texts, step: InvoiceLineStep, line: StepLine): string {
  const { steps } = texts;
  const text = withoutTier(texts, step, line);
  return step.tier === undefined ? text : filled(steps.tier, { tier: step.tier, step: text });
}

function withoutTier(
  texts: Texts,
  { of, quantity, price, amount }: InvoiceLineStep,
  { unit, currency }: StepLine,
): string {
  const { steps } = texts;
  const sum = sums.find((one) => one === of);
  if (sum !== undefined) return filled(steps[sum], { amount: grouped(texts, amount) });
  const counted = filled(countedAs(texts, of), {
    quantity: of === 'units' ? quantityText(texts, quantity, unit) : grouped(texts, quantity),
    of,
  });
  if (price === undefined) return `${counted} = ${grouped(texts, amount)}`;
  return filled(steps.product, {
    quantity: counted,
    price: stepPrice(texts, { of, price }, { unit, currency }),
    amount: grouped(texts, amount),
  });
}

function stepPrice(
  texts: Texts,
  { of, price }: { readonly of: string; readonly price: string },
  line: StepLine,
): string {
  if (of === 'percent') return filled(texts.numbers.percent, { rate: grouped(texts, price) });
  if (of !== 'units') return grouped(texts, price);
  return line.unit === undefined
    ? grouped(texts, price)
    : unitPriceText(texts, price, { unit: line.unit, currency: line.currency });
}

function countedAs({ steps }: Texts, of: string): string {
  switch (of) {
    case 'units':
    case 'percent':
      return steps.units;
    case 'packages':
    case 'events':
      return steps[of];
    default:
      return steps.others;
  }
}
