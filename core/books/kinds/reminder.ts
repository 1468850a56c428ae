import { invariant } from '../../kernel/invariant.ts';
import { nanosText } from '../../kernel/money.ts';
import type { ReminderDocument } from '../document.ts';
import {
  integerCodec,
  list,
  nanosCodec,
  object,
  oneOf,
  optional,
  textCodec,
} from '../json-codec.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, invoiceMembers, payerMembers } from './members.ts';
import { movesMoney } from './moves-money.ts';

/** That a payer was reminded of an invoice. */
export const reminder: DocumentKind<ReminderDocument> = {
  ...movesMoney,
  codec: object<ReminderDocument>({
    kind: oneOf({ reminder: true }),
    ...headMembers,
    ...payerMembers,
    ...invoiceMembers,
    day: textCodec,
    level: integerCodec,
    afterDays: integerCodec,
    skipped: list(integerCodec),
    due: nanosCodec,
    daysOverdue: integerCodec,
    text: optional(textCodec),
  }),
  parties: ({ customer: payer }) => ({ payer }),
  about: ({ invoice }) => ({ invoice }),
  invoiceAfter: (invoice, { id, level, day, afterDays }) => {
    const { reminders = [] } = invoice;
    const last = reminders.at(-1);
    invariant(
      last === undefined || (last.level < level && last.day < day),
      `${id} comes after the reminders before it, and on another day`,
    );
    return { ...invoice, reminders: [...reminders, { id, level, day, afterDays }] };
  },
  paymentAfter: (payment) => payment,
  unapplied: () => undefined,
  journalMembers: ({ invoice, level, due, daysOverdue, skipped }) => ({
    invoice,
    level,
    due: nanosText(due),
    daysOverdue,
    skipped,
  }),
};
