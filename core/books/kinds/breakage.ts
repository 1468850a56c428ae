import { nanosOf } from '../../kernel/money.ts';
import type { BreakageDocument } from '../document.ts';
import { nanosCodec, object, oneOf, textCodec } from '../json-codec.ts';
import { type DocumentKind, noWorth } from './document-kind.ts';
import { headMembers, payerMembers } from './members.ts';
import { movesMoney } from './moves-money.ts';

/** What was bought and not used by its end. */
export const breakage: DocumentKind<BreakageDocument> = {
  ...movesMoney,
  codec: object<BreakageDocument>({
    kind: oneOf({ breakage: true }),
    ...headMembers,
    ...payerMembers,
    payment: textCodec,
    day: textCodec,
    grant: textCodec,
    amount: nanosCodec,
  }),
  // Its revenue is what nobody used.
  worth: () => noWorth,
  parties: ({ customer: payer }) => ({ payer }),
  about: ({ payment }) => ({ payment }),
  invoiceAfter: (state) => state,
  paymentAfter: (changes, { amount }) => ({
    ...changes,
    broken: nanosOf((changes.broken ?? 0n) + amount),
  }),
  unapplied: ({ payment, amount }) => ({ payment, amount: -amount }),
  journalMembers: ({ payment, grant }) => ({ payment, grant }),
};
