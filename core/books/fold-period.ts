import { decimalOf } from '../kernel/decimal.ts';
import { exactOf } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Month } from '../kernel/month.ts';
import type { Agreed } from './agreed.ts';
import type { AgreedMonth, PeriodCell } from './cell.ts';
import { deferredAfter } from './deferred.ts';
import type { BooksDocument } from './document.ts';
import type { MonthFacts } from './kinds/document-kind.ts';
import { kindOf, monthOf, numberedOf } from './kinds/kinds.ts';

/** A month nothing has been billed of. */
export const openPeriod = (month: Month, customer: string): PeriodCell => ({
  kind: 'period',
  month,
  customer,
  attempt: 1,
  billed: [],
});

/**
 * A month after one more document about it. Throws when it is closed a second time, or something stays deferred of a
 * month that is closed.
 */
export function periodAfter(period: PeriodCell, document: BooksDocument): PeriodCell {
  const next = closedOrNot(withDeferred(period, document), document);
  const [left] = next.closedBy === undefined ? [] : (next.deferred ?? []);
  invariant(
    left === undefined,
    `after ${document.id} nothing of ${period.month} is deferred: it is closed, and there are ${left?.amount} nanos on ${left?.account}`,
  );
  return next;
}

function withDeferred(period: PeriodCell, { postings }: BooksDocument): PeriodCell {
  const { deferred: before = [], ...others } = period;
  const deferred = deferredAfter(before, postings, period.month);
  return deferred.length === 0 ? others : { ...others, deferred };
}

function closedOrNot(period: PeriodCell, document: BooksDocument): PeriodCell {
  const month = monthOf(document);
  if (month === undefined) return period;
  const next = { ...period, billed: billedAfter(period, month) };
  if (month.period.month !== period.month) return next;
  const becomes = kindOf(document).monthBecomes(document);
  if (becomes === 'open') return reopened(next);
  if (becomes === 'as it was') return next;
  invariant(
    period.closedBy === undefined,
    `${document.id} closes ${period.month}, which ${period.closedBy?.id} has closed`,
  );
  const numbered = numberedOf(document);
  const number = numbered === undefined ? {} : { number: numbered.number };
  const { id, currency, recordedAt: issuedAt } = document;
  const agreed = kindOf(document).agreed(document);
  const { start, end } = month.period;
  const { agreed: _, ...others } = next;
  return {
    ...others,
    closedBy: { id, ...number, issuedAt, currency },
    ...(agreed === undefined ? {} : { agreed: { ...withoutPrices(agreed), start, end } }),
  };
}

const withoutPrices = ({
  prices: _,
  couponsAhead: __,
  ...agreed
}: Agreed): Omit<AgreedMonth, 'start' | 'end'> => agreed;

const reopened = ({ closedBy: _, ...period }: PeriodCell): PeriodCell => ({
  ...period,
  attempt: period.attempt + 1,
});

type Billed = PeriodCell['billed'][number];

function billedAfter(cell: PeriodCell, month: MonthFacts): readonly Billed[] {
  const sums = new Map<string, Billed>(cell.billed.map((one) => [one.charge, one]));
  for (const { period, ...change } of month.billed) {
    if (period !== cell.month) continue;
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
