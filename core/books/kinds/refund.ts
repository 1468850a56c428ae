import { nanosOf } from '../../kernel/money.ts';
import type { RefundDocument } from '../document.ts';
import { nanosCodec, object, oneOf, textCodec } from '../json-codec.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, payerMembers } from './members.ts';
import { movesMoney } from './moves-money.ts';

/** Money that went back to a payer. */
export const refund: DocumentKind<RefundDocument> = {
  ...movesMoney,
  codec: object<RefundDocument>({
    kind: oneOf({ refund: true }),
    ...headMembers,
    ...payerMembers,
    payment: textCodec,
    day: textCodec,
    rail: textCodec,
    reference: textCodec,
    amount: nanosCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  about: ({ payment }) => ({ payment }),
  invoiceAfter: (state) => state,
  paymentAfter: (changes, { amount }) => ({
    ...changes,
    refunded: nanosOf(changes.refunded + amount),
  }),
  unapplied: ({ payment, amount }) => ({ payment, amount: -amount }),
  journalMembers: ({ payment, rail, reference }) => ({ payment, rail, reference }),
};
