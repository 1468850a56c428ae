import { documentsIn } from '../books/block.ts';
import type { Books } from '../books/books.ts';
import type { BooksDocument } from '../books/document.ts';
import { kindOf, monthOf, payerOf } from '../books/kinds/kinds.ts';
import type { Page } from '../books/page.ts';
import type { BooksLog } from '../books/ports.ts';
import { billingPeriod, type ClosedMonth } from '../invoicing/billing-period.ts';
import type { Clock } from '../kernel/clock.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { laterMonth, type Month, monthOfDate } from '../kernel/month.ts';
import type { Random } from '../kernel/random.ts';
import { utc } from '../kernel/time-zone.ts';
import { millisecondsPer } from '../kernel/timestamp.ts';
import type { Share } from '../shares/share.ts';
import { makeDue } from './change-month.ts';
import type { PayerMark, ShareMonths } from './ports.ts';

export interface FoldPorts {
  readonly months: ShareMonths;
  readonly log: BooksLog;
  readonly books: Books;
  readonly clock: Clock;
  readonly random: Random;
}

/** A payer's month that may be worth something else now. */
interface PayerMonth extends Pick<PayerMark, 'month' | 'payer'> {
  /** Whether it goes on in the month after that which names it, as its payer has a billing day. */
  readonly goesOn?: boolean;
}

const MARKS_AT_ONCE = 16;
/** A month that begins on the second ends no earlier on the first, by UTC. */
const LATE_HOURS = 10;
const TOKEN_BYTES = 8;

/**
 * Reads on in the books of a tenant, about a megabyte, and marks the payers' months that may be worth something else
 * to payees since. `more` where there may be others: only what is marked is passed, so that what is read twice is
 * marked twice, and nothing is missed. Of months before any share nothing is marked.
 */
export async function foldBooks(
  ports: FoldPorts,
  tenant: string,
  shares: readonly Share[],
): Promise<'done' | 'more'> {
  const { months, log, clock } = ports;
  const before = await months.booksRead(tenant);
  const { blocks, more } = await log.read(tenant, before?.seq ?? 0, 'strong');
  const last = blocks.at(-1);
  if (last === undefined) return 'done';
  const documents = blocks.flatMap(({ bytes }) => documentsIn(bytes));
  const first = firstMonth(shares);
  const concerned = await concernedBy(ports, tenant, documents, shares);
  await markAll(
    ports,
    tenant,
    concerned.filter(({ month, goesOn }) => (goesOn === true ? laterMonth(month) : month) >= first),
  );
  const read = {
    ...{ tenant, seq: last.seq, at: clock.now() },
    revision: (before?.revision ?? 0) + 1,
  };
  // Where somebody else has read on meanwhile, the same is marked by both.
  await months.putBooksRead(read);
  return more ? 'more' : 'done';
}

/** Marks payers' months, and then the months as due: what is due has its marks. */
export async function markAll(
  ports: Pick<FoldPorts, 'months' | 'clock' | 'random'>,
  tenant: string,
  payerMonths: readonly PayerMonth[],
): Promise<void> {
  const { months, random } = ports;
  const token = Buffer.from(random.bytes(TOKEN_BYTES)).toString('hex');
  const marks = new Map(
    payerMonths.map(({ month, payer }) => [
      JSON.stringify([month, payer]),
      { month, payer, token },
    ]),
  );
  await inParallel(MARKS_AT_ONCE, marks.values(), (mark) => months.mark(tenant, mark));
  for (const month of new Set(payerMonths.map((one) => one.month))) {
    await makeDue(ports, { tenant, month });
  }
}

/** The month in which the first share of all begins; usage of before belongs to nobody. */
function firstMonth(shares: readonly Share[]): string {
  const days = shares.flatMap(({ versions }) => versions.map((one) => one.effectiveFrom));
  return days.map(monthOfDate).toSorted()[0] ?? '9999-12';
}

/** What closes months, or opens them, and what changes an invoice of one, or of those that are carried to it. */
async function concernedBy(
  { books }: FoldPorts,
  tenant: string,
  documents: readonly BooksDocument[],
  shares: readonly Share[],
): Promise<readonly PayerMonth[]> {
  const months = documents.flatMap(monthsOf);
  if (!shares.some(({ basis }) => basis !== 'list')) return months;
  const originals = [...new Set(documents.flatMap(changedInvoice))];
  const changed = (await books.read(tenant, { cells: [], originals })).originals;
  const carrying = [...documents, ...changed.values()].filter(isOfInvoice);
  const customers = new Set(carrying.flatMap((one) => payerOf(one) ?? []));
  const keys = [...customers].map((customer) => ({ kind: 'customer', customer }) as const);
  const page = await books.read(tenant, { cells: keys });
  return [
    ...months,
    ...[...changed.values()].flatMap(monthsOf),
    ...carrying.flatMap((one) => carriedMonths(page, one)),
  ];
}

/** The month that it closes or opens, and those that it bills more of. */
function monthsOf(document: BooksDocument): readonly PayerMonth[] {
  const payer = payerOf(document);
  const facts = monthOf(document);
  if (payer === undefined || facts === undefined) return [];
  const months = [facts.period.month, ...facts.billed.map(({ period }) => period)];
  const goesOn = isGoingOn(facts.period);
  return [...new Set<Month>(months)].map((month) => ({ month, payer, goesOn }));
}

/** No month of the calendar ends so late, but in the zones farthest west: of theirs a look more comes to nothing. */
const isGoingOn = ({ month, end }: ClosedMonth): boolean =>
  end >= billingPeriod(month, utc).end + LATE_HOURS * millisecondsPer.hour;

/** The invoice that something was credited of, or paid. */
function changedInvoice(document: BooksDocument): readonly string[] {
  if (monthOf(document) !== undefined) return [];
  const { invoice } = kindOf(document).about(document);
  return invoice === undefined ? [] : [invoice];
}

const isOfInvoice = ({ kind }: BooksDocument): boolean => kind === 'invoice' || kind === 'void';

/** The months before that were closed without an invoice: what is carried of them is invoiced by this one, or was. */
function carriedMonths(page: Page, document: BooksDocument): readonly PayerMonth[] {
  const payer = payerOf(document);
  const facts = monthOf(document);
  if (payer === undefined || facts === undefined) return [];
  const { closed } = page.at({ kind: 'customer', customer: payer }) ?? { closed: [] };
  const earlier = closed.filter(({ start }) => start < facts.period.start);
  const last = earlier.findLastIndex(({ invoiced }) => invoiced !== undefined);
  return earlier
    .slice(last + 1)
    .map((one) => ({ month: one.month, payer, goesOn: isGoingOn(one) }));
}
