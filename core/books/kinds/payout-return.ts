import { invariant } from '../../kernel/invariant.ts';
import { nanosOf } from '../../kernel/money.ts';
import { nanosCodec, object, oneOf, optional, textCodec, trueCodec } from '../json-codec.ts';
import { netOf } from '../net-payout.ts';
import type { PayoutReturnDocument } from '../payee-document.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, payeeMembers } from './members.ts';
import { ofPayee } from './of-payee.ts';

/** That a payout is owed again. */
export const payoutReturn: DocumentKind<PayoutReturnDocument> = {
  ...ofPayee,
  codec: object<PayoutReturnDocument>({
    kind: oneOf({ 'payout-return': true }),
    ...headMembers,
    ...payeeMembers,
    payout: textCodec,
    rail: textCodec,
    reference: textCodec,
    reason: textCodec,
    wasSettled: optional(trueCodec),
    amount: nanosCodec,
    fee: optional(nanosCodec),
  }),
  about: ({ payout }) => ({ payout }),
  payeeAfter: (balance, document) => ({
    ...balance,
    paidOut: nanosOf(balance.paidOut - document.amount),
    inTransit: nanosOf(balance.inTransit - (document.wasSettled === true ? 0n : netOf(document))),
  }),
  payoutAfter: (state, { id, wasSettled }) => {
    const isSettled = state.settledBy !== undefined;
    invariant(
      state.returnedBy === undefined && isSettled === (wasSettled === true),
      `${id} returns a payout once, and says whether the rail had paid it`,
    );
    return { ...state, returnedBy: id };
  },
  journalMembers: ({ payout, rail, reference, reason }) => ({ payout, rail, reference, reason }),
};
