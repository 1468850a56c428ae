import { type KeyOf, type Operation, queryProblems } from '../operation.ts';
import { csvDocument } from '../shapes.ts';
import type { reportsRoutes } from './routes.ts';
import { report, reportName, reportParameters } from './shapes.ts';

/** The operations of reports. */
export const reportsOperations = {
  'GET /v1/reports/{name}': {
    id: 'readReport',
    description: [
      'Documents count on their own days, in the seller’s time zone; both days of `from` and `to` count.',
      '`aged-receivables` and `deferred` take `asOf`, all others `from` and `to`, and `customer-statement` a `customer`.',
      'Further pages are of the books as the first page found them.',
    ].join(' '),
    path: { name: reportName },
    query: reportParameters,
    answers: {
      200: {
        description: 'The report, or a page of its rows',
        headers: {
          'next-cursor':
            'Where the next page begins; not sent with the last. In JSON it is `nextCursor` too.',
        },
        content: { 'application/json': report, 'text/csv': csvDocument },
      },
    },
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'report.days-invalid',
      'report.customer-invalid',
      'payment.payer-unknown',
      'report.too-large',
      'report.unbalanced',
      'answer.too-large',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof reportsRoutes>, Operation>>;
