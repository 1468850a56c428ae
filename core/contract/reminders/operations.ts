import { invoiceId, pdfDocument } from '../invoices/shapes.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { remindersRoutes } from './routes.ts';
import {
  pauseBody,
  pauseRecorded,
  remindBody,
  reminded,
  reminder,
  reminderId,
  reminderList,
  reminderListParameters,
  reminderParameters,
} from './shapes.ts';

/** The operations of reminders. */
export const remindersOperations = {
  'GET /v1/reminders': {
    id: 'listReminders',
    query: reminderListParameters,
    answers: ok('A page of reminders', reminderList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/reminders/{id}': {
    id: 'getReminder',
    description:
      'As JSON it is as it was made. The letter is drawn when it is asked for: it says what is due that day, and there is none of what is not.',
    path: { id: reminderId },
    query: reminderParameters,
    answers: {
      200: {
        description: 'The reminder, as `format` or `Accept` asks for it',
        content: { ...json(reminder), 'application/pdf': pdfDocument },
        headers: { 'content-disposition': 'The name to save it by. Not of JSON.' },
      },
    },
    problems: [
      ...queryProblems,
      'request.not-acceptable',
      'reminder.not-found',
      'reminder.nothing-due',
      'billing-settings.not-found',
      'answer.too-large',
    ],
  },
  'POST /v1/reminders': {
    id: 'remind',
    description:
      'Each step of an invoice is made once, whoever asks and how often: safe to repeat. It goes through what fell due within a year; where it answers `nextCursor`, ask again with it.',
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(remindBody),
    answers: ok('What was made, or would be', reminded),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'request.bad-cursor',
      'billing-settings.not-found',
      'reminder.not-set',
      'reminder.day-invalid',
      'books.full',
    ],
  },
  'POST /v1/invoices/{id}/pauses': {
    id: 'pauseReminders',
    description: 'The last one counts. What is due stays due.',
    path: { id: invoiceId },
    idempotencyKey: 'needed',
    query: noParameters,
    request: json(pauseBody),
    answers: {
      200: { description: 'It was so already', content: json(pauseRecorded) },
      201: { description: 'Recorded', content: json(pauseRecorded) },
    },
    problems: [
      ...bodyProblems,
      'request.idempotency-key-missing',
      'request.idempotency-key-malformed',
      'request.idempotency-key-reused',
      'invoice.not-found',
      'invoice.already-void',
      'reminder.day-invalid',
      'billing-settings.not-found',
      'books.full',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof remindersRoutes>, Operation>>;
