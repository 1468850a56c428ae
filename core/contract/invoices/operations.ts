import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { customerDocumentList, customerDocumentParameters } from './customer-document-shapes.ts';
import { billingDocument, preview, recorded } from './document-shapes.ts';
import { explanationParameters, lineExplanation } from './explanation-shapes.ts';
import { formAnswers, formHeaders } from './form-answers.ts';
import { documentMediaTypes } from './invoice.ts';
import type { invoicesRoutes } from './routes.ts';
import {
  creditNoteBody,
  invoiceId,
  invoiceList,
  invoiceListParameters,
  invoiceParameters,
  issueBody,
  paymentBody,
  pdfDocument,
  previewParameters,
  statementParameters,
  voidBody,
} from './shapes.ts';

const recordedAnswers = (added: string) => ({
  200: { description: 'It was so already', content: json(recorded) },
  201: { description: added, content: json(recorded) },
});

/** The operations of invoices. */
export const invoicesOperations = {
  'GET /v1/customers/{key}/preview': {
    id: 'previewInvoice',
    description:
      'As usage, plans and books are now; nothing is written. A subject that pays for itself under the default plan is `subject:` and its name. `obstacle` says why a run would set the month aside.',
    path: { key: payerKey },
    query: previewParameters,
    answers: ok('A draft of the invoice, or the statement why there is none', preview),
    problems: [
      ...queryProblems,
      'period.malformed',
      'customer.not-found',
      'customer.unpriced',
      'billing-settings.not-found',
    ],
  },
  'GET /v1/customers/{key}/statement': {
    id: 'readStatement',
    description:
      'As the books are now: what the report `customer-statement` says, and what is open at the end of `to`, by its age. In the language of the customer. At most 2,000 rows.',
    path: { key: payerKey },
    query: statementParameters,
    answers: {
      200: {
        description: 'The statement',
        content: { [documentMediaTypes.pdf]: pdfDocument },
        headers: { 'content-disposition': 'A name to save it by.' },
      },
    },
    problems: [
      ...queryProblems,
      'billing-settings.not-found',
      'payment.payer-unknown',
      'report.days-invalid',
      'report.too-large',
      'report.unbalanced',
      'answer.too-large',
    ],
  },
  'GET /v1/customers/{key}/documents': {
    id: 'listCustomerDocuments',
    description:
      'Of a month that was closed without an invoice there is a statement, which no list of invoices has: `kind=statement` lists them.',
    path: { key: payerKey },
    query: customerDocumentParameters,
    answers: ok('A page of documents, the latest first', customerDocumentList),
    problems: [...queryProblems, 'request.bad-cursor', 'customer.not-found'],
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
      'By id or by number. PDF, CSV, UBL and CII of an issued document are the same bytes for ever; JSON also says what has become of it since.',
    path: { id: invoiceId },
    query: invoiceParameters,
    headers: formHeaders,
    answers: formAnswers({ called: 'The document', shape: billingDocument, savedBy: 'number' }),
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
    idempotencyKey: 'taken',
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
    idempotencyKey: 'taken',
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
      'books.full',
      'billing-settings.not-found',
    ],
  },
  'POST /v1/invoices/{id}/credit-notes': {
    id: 'creditInvoice',
    description: 'Safe to repeat with its key, and refused with the key of another credit note.',
    idempotencyKey: 'needed',
    bodyMax: 256 * 1024,
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
      'books.full',
      'billing-settings.not-found',
    ],
  },
  'POST /v1/invoices/{id}/payments': {
    id: 'recordPayment',
    description:
      'A payment is told by its rail and reference: safe to repeat, and refused with another amount.',
    idempotencyKey: 'taken',
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
      'invoice.payment-date-invalid',
      'books.full',
      'billing-settings.not-found',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof invoicesRoutes>, Operation>>;
