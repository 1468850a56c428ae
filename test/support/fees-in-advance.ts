import { Books } from '../../core/books/books.ts';
import type { BooksDocument, ClosingDocument } from '../../core/books/document.ts';
import { journal } from '../../core/books/reading.ts';
import { billingPeriod } from '../../core/invoicing/billing-period.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import type { ClosingRequest } from '../../core/invoicing/closing-request.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import type { RatedCharge } from '../../core/invoicing/reckoning.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../fakes/books.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
} from '../fixtures/invoicing.ts';

const tenant = 'acme';

/** A fee of so much, of `base` where nothing else is said. */
export function aFee(amount: string, key = 'base'): RatedCharge {
  const { meter: _, ...fee } = aCharge('1', amount, {
    ...{ key: `fee ${key}`, charge: key, description: key },
    ...{ kind: 'fee', revenue: { of: 'fee', key } },
  });
  return fee;
}

const views = (quantity: string) => aCharge(quantity, '0.01');

interface MonthToClose extends Partial<ClosingRequest> {
  /** What the month is charged for, whenever that is. */
  readonly charges?: readonly RatedCharge[];
  /** What of the month after it is charged with it. */
  readonly ahead?: readonly RatedCharge[];
}

/** Books of a payer with 1.00 of usage and a fee of 31.00 each month, which is charged with the month before it. */
export function payerInAdvance(stores = inMemoryStores()) {
  const { time, clock } = someBooks();
  const world = { ...stores, time, clock, books: new Books({ ...stores, clock }) };
  const { books } = world;
  const close = async (
    month: string,
    { charges = [views('100'), aFee('31')], ahead = [aFee('31')], ...asked }: MonthToClose = {},
  ): Promise<ClosingDocument> => {
    const current = aMonth(month, charges);
    const next = aMonth(nextOf(month), ahead);
    time.now = timestampOf(Math.max(time.now, billingPeriod(monthFrom(month), utc).end));
    const [outcome] = await closePeriods(world, tenant, [
      aClosing({
        terms: someTerms({ minimumCharge: nanos('0') }),
        policy: aPolicy({ bounds: undefined }),
        ...{ current, advance: ahead.length === 0 ? [] : [next], ...asked },
      }),
    ]);
    if (outcome?.status !== 'closed') throw new Error(`${month} is closed, got ${outcome?.status}`);
    return outcome.document;
  };
  const undo = ({ id }: { readonly id: string }, afterwards: 'rebill' | 'forgive') =>
    voidInvoice(books, tenant, { invoice: id, reason: 'test', afterwards });
  const credit = ({ id }: { readonly id: string }, line: string, amount: string) => {
    const lines = [{ line, amount: nanos(amount) }];
    const request = { invoice: id, key: `${line} ${amount}`, reason: 'test', lines };
    return creditInvoice(books, tenant, { policy: aPolicy(), request });
  };
  const documents = async (): Promise<readonly BooksDocument[]> => {
    const all: BooksDocument[] = [];
    for await (const { document } of journal(world.log, tenant)) all.push(document);
    return all;
  };
  /** What postings come to by account and month, but for what the payer has: what was earned is positive. */
  const earned = async (): Promise<Readonly<Record<string, string>>> => {
    const sums = new Map<string, bigint>();
    for (const { account, currency, amount, service = '' } of (await documents()).flatMap(
      ({ postings }) => postings,
    )) {
      if (account.startsWith('customer:')) continue;
      const name = [account, ...(currency === 'EUR' ? [] : [currency]), service].join(' ').trim();
      sums.set(name, (sums.get(name) ?? 0n) - amount);
    }
    return Object.fromEntries(
      [...sums]
        .filter(([, sum]) => sum !== 0n)
        .toSorted()
        .map(([name, sum]) => [name, nanosText(sum as Parameters<typeof nanosText>[0])]),
    );
  };
  return { ...world, close, undo, credit, documents, earned };
}

const inMemoryStores = () => ({ log: new InMemoryBooksLog(), cells: new InMemoryBooksCells() });

const nextOf = (month: string): string =>
  `2026-${String(Number.parseInt(month.slice(5), 10) + 1).padStart(2, '0')}`;
