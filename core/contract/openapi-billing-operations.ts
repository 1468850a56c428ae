import * as z from 'zod';
import {
  bodyProblems,
  json,
  type Operation,
  ok,
  queryProblems,
  takesIdempotencyKey,
} from './operation.ts';
import type { RouteKey } from './route-key.ts';
import { anyDocument, csvDocument, noParameters } from './shapes.ts';
import {
  billingRun,
  billingRunBody,
  billingRunParameters,
  billingRunStarted,
  dryRun,
} from './shapes-billing-runs.ts';
import {
  accountList,
  accountName,
  accountParameters,
  booksCheck,
  booksParameters,
  entryList,
  entryParameters,
  plainText,
} from './shapes-books.ts';
import { explanationParameters, lineExplanation } from './shapes-explanations.ts';
import {
  billingDocument,
  creditNoteBody,
  invoiceId,
  invoiceList,
  invoiceListParameters,
  invoiceParameters,
  issueBody,
  paymentBody,
  pdfDocument,
  periodLabel,
  recorded,
  ublDocument,
  voidBody,
} from './shapes-invoices.ts';

const recordedAnswers = (added: string) => ({
  200: { description: 'It was so already', content: json(recorded) },
  201: { description: added, content: json(recorded) },
});

/** The operations of billing runs, invoices and books. */
export const billingOperations = {
  'POST /v1/billing-runs': {
    id: 'startBillingRun',
    description:
      'Safe to repeat, and to race: a month that is closed stays as it is. `GET /v1/billing-runs/{period}` says how far it is.',
    headers: takesIdempotencyKey,
    query: noParameters,
    request: json(billingRunBody),
    answers: {
      200: { description: 'Of a dry run: a page of drafts', content: json(dryRun) },
      202: { description: 'Started', content: json(billingRunStarted) },
    },
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'request.bad-cursor',
      'period.malformed',
      'period.not-ended',
      'billing-settings.not-found',
    ],
  },
  'GET /v1/billing-runs/{period}': {
    id: 'getBillingRun',
    path: { period: periodLabel },
    query: billingRunParameters,
    answers: ok('The run', billingRun),
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'period.malformed',
      'billing-settings.not-found',
    ],
  },
  'GET /v1/invoices': {
    id: 'listInvoices',
    query: invoiceListParameters,
    answers: ok('A page of invoices, in the order of the books', invoiceList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/invoices/{id}': {
    id: 'getInvoice',
    description:
      'By id or by number. PDF, CSV and UBL of an issued document are the same bytes for ever; JSON also says what has become of it since.',
    path: { id: invoiceId },
    query: invoiceParameters,
    headers: { 'if-none-match': 'The `etag` of a form that is there already.' },
    answers: {
      200: {
        description: 'The document, as `format` or `Accept` asks for it',
        content: {
          'application/json': billingDocument,
          'application/pdf': pdfDocument,
          'text/csv': csvDocument,
          'application/xml': ublDocument,
        },
        headers: {
          'content-disposition': 'The name to save it by: its number. Not of JSON.',
          etag: 'The SHA-256 of the bytes in hexadecimal digits. Not of JSON.',
          'repr-digest': 'The SHA-256 of the bytes, as RFC 9530 writes it. Not of JSON.',
        },
      },
      304: { description: 'It is the one that `If-None-Match` names', content: {} },
    },
    problems: [
      ...queryProblems,
      'request.not-acceptable',
      'invoice.not-found',
      'invoice.no-ubl',
      'answer.too-large',
    ],
  },
  'GET /v1/invoices/{id}/lines/{line}': {
    id: 'explainLine',
    description:
      'Tallies and events are as of now; where they are no longer what was billed, `usage.difference` says by how much, and why.',
    path: { id: invoiceId, line: z.string().min(1).max(20) },
    query: explanationParameters,
    answers: ok('The line, explained', lineExplanation),
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'invoice.not-found',
      'invoice.line-not-found',
      'billing-settings.not-found',
      'customer.not-found',
    ],
  },
  'POST /v1/invoices/{id}/issue': {
    id: 'issueInvoice',
    description:
      'As it was last shown, or as the fingerprint names it; refused, and parked again, when it is another by now. Safe to repeat: what is issued already is answered as it is.',
    headers: takesIdempotencyKey,
    path: { id: invoiceId },
    query: noParameters,
    request: json(issueBody),
    answers: recordedAnswers('Issued'),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'invoice.not-found',
      'invoice.draft-changed',
      'billing-settings.not-found',
    ],
  },
  'POST /v1/invoices/{id}/void': {
    id: 'voidInvoice',
    description:
      'An invoice is voided once: safe to repeat, and refused with another reason or another `afterwards`.',
    headers: takesIdempotencyKey,
    path: { id: invoiceId },
    query: noParameters,
    request: json(voidBody),
    answers: recordedAnswers('Voided'),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'invoice.not-found',
      'invoice.already-paid',
      'invoice.already-void',
    ],
  },
  'POST /v1/invoices/{id}/credit-notes': {
    id: 'creditInvoice',
    description: 'Safe to repeat with its key, and refused with the key of another credit note.',
    headers: {
      'idempotency-key':
        'Needed. Names this correction: the same key is the same credit note. 1 to 255 visible ASCII characters.',
    },
    path: { id: invoiceId },
    query: noParameters,
    request: json(creditNoteBody),
    answers: recordedAnswers('Credited'),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-missing',
      'request.idempotency-key-malformed',
      'request.idempotency-key-reused',
      'invoice.not-found',
      'invoice.already-void',
      'invoice.line-unknown',
      'invoice.amount-invalid',
      'invoice.credit-too-large',
      'billing-settings.not-found',
    ],
  },
  'POST /v1/invoices/{id}/payments': {
    id: 'recordPayment',
    description:
      'A payment is told by its rail and reference: safe to repeat, and refused with another amount.',
    headers: takesIdempotencyKey,
    path: { id: invoiceId },
    query: noParameters,
    request: json(paymentBody),
    answers: recordedAnswers('Recorded'),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'invoice.not-found',
      'invoice.already-void',
      'invoice.amount-invalid',
      'invoice.payment-differs',
    ],
  },
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
          'application/json': anyDocument,
          'text/csv': csvDocument,
          'text/plain': plainText,
        },
      },
    },
    problems: [...queryProblems, 'request.bad-cursor', 'answer.too-large'],
  },
  'GET /v1/books/check': {
    id: 'checkBooks',
    query: noParameters,
    answers: ok('What was found', booksCheck),
    problems: queryProblems,
  },
} as const satisfies Partial<Readonly<Record<RouteKey, Operation>>>;
