import { decimalOf } from '../kernel/decimal.ts';
import { exactOf } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import type { PeriodCell } from './cell.ts';
import type { BooksDocument } from './document.ts';

/** A month nothing has been billed of. */
export const openPeriod = (label: string, customer: string): PeriodCell => ({
  kind: 'period',
  label,
  customer,
  attempt: 1,
  billed: [],
});

/** A month after one more document about it. Throws when it is closed a second time. */
export function periodAfter(period: PeriodCell, document: BooksDocument): PeriodCell {
  if (!('billed' in document)) return period;
  const next = { ...period, billed: billedAfter(period, document) };
  if (document.period.label !== period.label) return next;
  if (document.kind === 'void') return document.afterwards === 'rebill' ? reopened(next) : next;
  invariant(
    period.closedBy === undefined,
    `${document.id} closes ${period.label}, which ${period.closedBy?.id} has closed`,
  );
  const number = document.kind === 'invoice' ? { number: document.number } : {};
  const { id, currency, recordedAt: issuedAt } = document;
  return { ...next, closedBy: { id, ...number, issuedAt, currency } };
}

const reopened = ({ closedBy: _, ...period }: PeriodCell): PeriodCell => ({
  ...period,
  attempt: period.attempt + 1,
});

type Billed = PeriodCell['billed'][number];

function billedAfter(
  { billed, label }: PeriodCell,
  document: Extract<BooksDocument, { readonly billed: unknown }>,
): readonly Billed[] {
  const sums = new Map<string, Billed>(billed.map((one) => [one.charge, one]));
  for (const { period, ...change } of document.billed) {
    if (period !== label) continue;
    const before = sums.get(change.charge);
    sums.set(change.charge, {
      ...change,
      quantity: decimalOf((before?.quantity ?? 0n) + change.quantity),
      exact: exactOf((before?.exact ?? 0n) + change.exact),
    });
  }
  return [...sums.values()]
    .filter(({ quantity, exact }) => quantity !== 0n || exact !== 0n)
    .sort((a, b) => (a.charge < b.charge ? -1 : 1));
}
