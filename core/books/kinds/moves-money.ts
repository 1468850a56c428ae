import { noChange, noWorth } from './document-kind.ts';
import { ofCustomer } from './of-customer.ts';

/** What is so of every document that moves what a payer owes, and shows a customer nothing. */
export const movesMoney = {
  ...ofCustomer,
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
