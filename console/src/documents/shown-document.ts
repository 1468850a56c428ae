import type { AnswerOf } from '../api.ts';

/** Whatever has lines and a total: an invoice, a credit note, a statement, a draft, a preview. */
export type ShownDocument =
  | AnswerOf<'GET /v1/invoices/{id}'>
  | AnswerOf<'GET /v1/customers/{key}/preview'>;

export type ShownLine = ShownDocument['lines'][number];

/** What it is called before it has a number, and after. */
export function headingOf(document: ShownDocument): string {
  if (document.type === 'credit-note') return `Credit note ${document.number}`;
  if (document.type === 'statement') return `Statement of ${monthText(document.period)}`;
  return document.number === null
    ? `Draft of ${monthText(document.period)}`
    : `Invoice ${document.number}`;
}

/** A month of the calendar by its name, one of a customer with a billing day by its days. */
export const monthText = ({ firstDay, lastDay, cycle }: ShownDocument['period']): string =>
  cycle === undefined ? firstDay.slice(0, 'YYYY-MM'.length) : `${firstDay} to ${lastDay}`;

/** Why a month was closed without an invoice, in words. */
export const statementReasons = {
  'below-minimum': 'Less than the least that is charged: it is carried to the next invoice.',
  'credit-carried': 'It comes to a credit, which is carried to the next invoice.',
  'nothing-to-charge': 'There was nothing to charge.',
  'within-interval': 'It is invoiced with the last month of its interval.',
} as const;

/** Dimensions as `section=news, endpoint=none`. */
export const dimensionsText = (dimensions: Readonly<Record<string, string | null>>): string =>
  Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value ?? 'none'}`)
    .join(', ');

/** Electronic invoices ask for a quantity of whatever takes off, or is carried: to a person it is just an amount. */
const amountsOnly: ReadonlySet<ShownLine['kind']> = new Set([
  ...(['coupon', 'given', 'carried-in', 'rounding'] as const),
]);
export const isCounted = ({ kind }: ShownLine): boolean => !amountsOnly.has(kind);
