import { type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { reportsOperations } from '../reports/operations.ts';
import { csvDocument, noParameters } from '../shapes.ts';
import type { booksRoutes } from './routes.ts';
import {
  accountList,
  accountName,
  accountParameters,
  booksCheck,
  booksParameters,
  entryList,
  entryParameters,
  journal,
  plainText,
} from './shapes.ts';

/** The operations of the books, and of the reports that are made of them. */
export const booksOperations = {
  ...reportsOperations,
  'GET /v1/accounts': {
    id: 'listAccounts',
    query: accountParameters,
    answers: ok('Balances', accountList),
    problems: queryProblems,
  },
  'GET /v1/accounts/{account}/entries': {
    id: 'listEntries',
    path: { account: accountName },
    query: entryParameters,
    answers: ok('A page of entries, in the order of the books', entryList),
    problems: [...queryProblems, 'request.bad-cursor', 'books.account-unknown'],
  },
  'GET /v1/books': {
    id: 'exportBooks',
    description:
      'A long journal comes in pages. Texts put below each other are the whole: titles stand on the first page, assertions of balances on the last.',
    query: booksParameters,
    answers: {
      200: {
        description: 'The journal, or a page of it, as `format` says',
        headers: {
          'next-cursor':
            'Where the next page begins; not sent with the last. In JSON it is `nextCursor` too.',
        },
        content: {
          'application/json': journal,
          'text/csv': csvDocument,
          'text/plain': plainText,
        },
      },
    },
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'answer.too-large',
      'books.amount-too-large',
    ],
  },
  'GET /v1/books/check': {
    id: 'checkBooks',
    query: noParameters,
    answers: ok('What was found', booksCheck),
    problems: queryProblems,
  },
} as const satisfies Readonly<Record<KeyOf<typeof booksRoutes>, Operation>>;
