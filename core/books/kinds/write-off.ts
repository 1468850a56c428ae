import { invariant } from '../../kernel/invariant.ts';
import type { WriteOffDocument } from '../document.ts';
import { nanosCodec, object, oneOf, textCodec } from '../json-codec.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, invoiceMembers, payerMembers } from './members.ts';
import { movesMoney } from './moves-money.ts';

/** What is not hoped for any more of an invoice, or is after all. */
export const writeOff: DocumentKind<WriteOffDocument> = {
  ...movesMoney,
  codec: object<WriteOffDocument>({
    kind: oneOf({ 'write-off': true }),
    ...headMembers,
    ...payerMembers,
    ...invoiceMembers,
    reason: textCodec,
    amount: nanosCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  about: ({ invoice }) => ({ invoice }),
  invoiceAfter: (invoice, { id, amount, reason, recordedAt: at }) => {
    const writeOffs = [...(invoice.writeOffs ?? []), { id, amount, reason, at }];
    const sum = writeOffs.reduce<bigint>((all, one) => all + one.amount, 0n);
    invariant(sum >= 0n, `${id} takes back what is written off, got ${amount}`);
    return { ...invoice, writeOffs };
  },
  paymentAfter: (payment) => payment,
  unapplied: () => undefined,
  journalMembers: ({ invoice, reason }) => ({ invoice, reason }),
};
