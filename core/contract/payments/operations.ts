import { bankStatementsOperations } from '../bank/operations.ts';
import { recorded } from '../invoices/document-shapes.ts';
import { invoicesOperations } from '../invoices/operations.ts';
import { invoiceId } from '../invoices/shapes.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { remindersOperations } from '../reminders/operations.ts';
import { noParameters } from '../shapes.ts';
import type { paymentsRoutes } from './routes.ts';
import {
  applicationBody,
  moveBody,
  payerPaymentBody,
  paymentAnswer,
  paymentId,
  paymentList,
  paymentListParameters,
  paymentRecorded,
  refundBody,
  reversalBody,
  unapplicationBody,
  writeOffBody,
} from './shapes.ts';

const recordedAnswers = (added: string) => ({
  200: { description: 'It was so already', content: json(paymentRecorded) },
  201: { description: added, content: json(paymentRecorded) },
});

const changing = [
  ...bodyProblems,
  'request.idempotency-key-malformed',
  'payment.not-found',
  'payment.amount-invalid',
  'payment.amount-exceeded',
  'books.full',
  'billing-settings.not-found',
] as const;

const applying = [
  ...changing,
  'request.idempotency-key-missing',
  'request.idempotency-key-reused',
  'payment.not-applicable',
  'invoice.not-found',
  'invoice.already-void',
] as const;

/** The operations of payments. */
export const paymentsOperations = {
  'GET /v1/payments': {
    id: 'listPayments',
    query: paymentListParameters,
    answers: ok('A page of payments, in the order of the books', paymentList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/payments/{id}': {
    id: 'getPayment',
    path: { id: paymentId },
    query: noParameters,
    answers: ok('The payment, as it is now', paymentAnswer),
    problems: [...queryProblems, 'payment.not-found'],
  },
  'POST /v1/payments': {
    id: 'recordPayerPayment',
    description:
      'One payment, in one block with what it is applied to. Told by its payer, rail and reference: safe to repeat, and refused with another amount.',
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(payerPaymentBody),
    answers: recordedAnswers('Recorded'),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'payment.payer-unknown',
      'payment.amount-invalid',
      'payment.amount-exceeded',
      'payment.date-invalid',
      'payment.differs',
      'payment.not-applicable',
      'payment.too-many-unapplied',
      'books.full',
      'invoice.not-found',
      'invoice.already-void',
      'billing-settings.not-found',
    ],
  },
  'POST /v1/payments/{id}/applications': {
    id: 'applyPayment',
    description: 'Safe to repeat with its key, and refused with the key of another application.',
    idempotencyKey: 'needed',
    path: { id: paymentId },
    query: noParameters,
    request: json(applicationBody),
    answers: recordedAnswers('Applied'),
    problems: applying,
  },
  'POST /v1/payments/{id}/unapplications': {
    id: 'unapplyPayment',
    description:
      'It is unapplied then, and the invoice is due again. Safe to repeat with its key, and refused with the key of another one.',
    idempotencyKey: 'needed',
    path: { id: paymentId },
    query: noParameters,
    request: json(unapplicationBody),
    answers: recordedAnswers('Taken back'),
    problems: [...applying, 'payment.too-many-unapplied'],
  },
  'POST /v1/payments/{id}/refunds': {
    id: 'refundPayment',
    description:
      'Of unapplied money alone. Told by its rail and reference: safe to repeat, and refused with another amount.',
    idempotencyKey: 'taken',
    path: { id: paymentId },
    query: noParameters,
    request: json(refundBody),
    answers: recordedAnswers('Refunded'),
    problems: [...changing, 'payment.date-invalid', 'payment.differs', 'payment.in-wallet'],
  },
  'POST /v1/payments/{id}/reversals': {
    id: 'reversePayment',
    description:
      'Unapplied money first, then the latest applications, whose invoices are due again. Told by its reference: safe to repeat, and refused with another amount or reason.',
    idempotencyKey: 'taken',
    path: { id: paymentId },
    query: noParameters,
    request: json(reversalBody),
    answers: recordedAnswers('Reversed'),
    problems: [...changing, 'payment.date-invalid', 'payment.differs'],
  },
  'POST /v1/payments/{id}/move': {
    id: 'movePayment',
    description:
      'A refund of the one and a payment of the other, over the rail `transfer`, in one block. `id` is of the other payer’s payment, `payment` the one it came of. Told by its reference: safe to repeat.',
    idempotencyKey: 'taken',
    path: { id: paymentId },
    query: noParameters,
    request: json(moveBody),
    answers: recordedAnswers('Moved'),
    problems: [
      ...changing,
      'payment.payer-unknown',
      'payment.not-applicable',
      'payment.date-invalid',
      'payment.differs',
      'payment.too-many-unapplied',
      'payment.in-wallet',
    ],
  },
  'POST /v1/invoices/{id}/write-off': {
    id: 'writeOffInvoice',
    description:
      'All that is due; money that comes later takes it back. Taxes stay as they are. Safe to repeat with its key, and refused with the key of another one.',
    idempotencyKey: 'needed',
    path: { id: invoiceId },
    query: noParameters,
    request: json(writeOffBody),
    answers: {
      200: { description: 'It was so already', content: json(recorded) },
      201: { description: 'Written off', content: json(recorded) },
    },
    problems: [
      ...bodyProblems,
      'request.idempotency-key-missing',
      'request.idempotency-key-malformed',
      'request.idempotency-key-reused',
      'invoice.not-found',
      'invoice.already-void',
      'invoice.nothing-due',
      'billing-settings.not-found',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof paymentsRoutes>, Operation>>;

/** What the functions answer that invoices and payments are asked of, and what a bank says of them. */
export const invoicesAndPayments = {
  ...invoicesOperations,
  ...paymentsOperations,
  ...remindersOperations,
  ...bankStatementsOperations,
} as const;
