import * as z from 'zod';
import { earningsOperations } from '../earnings/operations.ts';
import { shareMonth, shareRunBody } from '../earnings/shapes.ts';
import { formAnswers, formHeaders } from '../invoices/form-answers.ts';
import { invoiceParameters } from '../invoices/shapes.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';
import {
  monthStatementsParameters,
  payeeLineExplanation,
  payeeLineParameters,
  payeeStatementId,
  payeeStatementList,
  payeeStatementListParameters,
  shownPayeeStatement,
} from './list-shapes.ts';
import type { payeeStatementsRoutes } from './routes.ts';

/** The operations of payees' statements. */
const payeeStatementsOperations = {
  'GET /v1/payees/{key}/statements': {
    id: 'listStatementsOfPayee',
    path: { key: payeeKey },
    query: payeeStatementListParameters,
    answers: ok('A page of statements', payeeStatementList),
    problems: [...queryProblems, 'request.bad-cursor', 'payee.not-found'],
  },
  'GET /v1/payee-statements': {
    id: 'listPayeeStatements',
    query: monthStatementsParameters,
    answers: ok('A page of statements', payeeStatementList),
    problems: [...queryProblems, 'request.bad-cursor', 'period.malformed'],
  },
  'GET /v1/payee-statements/{id}': {
    id: 'getPayeeStatement',
    description:
      'As it was issued: each form is the same bytes ever after it was first asked for. UBL and CII are of self-billed ones, as types 389 and 261.',
    path: { id: payeeStatementId },
    query: invoiceParameters.omit({ stamp: true }),
    headers: formHeaders,
    answers: formAnswers({
      called: 'The statement',
      shape: shownPayeeStatement,
      savedBy: 'number or id',
    }),
    problems: [
      ...queryProblems,
      'request.not-acceptable',
      'payee-statement.not-found',
      'payee-statement.no-ubl',
      'answer.too-large',
    ],
  },
  'GET /v1/payee-statements/{id}/lines/{line}': {
    id: 'explainPayeeLine',
    description:
      'What payers’ months have of it, as of now: how many they are and what that comes to, and not who they are. A page is of some of the payers: add up the pages. With `events=true`, the events that were counted, by their ids and times.',
    path: { id: payeeStatementId, line: z.string().min(1).max(20) },
    query: payeeLineParameters,
    answers: ok('The line, explained', payeeLineExplanation),
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'payee-statement.not-found',
      'payee-statement.line-not-found',
    ],
  },
  'POST /v1/payee-statement-runs': {
    id: 'startPayeeStatementRun',
    description:
      'Of a month that is accrued: of each payee and currency on which something came since the statement before, if none of this month or a later one is there. Safe to repeat, and to race. `GET /v1/share-months/{month}` says how far it is.',
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(shareRunBody),
    answers: { 202: { description: 'Started, or joined', content: json(shareMonth) } },
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'period.malformed',
      'share.month-not-accrued',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof payeeStatementsRoutes>, Operation>>;

/** All that ServePayees answers. */
export const payeesOperations = { ...earningsOperations, ...payeeStatementsOperations } as const;
