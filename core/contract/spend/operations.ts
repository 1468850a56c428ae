import { payerKey } from '../catalog/payer-shape.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import {
  budget,
  budgetBody,
  budgetRemovalBody,
  budgetRemoved,
  payerSpend,
  spendParameters,
} from './budget-shapes.ts';
import { askingPayer, chargeId, meQuery, refundedView } from './me-shapes.ts';
import { keyed, ofLog, ofTerms, ofToken } from './problems.ts';
import type { spendRoutes } from './routes.ts';
import {
  budgetKey,
  captureBody,
  captured,
  chargeBody,
  charged,
  held,
  holdBody,
  holdId,
  holdList,
  released,
  spendHold,
} from './shapes.ts';
import { tipBody } from './tip-shapes.ts';
import { issuedToken, tokenBody, tokenId, tokenList, tokenRevoked } from './token-shapes.ts';
import { walletOperations } from './wallet-operations.ts';

const using = [
  ...keyed,
  'request.idempotency-key-missing',
  ...ofTerms,
  'meter.not-found',
  'event.too-large',
  'hold.subject-missing',
  'hold.quantity-invalid',
  'hold.meter-not-gated',
  'hold.several-meters',
  'budget.exceeded',
  'wallet.empty',
  'wallet.currency-differs',
  ...ofToken,
  'token.limit-exceeded',
] as const;

const bodyKey = '`idempotency` in the body, or an `Idempotency-Key`, is needed.';

/** The operations of spend. */
export const spendOperations = {
  'POST /v1/charges': {
    id: 'chargeUsage',
    description: `A hold and its capture in one. It is recorded as usage by an event of the source \`urn:farthing:spend\`, at the time of the answer. ${bodyKey}`,
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(chargeBody),
    answers: { 201: { description: 'Charged', content: json(charged) } },
    problems: using,
  },
  'POST /v1/charges/{id}/refund': {
    id: 'refundView',
    description:
      'What was used stays counted: the invoice asks for it. As much is granted into the wallet, of which the next use is paid. It is done once: asked again, it is answered as it was.',
    path: { id: chargeId },
    query: noParameters,
    answers: ok('Given back', refundedView),
    problems: [
      ...queryProblems,
      ...ofTerms,
      ...ofLog,
      ...ofToken,
      'charge.not-found',
      'refund.off',
      'refund.too-late',
      'refund.too-many',
      'refund.no-wallet',
      'wallet.currency-differs',
      'grant.too-many',
    ],
  },
  'POST /v1/tips': {
    id: 'tip',
    description: `It is charged as usage of the same content by the meter of tips, so that budgets, tokens and the wallet bound it, and shares of that meter say who has it. ${bodyKey}`,
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(tipBody),
    answers: { 201: { description: 'Charged', content: json(charged) } },
    problems: [...using, 'charge.not-found', 'tip.meter-unsuited'],
  },
  'POST /v1/holds': {
    id: 'holdUsage',
    description: `It fits where the most that it and all other holds can come to is within what is left. ${bodyKey}`,
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(holdBody),
    answers: { 201: { description: 'Held', content: json(held) } },
    problems: [...using, 'hold.too-many'],
  },
  'GET /v1/holds/{id}': {
    id: 'getHold',
    path: { id: holdId },
    query: noParameters,
    answers: ok('The hold, as it is now', spendHold),
    problems: [...queryProblems, ...ofToken, 'hold.not-found'],
  },
  'POST /v1/holds/{id}/capture': {
    id: 'captureHold',
    description:
      'What was used of the hold is charged, and recorded as usage at the time of the hold. A hold ends once: the same again is answered as it was. In parts (`keep`), each needs a key.',
    idempotencyKey: 'taken',
    path: { id: holdId },
    query: noParameters,
    request: json(captureBody),
    answers: ok('Captured', captured),
    problems: [
      ...keyed,
      'request.idempotency-key-missing',
      ...ofTerms,
      'hold.not-found',
      'hold.closed',
      'hold.expired',
      ...ofToken,
      'hold.quantity-invalid',
    ],
  },
  'POST /v1/holds/{id}/release': {
    id: 'releaseHold',
    description: 'A hold ends once: asked again, it is answered as it was.',
    path: { id: holdId },
    query: noParameters,
    answers: ok('Released', released),
    problems: [...queryProblems, ...ofLog, ...ofToken, 'hold.not-found', 'hold.closed'],
  },
  'GET /v1/payers/{payer}/spend': {
    id: 'getSpend',
    path: { payer: payerKey },
    query: spendParameters,
    answers: ok('What is spent, held and left', payerSpend),
    problems: [...queryProblems, 'period.malformed', ...ofTerms, ...ofToken],
  },
  'GET /v1/payers/{payer}/holds': {
    id: 'listHolds',
    path: { payer: payerKey },
    query: noParameters,
    answers: ok('The holds', holdList),
    problems: [...queryProblems, ...ofToken],
  },
  'PUT /v1/payers/{payer}/budgets/{key}': {
    id: 'putBudget',
    description: 'What was spent before counts at once.',
    idempotencyKey: 'taken',
    path: { payer: payerKey, key: budgetKey },
    query: noParameters,
    request: json(budgetBody),
    answers: ok('The budget, as it is now', budget),
    problems: [
      ...keyed,
      ...ofTerms,
      'meter.not-found',
      'hold.quantity-invalid',
      'wallet.currency-differs',
      'budget.too-many',
      ...ofToken,
    ],
  },
  'POST /v1/payers/{payer}/budgets/{key}/remove': {
    id: 'removeBudget',
    idempotencyKey: 'taken',
    path: { payer: payerKey, key: budgetKey },
    query: noParameters,
    request: json(budgetRemovalBody),
    answers: ok('It is there no more', budgetRemoved),
    problems: [...keyed, ...ofToken, 'budget.not-found'],
  },
  'POST /v1/payers/{payer}/tokens': {
    id: 'createToken',
    description:
      'With it a reader’s browser or a program of the payer asks by itself, and for this payer alone. Only a hash of it is kept. Asked again, another is made.',
    path: { payer: payerKey },
    query: noParameters,
    request: json(tokenBody),
    answers: { 201: { description: 'Made', content: json(issuedToken) } },
    problems: [
      ...bodyProblems,
      ...ofTerms,
      ...ofLog,
      'wallet.currency-differs',
      'token.end-invalid',
      'token.too-many',
    ],
  },
  'GET /v1/payers/{payer}/tokens': {
    id: 'listTokens',
    path: { payer: payerKey },
    query: noParameters,
    answers: ok('The tokens', tokenList),
    problems: [...queryProblems, ...ofTerms],
  },
  'POST /v1/payers/{payer}/tokens/{id}/revoke': {
    id: 'revokeToken',
    description:
      'What was held with it stays held until it ends; a key can release it. With a token, itself.',
    path: { payer: payerKey, id: tokenId },
    query: noParameters,
    answers: ok('It is refused from now on', tokenRevoked),
    problems: [...queryProblems, ...ofLog, ...ofToken, 'token.not-found'],
  },
  'GET /v1/me': {
    id: 'getAskingPayer',
    description: 'With a payer’s token, nothing is to be named: this says who that is.',
    query: meQuery,
    answers: ok('Who asks', askingPayer),
    problems: [...queryProblems, ...ofTerms, ...ofToken],
  },
  ...walletOperations,
} as const satisfies Readonly<Record<KeyOf<typeof spendRoutes>, Operation>>;
