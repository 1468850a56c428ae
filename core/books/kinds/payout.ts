import { nanosOf } from '../../kernel/money.ts';
import { nanosCodec, object, oneOf, optional, textCodec } from '../json-codec.ts';
import { netOf } from '../net-payout.ts';
import type { PayoutDocument } from '../payee-document.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, payeeMembers } from './members.ts';
import { ofPayee } from './of-payee.ts';

/** Money that is on its way to a payee. */
export const payout: DocumentKind<PayoutDocument> = {
  ...ofPayee,
  codec: object<PayoutDocument>({
    kind: oneOf({ payout: true }),
    ...headMembers,
    ...payeeMembers,
    run: textCodec,
    rail: textCodec,
    reference: textCodec,
    amount: nanosCodec,
    fee: optional(nanosCodec),
  }),
  payeeAfter: (balance, document) => ({
    ...balance,
    paidOut: nanosOf(balance.paidOut + document.amount),
    inTransit: nanosOf(balance.inTransit + netOf(document)),
  }),
  journalMembers: ({ run, rail, reference }) => ({ run, rail, reference }),
};
