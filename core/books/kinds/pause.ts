import { definedOnly } from '../../kernel/defined-only.ts';
import type { PauseDocument } from '../document.ts';
import { object, oneOf, optional, textCodec } from '../json-codec.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, invoiceMembers, payerMembers } from './members.ts';
import { movesMoney } from './moves-money.ts';

/** That nobody is reminded of an invoice before a day. The last one counts. */
export const pause: DocumentKind<PauseDocument> = {
  ...movesMoney,
  codec: object<PauseDocument>({
    kind: oneOf({ pause: true }),
    ...headMembers,
    ...payerMembers,
    ...invoiceMembers,
    day: textCodec,
    until: optional(textCodec),
    reason: textCodec,
  }),
  parties: ({ customer: payer }) => ({ payer }),
  about: ({ invoice }) => ({ invoice }),
  invoiceAfter: ({ paused: _, ...invoice }, { until, reason }) =>
    until === undefined ? invoice : { ...invoice, paused: { until, reason } },
  paymentAfter: (payment) => payment,
  unapplied: () => undefined,
  journalMembers: ({ invoice, until, reason }) => ({ invoice, ...definedOnly({ until }), reason }),
};
