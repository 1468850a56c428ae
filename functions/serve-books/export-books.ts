import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { Books } from '../../core/books/books.ts';
import {
  type JournalPlace,
  journalMediaTypes,
  journalPage,
} from '../../core/books/export/export-journal.ts';
import type { BooksLog } from '../../core/books/ports.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { largeTextAnswer } from '../middleware/large-answer.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

/** An answer of twice as much can be sent, should one block be longer. */
const PAGE_BYTES_MAX = 2 * 1024 * 1024;

/**
 * A page of the journal. Where there are more, the header `next-cursor` says so, and in JSON `nextCursor` too; texts
 * put below each other are the whole.
 */
export const exportBooks =
  (
    ports: { readonly books: Books; readonly log: BooksLog },
    bytesMax = PAGE_BYTES_MAX,
  ): RouteHandlers['ServeBooks']['GET /v1/books'] =>
  async ({ caller, query, headers }) => {
    const { format = 'json', cursor } = query;
    const fingerprint = JSON.stringify(['GET /v1/books', format]);
    const after =
      cursor === undefined ? undefined : placeFrom(openedCursor(caller, fingerprint, cursor));
    const page = await journalPage(ports, caller.tenant, { format, after, bytesMax });
    const next =
      page.next === undefined ? undefined : sealedCursor(caller, fingerprint, placeText(page.next));
    const text = format === 'json' ? jsonPage(page.text, next) : page.text;
    const { headers: own, ...answer } = largeTextAnswer(
      journalMediaTypes[format],
      text,
      headers['accept-encoding'],
    );
    return {
      ...answer,
      headers: { ...own, ...(next === undefined ? {} : { 'next-cursor': next }) },
    };
  };

/** `{"documents":[…]}`, and where the next page is. */
function jsonPage(lines: string, next: string | undefined): string {
  const documents = lines.trimEnd().replaceAll('\n', ',\n');
  const rest = next === undefined ? '' : `,"nextCursor":${JSON.stringify(next)}`;
  return `{"documents":[${documents === '' ? '' : `\n${documents}\n`}]${rest}}\n`;
}

const placeText = ({ seq, last }: JournalPlace): string => JSON.stringify([seq, last]);

function placeFrom(text: string): JournalPlace {
  const [seq, last] = JSON.parse(text) as [number, number];
  return { seq, last: timestampOf(last) };
}
