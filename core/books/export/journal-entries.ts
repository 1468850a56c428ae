import { laterDate } from '../../kernel/local-calendar.ts';
import { nanosOf } from '../../kernel/money.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { keptTimeZone, localDate } from '../../kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../kernel/timestamp.ts';
import { accountFrom } from '../account.ts';
import { dayOf } from '../day.ts';
import { isDeferred } from '../deferred.ts';
import type { BooksDocument } from '../document.ts';
import type { Posting } from '../document-head.ts';
import { kindOf, monthOf } from '../kinds/kinds.ts';
import { netPostings } from '../postings.ts';

/** Where revenue stands, all customers' together, from the end of its month until the day of its document. */
export const unbilled = 'customers:unbilled';

/** A document, or a part of it, on one day of a journal of text: it sums to zero, too. */
export interface JournalEntry {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Whether it says what was earned before the day of its document. */
  readonly isAccrual: boolean;
  readonly postings: readonly Posting[];
}

/**
 * A document as a journal of text has it. An entry there sums to zero on its day, and what a month was closed with is
 * earned by the end of that month, though its document is of a later day. So that is an entry of its own, on the last
 * day of the month, that of the payer where it has a billing day, against an account that the document's own day
 * clears.
 *
 * What a closing says of months before is earned with the month that it closes, as reports of those were made. What is
 * closed again counts on its own day, as the void counts that took the first away.
 */
export function entriesOf(document: BooksDocument): readonly JournalEntry[] {
  const day = dayOf(document);
  const closed = closedFirstBy(document);
  const accrued = new Map<string, Posting[]>();
  const own: Posting[] = [];
  for (const posting of document.postings) {
    const last = closed === undefined ? undefined : lastDayOf(posting, document, closed);
    if (last === undefined || last >= day) own.push(posting);
    else accrued.set(last, [...(accrued.get(last) ?? []), posting]);
  }
  const accruals = [...accrued].sort(([a], [b]) => (a < b ? -1 : 1));
  const waiting = accruals.map(([last, postings]) => ({ last, postings, ...sumsOf(postings) }));
  return [
    ...waiting.map(({ last, postings, owed }) => ({
      day: last,
      isAccrual: true,
      postings: [...owed, ...postings],
    })),
    {
      day,
      isAccrual: false,
      postings: [...netPostings(waiting.flatMap(({ cleared }) => cleared)), ...own],
    },
  ].filter(({ postings, isAccrual }) => isAccrual || postings.length > 0);
}

/** The month that a document closes, where it was not closed before. */
function closedFirstBy(document: BooksDocument): Month | undefined {
  const month = monthOf(document);
  const isClosing = kindOf(document).monthBecomes(document) === 'closed';
  return isClosing && month?.attempt === 1 ? month.period.month : undefined;
}

/** The last day of the month in which a posting of a closing is earned; undefined for what is not earned by it. */
function lastDayOf(
  { account, service }: Posting,
  document: BooksDocument,
  closed: Month,
): string | undefined {
  if (service === undefined) return undefined;
  // What is deferred comes with the document that charges it, and goes with the month that it was for.
  if (isDeferred(account) && service > closed) return undefined;
  if (!isDeferred(account) && accountFrom(account)?.kind !== 'revenue') return undefined;
  const month = service > closed ? service : closed;
  const last = laterDate(`${laterMonth(month)}-01`, -1);
  const ended = month === closed ? lastDayClosed(document) : undefined;
  return ended !== undefined && ended > last ? ended : last;
}

/** The last day that a document closes: of a payer with a billing day, in the month after that which names its own. */
function lastDayClosed(document: BooksDocument): string | undefined {
  const [period, agreed] = [monthOf(document)?.period, kindOf(document).agreed(document)];
  if (period === undefined || agreed === undefined) return undefined;
  return localDate(timestampOf(period.end - millisecondsPer.second), keptTimeZone(agreed.timeZone));
}

/** What postings come to, as it waits for the document, and as the document clears it. */
function sumsOf(postings: readonly Posting[]) {
  const owed = netPostings(
    postings.map(({ currency, amount }) => ({
      account: unbilled,
      currency,
      amount: nanosOf(-amount),
    })),
  );
  const cleared = owed.map((posting) => ({ ...posting, amount: nanosOf(-posting.amount) }));
  return { owed, cleared };
}
