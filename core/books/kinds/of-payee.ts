import type { OfPayee } from '../payee-document.ts';
import { noWorth } from './document-kind.ts';
import { movesMoney } from './moves-money.ts';

/** What is so of most documents that are about who earns. */
export const ofPayee = {
  ...movesMoney,
  // It says nothing of what usage was worth to who pays.
  worth: () => noWorth,
  parties: ({ payee }: OfPayee) => ({ payer: undefined, payees: [payee] }),
  about: () => ({}),
  invoiceAfter: <State>(invoice: State): State => invoice,
  paymentAfter: <State>(payment: State): State => payment,
  unapplied: () => undefined,
} as const;
