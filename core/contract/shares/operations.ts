import { customerKey } from '../catalog/customer-shapes.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { sharesRoutes } from './routes.ts';
import {
  payee,
  payeeBody,
  payeeEarnings,
  payeeEarningsParameters,
  payeeKey,
  payeeList,
  share,
  shareBody,
  sharedMonth,
  sharedMonthParameters,
  shareKey,
  shareList,
  sharesListParameters,
} from './shapes.ts';
import {
  issuedPayeeToken,
  payeeTokenBody,
  payeeTokenId,
  payeeTokenList,
  payeeTokenRevoked,
} from './token-shapes.ts';

/** The operations of payees and shares. */
export const sharesOperations = {
  'GET /v1/payees': {
    id: 'listPayees',
    query: sharesListParameters,
    answers: ok('A page of payees', payeeList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/payees/{key}': {
    id: 'getPayee',
    path: { key: payeeKey },
    query: noParameters,
    answers: ok('The payee', payee),
    problems: [...queryProblems, 'payee.not-found'],
  },
  'PUT /v1/payees/{key}': {
    id: 'putPayee',
    description:
      'The whole payee: what is left out is not kept. What the usage names it by is its key.',
    path: { key: payeeKey },
    query: noParameters,
    request: json(payeeBody),
    readBy: 'core',
    answers: {
      200: { description: 'Replaced, or so already', content: json(payee) },
      201: { description: 'Created', content: json(payee) },
    },
    problems: [...bodyProblems, 'invoice.tax-invalid', 'payee.changed-meanwhile'],
  },
  'GET /v1/shares': {
    id: 'listShares',
    query: sharesListParameters,
    answers: ok('A page of shares', shareList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/shares/{key}': {
    id: 'getShare',
    path: { key: shareKey },
    query: noParameters,
    answers: ok('The share', share),
    problems: [...queryProblems, 'share.not-found'],
  },
  'PUT /v1/shares/{key}': {
    id: 'putShare',
    description:
      'The whole share. What it is of never changes, nor does a version that has begun anywhere: add one from a later day.',
    path: { key: shareKey },
    query: noParameters,
    request: json(shareBody),
    readBy: 'core',
    answers: {
      200: { description: 'Replaced, or so already', content: json(share) },
      201: { description: 'Created', content: json(share) },
    },
    problems: [
      ...bodyProblems,
      'meter.not-found',
      'share.not-found',
      'share.usage-unsuited',
      'share.usage-fixed',
      'share.versions-unordered',
      'share.version-in-force',
      'share.split-invalid',
      'share.too-many',
      'share.changed-meanwhile',
    ],
  },
  'GET /v1/customers/{key}/shares': {
    id: 'getSharedMonth',
    description:
      'Rated as the month is or will be billed, and shared by what is in force on each of its days. Nothing is written. At most 5,000 values are told apart.',
    path: { key: customerKey },
    query: sharedMonthParameters,
    answers: ok('Who has which share', sharedMonth),
    problems: [
      ...queryProblems,
      'billing-settings.not-found',
      'customer.not-found',
      'customer.unpriced',
      'answer.too-large',
    ],
  },
  'GET /v1/payees/{key}/earnings': {
    id: 'getPayeeEarnings',
    description:
      'Rated as months are or will be billed, and shared by what is in force on each day. Nothing is written, and nobody who used it is named. What is posted once the month is closed may differ: late usage, credits and voids come.',
    path: { key: payeeKey },
    query: payeeEarningsParameters,
    answers: ok('What it has earned so far', payeeEarnings),
    problems: [
      ...queryProblems,
      'payee.not-found',
      'billing-settings.not-found',
      'period.malformed',
    ],
  },
  'POST /v1/payees/{key}/tokens': {
    id: 'createPayeeToken',
    description:
      'With it the payee asks by itself, and for itself alone, as its page `/payee/` does. Only a hash of it is kept. Asked again, another is made.',
    path: { key: payeeKey },
    query: noParameters,
    request: json(payeeTokenBody),
    answers: { 201: { description: 'Made', content: json(issuedPayeeToken) } },
    problems: [
      ...bodyProblems,
      'payee.not-found',
      'token.end-invalid',
      'token.too-many',
      'payee.changed-meanwhile',
    ],
  },
  'GET /v1/payees/{key}/tokens': {
    id: 'listPayeeTokens',
    path: { key: payeeKey },
    query: noParameters,
    answers: ok('The tokens', payeeTokenList),
    problems: [...queryProblems, 'payee.not-found'],
  },
  'POST /v1/payees/{key}/tokens/{id}/revoke': {
    id: 'revokePayeeToken',
    description: 'With a token, itself.',
    path: { key: payeeKey, id: payeeTokenId },
    query: noParameters,
    answers: ok('It is refused from now on', payeeTokenRevoked),
    problems: [...queryProblems, 'token.not-found', 'payee.changed-meanwhile'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof sharesRoutes>, Operation>>;
