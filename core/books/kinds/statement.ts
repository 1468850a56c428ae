import type { StatementDocument } from '../document.ts';
import { billedOf, closedWith, type DocumentKind, noChange, residueOf } from './document-kind.ts';

/** A month closed without an invoice: what it comes to is carried. */
export const statement: DocumentKind<StatementDocument> = {
  parties: ({ customer: payer }) => ({ payer }),
  numbered: () => undefined,
  content: ({ content }) => content,
  month: (document) => document,
  monthBecomes: () => 'closed',
  closedAfter: (closed, document) => closedWith(closed, document),
  about: () => undefined,
  begins: () => undefined,
  invoiceAfter: (state) => state,
  totals: ({ recognised }) => ({ ...noChange, recognised }),
  worth: (document) => ({
    billed: billedOf(document),
    residue: residueOf(document),
    earns: true,
  }),
  journalMembers: ({ period }) => ({ period: period.label }),
};
