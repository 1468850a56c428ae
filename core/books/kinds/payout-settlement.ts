import { invariant } from '../../kernel/invariant.ts';
import { nanosOf } from '../../kernel/money.ts';
import { nanosCodec, object, oneOf, textCodec } from '../json-codec.ts';
import type { PayoutSettlementDocument } from '../payee-document.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, payeeMembers } from './members.ts';
import { ofPayee } from './of-payee.ts';

/** That a rail has paid. */
export const payoutSettlement: DocumentKind<PayoutSettlementDocument> = {
  ...ofPayee,
  codec: object<PayoutSettlementDocument>({
    kind: oneOf({ 'payout-settlement': true }),
    ...headMembers,
    ...payeeMembers,
    payout: textCodec,
    rail: textCodec,
    reference: textCodec,
    amount: nanosCodec,
  }),
  about: ({ payout }) => ({ payout }),
  payeeAfter: (balance, { amount }) => ({
    ...balance,
    inTransit: nanosOf(balance.inTransit - amount),
  }),
  payoutAfter: (state, { id }) => {
    const isOnItsWay = state.settledBy === undefined && state.returnedBy === undefined;
    invariant(isOnItsWay, `${id} settles a payout that is on its way`);
    return { ...state, settledBy: id };
  },
  journalMembers: ({ payout, rail, reference }) => ({ payout, rail, reference }),
};
