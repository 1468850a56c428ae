import { Books } from '../../core/books/books.ts';
import { nothingOwed } from '../../core/books/owed.ts';
import type { PayeeBalance } from '../../core/books/payee-cell.ts';
import { readPayee } from '../../core/books/payee-documents.ts';
import { exactFrom, exactOf } from '../../core/kernel/exact-amount.ts';
import { nanosFrom, nanosOf } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { PayeeStatementRequest } from '../../core/payees/record-payee-statements.ts';
import type { PayoutRequest } from '../../core/payees/record-payouts.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../fakes/books.ts';

export const tenant = 'acme';
export const DAY = 24 * 3_600_000;

/** Books without a document, and a clock that is set. */
export function booksOfPayees() {
  const [log, cells] = [new InMemoryBooksLog(), new InMemoryBooksCells()];
  const clock = { at: Date.UTC(2026, 7, 3), now: () => timestampOf(clock.at) };
  return { log, cells, clock, books: new Books({ log, cells, clock }) };
}

export type PayeesWorld = ReturnType<typeof booksOfPayees>;

export const exact = (text: string) => exactFrom(text) ?? exactOf(0n);
export const nanos = (text: string) => nanosFrom(text) ?? nanosOf(0n);

/** What a payee is owed in euros. */
export const owedTo = async ({ books }: PayeesWorld, payee: string): Promise<PayeeBalance> =>
  (await readPayee(books, tenant, payee))?.balances.find(({ currency }) => currency === 'EUR') ??
  nothingOwed('EUR');

/** What `payees` have earned by views, in euros. */
export const earnedByViews = (amounts: Readonly<Record<string, string>>) =>
  Object.entries(amounts).map(([payee, amount]) => ({
    payee,
    currency: 'EUR' as const,
    earned: [{ meter: 'views', exact: exact(amount) }],
  }));

export const julyAsOf = (asOf: number) => ({ month: monthFrom('2026-07'), asOf, timeZone: utc });

export const aStatement = (
  changes: Partial<PayeeStatementRequest> & { readonly payee: string },
): PayeeStatementRequest => ({
  currency: 'EUR',
  n: 1,
  period: monthFrom('2026-07'),
  timeZone: utc,
  taxesOf: () => ({}),
  contentOf: ({ id, closing }) => ({ id, closing: String(closing) }),
  ...changes,
});

export const aPayout = (
  changes: Partial<PayoutRequest> & { readonly payee: string },
): PayoutRequest => ({
  run: 'run-1',
  currency: 'EUR',
  rail: 'sepa',
  reference: 'E2E-1',
  amount: nanos('1'),
  reserveDays: 0,
  timeZone: utc,
  ...changes,
});
