import { nanosOf } from '../../kernel/money.ts';
import type { ReversalDocument } from '../document.ts';
import { nanosCodec, object, oneOf, textCodec } from '../json-codec.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, payerMembers } from './members.ts';
import { movesMoney } from './moves-money.ts';

/** Money that was taken back from us. */
export const reversal: DocumentKind<ReversalDocument> = {
  ...movesMoney,
  codec: object<ReversalDocument>({
    kind: oneOf({ reversal: true }),
    ...headMembers,
    ...payerMembers,
    payment: textCodec,
    day: textCodec,
    rail: textCodec,
    reference: textCodec,
    reason: oneOf<ReversalDocument['reason']>({ chargeback: true, returned: true, other: true }),
    amount: nanosCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  about: ({ payment }) => ({ payment }),
  invoiceAfter: (state) => state,
  paymentAfter: (changes, { amount }) => ({
    ...changes,
    reversed: nanosOf(changes.reversed + amount),
  }),
  unapplied: ({ payment, amount }) => ({ payment, amount: -amount }),
  journalMembers: ({ payment, rail, reference, reason }) => ({ payment, rail, reference, reason }),
};
