import { dayOf } from '../books/day.ts';
import type { BooksDocument } from '../books/document.ts';
import type { Posting } from '../books/document-head.ts';
import { entriesOf } from '../books/export/journal-entries.ts';
import type { ReportDays } from './question.ts';

/** Whether a day lies before those that a report is about, within them, or after. */
export type Part = 'before' | 'within' | 'after';

/** A document, and on which side of the days of a report it and its postings count. */
export interface CountedDocument {
  readonly document: BooksDocument;
  /** Its own day. */
  readonly day: string;
  readonly part: Part;
  readonly entries: readonly CountedEntry[];
}

/** Postings of one day, as journals of text have them. */
interface CountedEntry {
  readonly day: string;
  readonly part: Part;
  readonly postings: readonly Posting[];
}

/** Counted by the very days that the exports of the books have, so that both say the same of any period. */
export function counted(document: BooksDocument, days: ReportDays): CountedDocument {
  const day = dayOf(document);
  return {
    document,
    day,
    part: partOf(day, days),
    entries: entriesOf(document).map((entry) => ({
      day: entry.day,
      part: partOf(entry.day, days),
      postings: entry.postings,
    })),
  };
}

function partOf(day: string, { from = '', to }: ReportDays): Part {
  if (day > to) return 'after';
  return day < from ? 'before' : 'within';
}
