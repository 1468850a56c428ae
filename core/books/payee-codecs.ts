import { documentEntryCodec } from './entry-codec.ts';
import {
  currencyCodec,
  exactCodec,
  integerCodec,
  list,
  monthCodec,
  nanosCodec,
  object,
  oneOf,
  optional,
  row,
  textCodec,
} from './json-codec.ts';
import type {
  EarnedInMonth,
  PayeeBalance,
  PayeeCell,
  PayeeDocumentsCell,
  PayeeMonthCell,
  PayoutState,
  StatedOn,
} from './payee-cell.ts';
import type { EarnedByMeter } from './payee-document.ts';

export const payeeCodec = object<PayeeCell>({
  kind: oneOf({ payee: true }),
  payee: textCodec,
  balances: list(
    row<PayeeBalance>({
      currency: currencyCodec,
      statements: integerCodec,
      opening: nanosCodec,
      earned: nanosCodec,
      claimed: nanosCodec,
      paidOut: nanosCodec,
      inTransit: nanosCodec,
      stated: list(row<StatedOn>({ day: textCodec, amount: nanosCodec })),
      period: optional(monthCodec),
    }),
  ),
  pages: integerCodec,
  documents: list(documentEntryCodec),
});

export const payeeDocumentsCodec = object<PayeeDocumentsCell>({
  kind: oneOf({ 'payee-documents': true }),
  payee: textCodec,
  page: integerCodec,
  documents: list(documentEntryCodec),
});

export const payeeMonthCodec = object<PayeeMonthCell>({
  kind: oneOf({ 'payee-month': true }),
  month: monthCodec,
  payee: textCodec,
  earnings: list(
    row<EarnedInMonth>({
      currency: currencyCodec,
      documents: integerCodec,
      asOf: integerCodec,
      earned: list(row<EarnedByMeter>({ meter: textCodec, exact: exactCodec })),
    }),
  ),
});

export const payoutStateCodec = object<PayoutState>({
  settledBy: optional(textCodec),
  returnedBy: optional(textCodec),
});
