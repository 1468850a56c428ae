import { payerKey } from '../catalog/payer-shape.ts';
import { json, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { keyed, ofTerms, ofToken } from './problems.ts';
import { topUp, topUpId, topUpList, topUpsQuery } from './top-up-shapes.ts';
import {
  grantBody,
  granted,
  revocationBody,
  takenOut,
  toppedUp,
  topUpBody,
  wallet,
  walletRefundBody,
} from './wallet-shapes.ts';

/** The operations of wallets. */
export const walletOperations = {
  'GET /v1/payers/{payer}/wallet': {
    id: 'getWallet',
    path: { payer: payerKey },
    query: noParameters,
    answers: ok('The wallet', wallet),
    problems: [...queryProblems, ...ofTerms, ...ofToken],
  },
  'POST /v1/payers/{payer}/wallet/top-ups': {
    id: 'topUpWallet',
    description:
      'With a `reference`, records a payment of the payer for no invoice, which the next invoices use, and grants as much: safe to repeat, and refused with another amount. Without one, asks the payer over a rail: it is booked once the rail says that the money has come. Then `idempotency` or an `Idempotency-Key`, `successUrl` and `cancelUrl` are needed; the scope `spend:write`, or a payer’s token, is enough.',
    idempotencyKey: 'taken',
    path: { payer: payerKey },
    query: noParameters,
    request: json(topUpBody),
    answers: { 201: { description: 'In the wallet, or asked for', content: json(toppedUp) } },
    problems: [
      ...keyed,
      ...ofTerms,
      ...ofToken,
      'token.limit-exceeded',
      'request.idempotency-key-missing',
      'wallet.currency-differs',
      'grant.too-many',
      'top-up.off',
      'top-up.amount-invalid',
      'top-up.too-many',
      'rail.not-connected',
      'rail.outcome-unknown',
      'collection.amount-not-collectable',
      'collection.refused',
      'payment.payer-unknown',
      'payment.amount-invalid',
      'payment.date-invalid',
      'payment.differs',
      'payment.too-many-unapplied',
      'books.full',
    ],
  },
  'GET /v1/payers/{payer}/wallet/top-ups': {
    id: 'listTopUps',
    path: { payer: payerKey },
    query: topUpsQuery,
    answers: ok('The top-ups', topUpList),
    problems: [...queryProblems, ...ofToken, 'top-up.not-found'],
  },
  'GET /v1/payers/{payer}/wallet/top-ups/{id}': {
    id: 'getTopUp',
    description: 'As it is known: what the rail tells of is looked at within seconds.',
    path: { payer: payerKey, id: topUpId },
    query: noParameters,
    answers: ok('The top-up', topUp),
    problems: [...queryProblems, ...ofToken, 'top-up.not-found'],
  },
  'POST /v1/payers/{payer}/wallet/grants': {
    id: 'grantMoney',
    description: 'Money that nobody paid: it bounds what is used, and pays no invoice.',
    idempotencyKey: 'taken',
    path: { payer: payerKey },
    query: noParameters,
    request: json(grantBody),
    answers: { 201: { description: 'In the wallet', content: json(granted) } },
    problems: [...keyed, ...ofTerms, 'wallet.currency-differs', 'grant.too-many'],
  },
  'POST /v1/payers/{payer}/wallet/refunds': {
    id: 'refundWallet',
    description:
      'Takes it out of the wallet, then records the refund of its payment. Told by its rail and reference: safe to repeat, and refused with another amount.',
    idempotencyKey: 'taken',
    path: { payer: payerKey },
    query: noParameters,
    request: json(walletRefundBody),
    answers: { 201: { description: 'Paid back', content: json(takenOut) } },
    problems: [
      ...keyed,
      ...ofTerms,
      'grant.not-found',
      'wallet.too-little',
      'wallet.currency-differs',
      'payment.not-found',
      'payment.amount-invalid',
      'payment.amount-exceeded',
      'payment.date-invalid',
      'payment.differs',
      'books.full',
    ],
  },
  'POST /v1/payers/{payer}/wallet/revocations': {
    id: 'revokeGrant',
    description:
      'Of what was given, or of what was bought with money that was taken back since: a chargeback.',
    idempotencyKey: 'taken',
    path: { payer: payerKey },
    query: noParameters,
    request: json(revocationBody),
    answers: { 201: { description: 'Taken out', content: json(takenOut) } },
    problems: [
      ...keyed,
      ...ofTerms,
      'grant.not-found',
      'wallet.too-little',
      'wallet.currency-differs',
    ],
  },
} as const satisfies Readonly<Record<string, Operation>>;
