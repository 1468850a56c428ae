import type { InvoiceLineStep } from '../../contract/invoices/invoice.ts';
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

/** `Tier 2: 9,000 × 0.002 = 18`. */
export function stepText(texts: Texts, step: InvoiceLineStep): string {
  const { steps } = texts;
  const text = withoutTier(texts, step);
  return step.tier === undefined ? text : filled(steps.tier, { tier: step.tier, step: text });
}

function withoutTier(texts: Texts, { of, quantity, price, amount }: InvoiceLineStep): string {
  const { steps, numbers } = texts;
  const sum = sums.find((one) => one === of);
  if (sum !== undefined) return filled(steps[sum], { amount: grouped(texts, amount) });
  const counted = filled(countedAs(texts, of), { quantity: grouped(texts, quantity), of });
  if (price === undefined) return `${counted} = ${grouped(texts, amount)}`;
  const rate = grouped(texts, price);
  return filled(steps.product, {
    quantity: counted,
    price: of === 'percent' ? filled(numbers.percent, { rate }) : rate,
    amount: grouped(texts, amount),
  });
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
