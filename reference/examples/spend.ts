import type { KeyOf } from '../../core/contract/operation.ts';
import type { receiptsRoutes } from '../../core/contract/receipts/routes.ts';
import type { spendRoutes } from '../../core/contract/spend/routes.ts';
import type { Example } from './example.ts';

const payer = 'press-review';
/** What the press holds, in its log. */
const id = 'gO804-wGxUDBMpjFnIDEbA.2.0';
const another = 'gO804-wGxUDBMpjFnIDEbA.3.0';
const token = 'gO804-wGxUDBMpjFnIDEbA.4.0';
/** Money of its wallet. */
const bought = 'gO804-wGxUDBMpjFnIDEbA.6.0';
/** What it was asked for, over a rail. */
const topUp = 'wal_gO804-wGxUDBMpjFnIDEbA.1';
/** What it was charged. */
const charged = 'gO804-wGxUDBMpjFnIDEbA.5.0';

/** A view that it has paid. */
const view = 'gO804-wGxUDBMpjFnIDEbA.7.0';

/** Examples of asking before something is used. */
export const spendExamples = {
  'POST /v1/charges': {
    body: {
      ...{ payer, meter: 'views', quantity: '1', subject: 'reader-7' },
      idempotency: 'view-1029',
    },
  },
  'POST /v1/charges/{id}/refund': { path: { id: view } },
  'POST /v1/tips': {
    body: { on: view, amount: { amount: '0.50', currency: 'EUR' }, idempotency: 'tip-17' },
  },
  'POST /v1/holds': {
    body: {
      ...{ payer, meter: 'views', quantity: '10', subject: 'reader-8' },
      ...{ expiresIn: 600, idempotency: 'job-7f3a' },
    },
  },
  'GET /v1/holds/{id}': { path: { id } },
  'POST /v1/holds/{id}/capture': { path: { id }, body: { quantity: '3' } },
  'POST /v1/holds/{id}/release': { path: { id: another } },
  'GET /v1/payers/{payer}/spend': { path: { payer } },
  'GET /v1/payers/{payer}/holds': { path: { payer } },
  'PUT /v1/payers/{payer}/budgets/{key}': {
    path: { payer, key: 'monthly' },
    body: { limit: { amount: '50.00', currency: 'EUR' }, every: 'month' },
  },
  'POST /v1/payers/{payer}/budgets/{key}/remove': {
    path: { payer, key: 'daily' },
    body: {},
  },
  'POST /v1/payers/{payer}/tokens': {
    path: { payer },
    body: {
      actions: ['charge', 'read'],
      limit: { amount: '5.00', currency: 'EUR' },
      expiresIn: 86_400,
    },
  },
  'GET /v1/payers/{payer}/tokens': { path: { payer } },
  'POST /v1/payers/{payer}/tokens/{id}/revoke': { path: { payer, id: token } },
  'GET /v1/me': { query: { payer } },
  'GET /v1/payers/{payer}/wallet': { path: { payer } },
  'POST /v1/payers/{payer}/wallet/top-ups': {
    path: { payer },
    body: { amount: '20.00', currency: 'EUR', rail: 'bank', reference: 'T-77' },
  },
  'POST /v1/payers/{payer}/wallet/transfer': { path: { payer } },
  'PUT /v1/payers/{payer}/wallet/refill': {
    path: { payer },
    body: { below: '5.00', currency: 'EUR' },
  },
  'POST /v1/payers/{payer}/wallet/grants': {
    path: { payer },
    body: { kind: 'promotional', amount: '5.00', currency: 'EUR', priority: 10 },
  },
  'POST /v1/payers/{payer}/wallet/refunds': {
    path: { payer },
    body: { grant: bought, amount: '2.00', rail: 'bank', reference: 'R-78' },
  },
  'POST /v1/payers/{payer}/wallet/freed': { path: { payer: 'zine' } },
  'GET /v1/payers/{payer}/wallet/refunds': { path: { payer } },
  'GET /v1/payers/{payer}/wallet/top-ups': { path: { payer } },
  'GET /v1/payers/{payer}/wallet/top-ups/{id}': { path: { payer, id: topUp } },
  'POST /v1/payers/{payer}/wallet/revocations': {
    path: { payer },
    body: { grant: bought, amount: '1.00' },
  },
  'GET /v1/receipts/{id}': { path: { id: charged } },
  'GET /.well-known/jwks.json': {},
} as const satisfies Readonly<
  Record<KeyOf<typeof spendRoutes> | KeyOf<typeof receiptsRoutes>, Example>
>;
