import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksLog } from '../../core/books/ports.ts';
import { reportDays } from '../../core/contract/reports/report-names.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { makeReport, type Report } from '../../core/reports/make-report.ts';
import {
  type ReportQuestion,
  refuseUnknownPayer,
  reportQuestion,
} from '../../core/reports/question.ts';
import {
  type ReportPage,
  reportCsv,
  reportPage,
  tablesAnswer,
} from '../../core/reports/report-page.ts';
import { largeTextAnswer } from '../middleware/large-answer.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

const LIMIT_DEFAULT = 1_000;
/** What is read within a request: the journal by pages, a customer's documents one by one. See docs/reports.md. */
const documentsMost = { all: 100_000, ofOne: 20_000 };

/** Where a page of a report begins: after so many of its rows, of the books up to a block. */
interface Place {
  readonly through: number | undefined;
  readonly offset: number;
}

/** A page of a report. Where there are more, the header `next-cursor` says so, and in JSON `nextCursor` too. */
export const readReport =
  (
    ports: { readonly books: Books; readonly log: BooksLog },
    most = documentsMost,
  ): RouteHandlers['ServeBooks']['GET /v1/reports/{name}'] =>
  async ({ caller, params: { name }, query, headers }) => {
    const { format = 'json', limit = LIMIT_DEFAULT, cursor, separator, ...sent } = query;
    const question = reportQuestion(name, sent);
    const fingerprint = JSON.stringify(['GET /v1/reports/{name}', format, question]);
    const { through, offset }: Place =
      cursor === undefined
        ? { through: undefined, offset: 0 }
        : placeFrom(openedCursor(caller, fingerprint, cursor));
    const documentsMax = question.customer === undefined ? most.all : most.ofOne;
    const report = await makeReport(ports, caller.tenant, question, { through, documentsMax });
    refuseUnknownPayer(question, report);
    const page = reportPage(report, { offset, limit });
    const next =
      page.next === undefined
        ? undefined
        : sealedCursor(caller, fingerprint, JSON.stringify([report.through, page.next]));
    const answer =
      format === 'csv'
        ? largeTextAnswer(
            'text/csv; charset=utf-8',
            reportCsv(page, { offset, separator }),
            headers['accept-encoding'],
          )
        : largeTextAnswer(
            'application/json',
            JSON.stringify({
              ...answerOf(question, report, page),
              ...definedOnly({ nextCursor: next }),
            }),
            headers['accept-encoding'],
          );
    const own = next === undefined ? {} : { 'next-cursor': next };
    return { ...answer, headers: { ...answer.headers, ...own } };
  };

const answerOf = (
  { report, days: { from, to }, customer }: ReportQuestion,
  { columns, documents }: Report,
  page: ReportPage,
) => ({
  report,
  ...(reportDays[report] === 'asOf' ? { asOf: to } : definedOnly({ from, to })),
  ...definedOnly({ customer }),
  columns: columns.map(({ name, holds, currencyIn }) => ({
    ...{ name, holds },
    ...definedOnly({ currencyIn }),
  })),
  tables: tablesAnswer(page),
  documents,
});

function placeFrom(text: string): Place {
  const [through, offset] = JSON.parse(text) as [number, number];
  return { through, offset };
}
