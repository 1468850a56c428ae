import { nanosOf } from '../../kernel/money.ts';
import {
  exactCodec,
  integerCodec,
  list,
  type Members,
  monthCodec,
  nanosCodec,
  object,
  oneOf,
  row,
  textCodec,
} from '../json-codec.ts';
import type {
  EarnedByMeter,
  EarningFacts,
  ShareDocument,
  ShareReversalDocument,
} from '../payee-document.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, payeeMembers } from './members.ts';
import { ofPayee } from './of-payee.ts';

const earningMembers: Members<EarningFacts> = {
  ...headMembers,
  ...payeeMembers,
  month: monthCodec,
  n: integerCodec,
  asOf: integerCodec,
  earned: list(row<EarnedByMeter>({ meter: textCodec, exact: exactCodec })),
  amount: nanosCodec,
};

const journalMembers = ({ month: period }: EarningFacts) => ({ period });

/** What a payee has earned of a month. */
export const share: DocumentKind<ShareDocument> = {
  ...ofPayee,
  codec: object<ShareDocument>({ kind: oneOf({ share: true }), ...earningMembers }),
  payeeMonth: ({ month }) => month,
  payeeAfter: (balance, { amount }) => ({
    ...balance,
    earned: nanosOf(balance.earned + amount),
  }),
  journalMembers,
};

/** What a payee has not earned after all. */
export const shareReversal: DocumentKind<ShareReversalDocument> = {
  ...ofPayee,
  codec: object<ShareReversalDocument>({
    kind: oneOf({ 'share-reversal': true }),
    ...earningMembers,
  }),
  payeeMonth: ({ month }) => month,
  payeeAfter: (balance, { amount }) => ({
    ...balance,
    earned: nanosOf(balance.earned - amount),
  }),
  journalMembers,
};
