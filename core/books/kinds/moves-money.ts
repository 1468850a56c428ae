import { noChange, noWorth } from './document-kind.ts';

/** What is so of every document that moves what is owed, and shows a customer nothing. */
export const movesMoney = {
  numbered: () => undefined,
  content: () => undefined,
  month: () => undefined,
  monthBecomes: (): 'as it was' => 'as it was',
  agreed: () => undefined,
  closedAfter: <Closed>(closed: Closed): Closed => closed,
  begins: () => undefined,
  totals: () => noChange,
  // It posts no revenue: should it ever, that is found.
  worth: () => ({ ...noWorth, earns: true }),
} as const;
