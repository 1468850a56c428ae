import { documentsIn } from '../../core/books/block.ts';
import type { BooksDocument } from '../../core/books/document.ts';
import { payeesOf } from '../../core/books/kinds/kinds.ts';
import { postedOf } from '../../core/books/owed.ts';
import { readPayeeMonth } from '../../core/books/payee-documents.ts';
import type { PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { exactText } from '../../core/kernel/exact-amount.ts';
import { nanosOf, nanosText } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { type Timestamp, timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import type { Payees } from '../../core/shares/ports.ts';
import { inMemoryShares } from '../fakes/shares.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import type { aShare } from '../fixtures/shares.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { aTenancy } from './rated-usage.ts';
import { someEarnings } from './some-earnings.ts';

export const tenant = 'acme';
export const january = monthFrom('2026-01');
/** Reads, counted by who wrote what is read. */
export const ofReads = { meter: 'reads', dimension: 'author' };

type Charges = PlanVersionBody['charges'];
const perRead: Charges = [{ meter: 'reads', model: 'per_unit', unitPrice: '10' }];

interface Given {
  readonly charges?: Charges;
  readonly shares: readonly ReturnType<typeof aShare>[];
  /** Customers by their keys; each pays for the subject of the same name. */
  readonly readers?: readonly string[];
  readonly currency?: 'EUR' | 'USD';
  readonly now?: Timestamp;
  readonly payeesAtOnce?: number;
  readonly payeesPerStep?: number;
  readonly payees?: Payees;
}

/** A press whose readers pay by what they read, its authors by shares: in memory, with a queue for what they earn. */
export async function aPaidPress(given: Given) {
  const { charges = perRead, readers = ['ann', 'bob'], currency = 'EUR' } = given;
  const tenancy = await aTenancy(
    {
      meters: [aMeter({ key: 'reads', eventType: 'read', dimensions: ['author'] })],
      plans: { reader: aPlan(aVersion({ currency, charges: [...charges] })) },
      customers: readers.map((key) =>
        aCustomer({ key, subjects: [key], plan: [{ plan: 'reader', from: '2020-01-01' }] }),
      ),
      settings: someSettings(),
    },
    given.now,
  );
  const shares = inMemoryShares();
  for (const share of given.shares) await shares.put(tenant, share);
  const earnings = someEarnings(tenancy, shares, given);
  return {
    ...tenancy,
    shares,
    earnings,
    /** What the schedule does, and all that comes of it. */
    accrue: () => earnings.run({ kind: 'look' }),
    close: async (reader: string, month = '2026-01') => {
      const [outcome] = await closePeriods(tenancy, tenant, [await tenancy.request(reader, month)]);
      if (outcome?.status !== 'closed') throw new Error(`${reader} is not closed`);
      return outcome.document;
    },
  };
}

export type PaidPress = Awaited<ReturnType<typeof aPaidPress>>;

/** So many reads of an author by a reader, on a day of a month. */
export const readsOf = (
  reader: string,
  author: string | null,
  count: number,
  day = '2026-01-14',
): UsageEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ source: 'app', id: JSON.stringify([reader, author, day, index]), type: 'read' },
    ...{ subject: reader, occurredAt: timestampFrom(`${day}T10:00:00Z`) ?? timestampOf(0) },
    data: JSON.stringify(author === null ? {} : { author }),
  }));

/** All documents of the books, in their order. */
export async function documentsOf({ log }: Pick<PaidPress, 'log'>): Promise<BooksDocument[]> {
  const all: BooksDocument[] = [];
  for (let after = 0; ; ) {
    const { blocks, more } = await log.read(tenant, after);
    all.push(...blocks.flatMap(({ bytes }) => documentsIn(bytes)));
    after = blocks.at(-1)?.seq ?? after;
    if (!more) return all;
  }
}

/** What documents say that each payee has earned of a month: nanos, by a count of the log alone. */
export async function postedIn(
  press: Pick<PaidPress, 'log'>,
  month: string = january,
): Promise<Record<string, string>> {
  const sums = new Map<string, bigint>();
  for (const document of await documentsOf(press)) {
    if (document.kind !== 'share' && document.kind !== 'share-reversal') continue;
    if (document.month !== month) continue;
    const [payee = ''] = payeesOf(document);
    const key = document.currency === 'EUR' ? payee : `${payee} ${document.currency}`;
    const sign = document.kind === 'share' ? 1n : -1n;
    sums.set(key, (sums.get(key) ?? 0n) + sign * document.amount);
  }
  return Object.fromEntries(
    [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([payee, sum]) => [payee, nanosText(nanosOf(sum))]),
  );
}

/** What a payee has earned of a month to the last place, by currency and meter. */
export async function earnedBy(
  { books }: Pick<PaidPress, 'books'>,
  payee: string,
  month = january,
) {
  const cell = await readPayeeMonth(books, tenant, { payee, month });
  return (cell?.earnings ?? []).map(({ currency, earned }) => [
    currency,
    ...earned.map(({ meter, exact }) => [meter, exactText(exact)]),
  ]);
}

/** In nanos, what cells say is posted of a month, by payee, currency and meter. */
export async function earningsIn(
  press: Pick<PaidPress, 'books' | 'log'>,
  month = january,
): Promise<ReadonlyMap<string, bigint>> {
  const posted = new Map<string, bigint>();
  const payees = new Set((await documentsOf(press)).flatMap((document) => payeesOf(document)));
  for (const payee of payees) {
    const cell = await readPayeeMonth(press.books, tenant, { payee, month });
    for (const { currency, earned } of cell?.earnings ?? []) {
      for (const { meter, exact } of earned) {
        posted.set(JSON.stringify([payee, currency, meter]), postedOf(exact));
      }
    }
  }
  return posted;
}
