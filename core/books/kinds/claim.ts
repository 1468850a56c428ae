import { nanosOf } from '../../kernel/money.ts';
import { monthCodec, nanosCodec, object, oneOf, textCodec } from '../json-codec.ts';
import type { ClaimDocument } from '../payee-document.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, payeeMembers } from './members.ts';
import { ofPayee } from './of-payee.ts';

/** That what stood under another key is this payee's. */
export const claim: DocumentKind<ClaimDocument> = {
  ...ofPayee,
  codec: object<ClaimDocument>({
    kind: oneOf({ claim: true }),
    ...headMembers,
    ...payeeMembers,
    from: textCodec,
    reason: textCodec,
    amount: nanosCodec,
    month: monthCodec,
  }),
  parties: ({ payee, from }) => ({ payer: undefined, payees: [payee, from] }),
  payeeMonth: ({ month }) => month,
  payeeAfter: (balance, { payee, amount }, of) => ({
    ...balance,
    claimed: nanosOf(of === payee ? balance.claimed + amount : balance.claimed - amount),
  }),
  journalMembers: ({ from, reason }) => ({ from, reason }),
};
