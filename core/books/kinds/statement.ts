import type { StatementDocument } from '../document.ts';
import { object, oneOf, textCodec } from '../json-codec.ts';
import { billedOf, closedWith, type DocumentKind, noChange, residueOf } from './document-kind.ts';
import { closingMembers, headMembers, payerMembers } from './members.ts';
import { ofCustomer } from './of-customer.ts';

/** A month closed without an invoice: what it comes to is carried. */
export const statement: DocumentKind<StatementDocument> = {
  ...ofCustomer,
  codec: object<StatementDocument>({
    kind: oneOf({ statement: true }),
    ...headMembers,
    ...payerMembers,
    ...closingMembers,
    content: textCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  numbered: () => undefined,
  content: ({ content }) => content,
  month: (document) => document,
  monthBecomes: () => 'closed',
  agreed: ({ agreed }) => agreed,
  closedAfter: (closed, document) => closedWith(closed, document),
  about: () => ({}),
  begins: () => undefined,
  invoiceAfter: (state) => state,
  paymentAfter: (payment) => payment,
  unapplied: () => undefined,
  totals: ({ recognised }) => ({ ...noChange, recognised }),
  worth: (document) => ({
    billed: billedOf(document),
    residue: residueOf(document),
    earns: true,
  }),
  journalMembers: ({ period }) => ({ period: period.month }),
};
