import { accountName } from '../books/account.ts';
import type { Posting } from '../books/document-head.ts';
import { nothingOwed } from '../books/owed.ts';
import type { Page } from '../books/page.ts';
import type { PayeeBalance } from '../books/payee-cell.ts';
import type { Currency } from '../kernel/currency.ts';
import { nanosOf } from '../kernel/money.ts';
import { localDate, type TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

export const payeeKey = (payee: string) => ({ kind: 'payee', payee }) as const;
export const documentKey = (id: string) => ({ kind: 'document', id }) as const;

/** Whether a document is in the books, or on the page; its cell was asked for. */
export const isThere = (page: Page, id: string): boolean => page.at(documentKey(id)) !== undefined;

/** What a payee is owed as the page has it; its cell was asked for. */
export const balanceOn = (
  page: Page,
  { payee, currency }: { readonly payee: string; readonly currency: Currency },
): PayeeBalance =>
  page.at(payeeKey(payee))?.balances.find((one) => one.currency === currency) ??
  nothingOwed(currency);

/** When a document of now counts. */
export const datedNow = ({ recordedAt }: Page, timeZone: TimeZone) => dated(recordedAt, timeZone);

export const dated = (effectiveAt: Timestamp, timeZone: TimeZone) => ({
  effectiveAt,
  day: localDate(effectiveAt, timeZone),
});

/** Makes what a payee is owed more; below zero less. */
export const owing = (payee: string, currency: Currency, amount: bigint): Posting => ({
  account: accountName({ kind: 'payable', payee }),
  currency,
  amount: nanosOf(-amount),
});
