import type { ClosedMonth } from '../cell.ts';
import type { VoidDocument } from '../document.ts';
import { nanosCodec, object, oneOf, textCodec } from '../json-codec.ts';
import { billedOf, type DocumentKind, noChange, residueOf } from './document-kind.ts';
import { headMembers, invoiceMembers, monthMembers, payerMembers } from './members.ts';
import { ofCustomer } from './of-customer.ts';

/** Undoes an invoice. A month that is forgiven stays billed; it is not worth that any more. */
export const voided: DocumentKind<VoidDocument> = {
  ...ofCustomer,
  codec: object<VoidDocument>({
    kind: oneOf({ void: true }),
    ...headMembers,
    ...payerMembers,
    ...monthMembers,
    ...invoiceMembers,
    afterwards: oneOf<VoidDocument['afterwards']>({ rebill: true, forgive: true }),
    reason: textCodec,
    subtotal: nanosCodec,
    total: nanosCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  numbered: () => undefined,
  content: () => undefined,
  month: (document) => document,
  monthBecomes: ({ afterwards }) => (afterwards === 'rebill' ? 'open' : 'as it was'),
  agreed: () => undefined,
  closedAfter: (closed, { afterwards, period }) =>
    closed.flatMap((month) => {
      if (month.month !== period.month) return [month];
      return afterwards === 'forgive' ? [withoutInvoice(month)] : [];
    }),
  about: ({ invoice }) => ({ invoice }),
  begins: () => undefined,
  invoiceAfter: (state, { recordedAt: at, reason }) => ({ ...state, voided: { at, reason } }),
  paymentAfter: (payment) => payment,
  unapplied: () => undefined,
  totals: ({ recognised, subtotal }) => ({
    ...noChange,
    recognised: -recognised,
    invoiced: -subtotal,
  }),
  worth: (document) => ({
    billed: document.afterwards === 'forgive' ? -document.recognised : billedOf(document),
    residue: residueOf(document),
    earns: true,
  }),
  journalMembers: ({ period, invoice, reason }) => ({ period: period.month, invoice, reason }),
};

const withoutInvoice = ({ invoiced: _, ...month }: ClosedMonth): ClosedMonth => month;
