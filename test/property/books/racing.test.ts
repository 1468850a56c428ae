import { describe, expect, it } from '@jest/globals';
import { Books } from '../../../core/books/books.ts';
import { checkBooks } from '../../../core/books/check.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { journal } from '../../../core/books/reading.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { ClosingRequest } from '../../../core/invoicing/closing-request.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { exactFromNanos } from '../../../core/kernel/money.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../fakes/books.ts';
import {
  Crash,
  failingCells,
  failingLog,
  Mischief,
  muchTrouble,
} from '../../fakes/failing-books.ts';
import { Turns } from '../../fakes/turns.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someTerms,
  vat,
} from '../../fixtures/invoicing.ts';

const SEEDS = 20;
const CUSTOMERS = 4;
const MONTHS = ['2026-01', '2026-02', '2026-03'];
const WORKERS = 3;
const tenant = 'acme';
const now = timestampOf(Date.UTC(2026, 3, 2));

/** Usage of a customer's month; the first month's grows after it was closed. */
const quantityOf = (customer: number, month: string, seen: string): number =>
  137 * (customer + 1) + (month === '2026-01' && seen !== '2026-01' ? 411 : 0) + month.length * 7;

/** More places than a nano has, so that residues are carried too. */
const PRICE = '0.001234567891';

const requestOf = (customer: number, label: string): ClosingRequest => {
  const charge = (month: string) => aCharge(String(quantityOf(customer, month, label)), PRICE);
  return aClosing({
    terms: someTerms({
      customer: `reader-${customer}`,
      taxes: new Map([['standard', vat('19')]]),
    }),
    policy: aPolicy({ bounds: undefined }),
    current: aMonth(label, [charge(label)]),
    earlier: label === '2026-01' ? [] : [aMonth('2026-01', [charge('2026-01')])],
  });
};

interface World {
  readonly log: InMemoryBooksLog;
  readonly cells: InMemoryBooksCells;
  readonly mischief: Mischief;
  readonly turns: Turns;
}

/** Does a piece of work until it is done, from the beginning whenever it dies or gives up, as a queue would. */
async function untilDone(
  { log, cells, mischief }: World,
  work: (books: Books) => Promise<void>,
): Promise<void> {
  const clock = { now: () => now };
  for (;;) {
    const ports = { log: failingLog(log, mischief), cells: failingCells(cells, mischief) };
    try {
      await work(new Books({ ...ports, clock }));
      return;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

/** A run that bills every month, then corrects and collects; all runs do all of it. */
async function billAll(world: World): Promise<void> {
  const clock = { now: () => now };
  for (const label of MONTHS) {
    const requests = Array.from({ length: CUSTOMERS }, (_, customer) => requestOf(customer, label));
    await untilDone(world, async (books) => {
      await closePeriods({ books, clock }, tenant, requests);
    });
  }
  const invoices = await documents(world.log);
  for (const invoice of invoices.filter(({ kind }) => kind === 'invoice').slice(0, 4)) {
    const payment = { rail: 'card', reference: 'p', amount: nanos('0.10'), receivedAt: now };
    await untilDone(world, async (books) => {
      await recordPayment(books, tenant, { ...payment, invoice: invoice.id });
    });
    const request = { invoice: invoice.id, key: 'c', reason: 'sorry', lines: undefined };
    await untilDone(world, async (books) => {
      await creditInvoice(books, tenant, { policy: aPolicy(), request });
    });
  }
}

async function documents(log: InMemoryBooksLog): Promise<BooksDocument[]> {
  const all: BooksDocument[] = [];
  for await (const { document } of journal(log, tenant)) all.push(document);
  return all;
}

async function race(seed: number) {
  const turns = new Turns(seed);
  const log = new InMemoryBooksLog(1 + (seed % 5));
  const cells = new InMemoryBooksCells();
  const mischief = new Mischief(turns, muchTrouble);
  const world = { log, cells, mischief, turns };
  await turns.run(Array.from({ length: WORKERS }, () => billAll(world)));
  await new Books({ log, cells, clock: { now: () => now } }).catchUp(tenant);
  return world;
}

/** What all usage is worth, by quantities alone, in 1e-24. */
const worth = (): bigint =>
  Array.from({ length: CUSTOMERS }, (_, customer) =>
    MONTHS.reduce((sum, month) => sum + BigInt(quantityOf(customer, month, 'last')), 0n),
  ).reduce((sum, units) => sum + units * 1_234_567_891n * 10n ** 12n, 0n);

describe('runs that race, crash and lose answers', () => {
  it('bill every month once, number without gap or repeat, and lose or double nothing', async () => {
    const seen = { crashes: 0, unknown: 0, late: 0, taken: 0 };
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { log, cells, mischief } = await race(seed);

      const { faults } = await checkBooks({ log, cells }, tenant);
      expect({ seed, faults }).toEqual({ seed, faults: [] });
      const all = await documents(log);
      const closings = all.filter(({ kind }) => kind === 'invoice' || kind === 'statement');
      expect(closings).toHaveLength(CUSTOMERS * MONTHS.length);
      expect(all.filter(({ kind }) => kind === 'payment')).toHaveLength(4);
      expect(all.filter(({ kind }) => kind === 'credit-note')).toHaveLength(4);
      expect(accountedIn(all)).toBe(worth());
      for (const what of ['crashes', 'unknown', 'late', 'taken'] as const) {
        seen[what] += mischief.happened[what];
      }
    }
    // A race that never goes wrong shows nothing.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(SEEDS);
  }, 240_000);

  it('leave the same projections as one run that nothing happened to, wherever the log is the same', async () => {
    const { log, cells } = await race(7);

    const rebuilt = new InMemoryBooksCells();
    await new Books({ log, cells: rebuilt, clock: { now: () => now } }).catchUp(tenant);

    expect(rebuilt.snapshot()).toBe(cells.snapshot());
  });
});

/** What is invoiced and what is carried at the end, in 1e-24. */
function accountedIn(all: readonly BooksDocument[]): bigint {
  let sum = 0n;
  for (const document of all) {
    if (document.kind === 'invoice') sum += exactFromNanos(document.subtotal);
    if (document.kind !== 'invoice' && document.kind !== 'statement') continue;
    for (const change of document.carry) {
      sum += exactFromNanos(change.out) - exactFromNanos(change.in);
      sum += change.residueOut - change.residueIn;
    }
  }
  return sum;
}
