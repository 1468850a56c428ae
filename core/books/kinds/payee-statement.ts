import { invariant } from '../../kernel/invariant.ts';
import { laterDate } from '../../kernel/local-calendar.ts';
import { nanosOf } from '../../kernel/money.ts';
import {
  integerCodec,
  monthCodec,
  nanosCodec,
  object,
  oneOf,
  optional,
  textCodec,
} from '../json-codec.ts';
import { closingOf } from '../owed.ts';
import type { PayeeBalance } from '../payee-cell.ts';
import type { PayeeStatementDocument, PayeeTax, Withheld } from '../payee-document.ts';
import type { DocumentKind } from './document-kind.ts';
import { headMembers, payeeMembers } from './members.ts';
import { ofPayee } from './of-payee.ts';

/** No reserve is held back for longer. */
const reserveDaysMax = 180;

/** What a payee is told, with the taxes of it. It has a number where it is an invoice that we write for the payee. */
export const payeeStatement: DocumentKind<PayeeStatementDocument> = {
  ...ofPayee,
  codec: object<PayeeStatementDocument>({
    kind: oneOf({ 'payee-statement': true }),
    ...headMembers,
    ...payeeMembers,
    series: optional(textCodec),
    ordinal: optional(integerCodec),
    number: optional(textCodec),
    n: integerCodec,
    period: monthCodec,
    opening: nanosCodec,
    earned: nanosCodec,
    claimed: nanosCodec,
    paidOut: nanosCodec,
    vat: optional(object<PayeeTax>({ code: textCodec, amount: nanosCodec })),
    withheld: optional(object<Withheld>({ country: textCodec, amount: nanosCodec })),
    closing: nanosCodec,
    content: textCodec,
  }),
  numbered: ({ series, ordinal, number, earned: subtotal }) =>
    series === undefined || ordinal === undefined || number === undefined
      ? undefined
      : { series, ordinal, number, subtotal },
  // What is drawn of it, and kept, is the business of statements of payees.
  content: () => undefined,
  payeeAfter: (balance, document) => {
    const { id, n, opening, earned, claimed, paidOut, closing } = document;
    invariant(
      n === balance.statements + 1 &&
        opening === balance.opening &&
        earned === balance.earned &&
        claimed === balance.claimed &&
        paidOut === balance.paidOut &&
        closing === closingOf(document),
      `${id} is statement ${balance.statements + 1}, and says what has come since the one before`,
    );
    const none = nanosOf(0n);
    return {
      ...balance,
      statements: n,
      opening: closing,
      ...{ earned: none, claimed: none, paidOut: none },
      stated: statedAfter(balance.stated, document),
      period: document.period,
    };
  },
  journalMembers: ({ number, period }) => ({
    ...(number === undefined ? {} : { number }),
    period,
  }),
};

/** What is new of it stands by its day, as long as it may be held back. */
function statedAfter(
  stated: PayeeBalance['stated'],
  { day, opening, paidOut, closing }: PayeeStatementDocument,
): PayeeBalance['stated'] {
  const first = laterDate(day, -reserveDaysMax);
  const kept = stated.filter((one) => one.day > first);
  const amount = closing - (opening - paidOut);
  if (amount <= 0n) return kept;
  const before = kept.find((one) => one.day === day)?.amount ?? 0n;
  return [...kept.filter((one) => one.day !== day), { day, amount: nanosOf(before + amount) }].sort(
    (a, b) => (a.day < b.day ? -1 : 1),
  );
}
