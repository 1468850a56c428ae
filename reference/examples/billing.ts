import type { bankStatementsRoutes } from '../../core/contract/bank/routes.ts';
import type { booksRoutes } from '../../core/contract/books/routes.ts';
import type { exportsRoutes } from '../../core/contract/exports/routes.ts';
import type { invoicesRoutes } from '../../core/contract/invoices/routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { paymentsRoutes } from '../../core/contract/payments/routes.ts';
import type { reconciliationRoutes } from '../../core/contract/reconciliation/routes.ts';
import type { reportsRoutes } from '../../core/contract/reports/routes.ts';
import type { runsRoutes } from '../../core/contract/runs/routes.ts';
import type { unbilledRoutes } from '../../core/contract/unbilled/routes.ts';
import type { Example } from './example.ts';

type Routes =
  | typeof runsRoutes
  | typeof unbilledRoutes
  | typeof invoicesRoutes
  | typeof bankStatementsRoutes
  | typeof paymentsRoutes
  | typeof booksRoutes
  | typeof reportsRoutes
  | typeof reconciliationRoutes
  | typeof exportsRoutes;

const period = '2026-10';
const number = 'INV-2026-000001';
const payment = 'pay_5358e13e7d8f081c4c228ab559838d1a';
const id = 'inv_97250a8421248a65479afaa3eb796b9b';

/** Examples of closing a month, of its documents, and of the books. */
export const billingExamples = {
  'POST /v1/billing-runs': { body: { period, dryRun: true } },
  'GET /v1/billing-runs/{period}': { path: { period } },
  'GET /v1/billing-runs/{period}/repeats': { path: { period } },
  'GET /v1/unbilled': { query: { period } },
  'GET /v1/unbilled/sums': { query: { period } },
  'POST /v1/unbilled/accept': {
    body: {
      period,
      reason: 'our own tests',
      rows: [{ subject: 'reader-9', meter: 'views', reason: 'no-payer', quantity: '2', events: 2 }],
    },
  },
  'GET /v1/customers/{key}/preview': {
    path: { key: 'press-review' },
    query: { period: '2026-11' },
    client: {
      reader: `const preview = await reader.preview('press-review', { period: '2026-11' });
console.log(preview);`,
    },
  },
  'GET /v1/customers/{key}/statement': {
    path: { key: 'press-review' },
    query: { from: '2026-10', to: '2026-11' },
  },
  'GET /v1/customers/{key}/documents': {
    path: { key: 'press-review' },
    query: { kind: 'invoice' },
  },
  'GET /v1/invoices': {
    query: { period },
    client: {
      reader: `for await (const { number, total, currency } of reader.invoices({ period: '2026-10' })) {
  console.log(\`\${number}: \${total} \${currency}\`);
}`,
    },
  },
  'GET /v1/invoices/{id}': {
    path: { id: number },
    client: {
      reader: `const document = await reader.document('INV-2026-000001');
console.log(document);
// As PDF, CSV, UBL or CII it is a stream.
const { fileName, sha256 } = await reader.form('INV-2026-000001', 'pdf');
console.log(fileName, sha256);`,
    },
  },
  'GET /v1/invoices/{id}/lines/{line}': { path: { id: number, line: '1' } },
  'POST /v1/invoices/{id}/issue': {
    path: { id },
    body: { reason: 'the customer has confirmed the traffic' },
  },
  'POST /v1/invoices/{id}/void': {
    path: { id },
    body: { reason: 'billed to the wrong company', afterwards: 'rebill' },
  },
  'POST /v1/invoices/{id}/credit-notes': {
    path: { id },
    headers: { 'Idempotency-Key': 'outage-of-3-october' },
    body: { reason: 'an outage on 3 October', lines: [{ line: '1', amount: '0.50' }] },
  },
  'POST /v1/invoices/{id}/payments': {
    path: { id },
    body: { rail: 'bank', reference: 'DE-2026-0412', amount: '2.00' },
  },
  'POST /v1/bank-statements': {
    body: {
      // date;amount;currency;name;text, and a line of them.
      file: 'ZGF0ZTthbW91bnQ7Y3VycmVuY3k7bmFtZTt0ZXh0CjIwMjYtMTEtMTA7Mi4wMDtFVVI7UHJlc3MgUmV2aWV3O0lOVi0yMDI2LTAwMDAwMQo=',
      account: 'DE75512108001245126199',
    },
  },
  'POST /v1/invoices/{id}/write-off': {
    path: { id },
    headers: { 'Idempotency-Key': 'press-review-is-insolvent' },
    body: { reason: 'insolvent since August' },
  },
  'GET /v1/payments': { query: { customer: 'press-review' } },
  'GET /v1/payments/{id}': { path: { id: payment } },
  'POST /v1/payments': {
    body: {
      customer: 'press-review',
      currency: 'EUR',
      amount: '12.00',
      rail: 'bank',
      reference: 'DE-2026-0413',
      receivedAt: '2026-11-02',
    },
  },
  'POST /v1/payments/{id}/applications': {
    path: { id: payment },
    headers: { 'Idempotency-Key': 'october-as-they-said' },
    body: { invoice: number, amount: '0.50' },
  },
  'POST /v1/payments/{id}/unapplications': {
    path: { id: payment },
    headers: { 'Idempotency-Key': 'was-for-another' },
    body: { invoice: number, amount: '0.25' },
  },
  'POST /v1/payments/{id}/refunds': {
    path: { id: payment },
    body: { amount: '1.00', rail: 'bank', reference: 'R-2026-0007' },
  },
  'POST /v1/payments/{id}/reversals': {
    path: { id: payment },
    body: { reason: 'returned', reference: 'RT-2026-0031' },
  },
  'POST /v1/payments/{id}/move': {
    path: { id: payment },
    body: { customer: 'zine', reference: 'M-1' },
  },
  'GET /v1/accounts': {},
  'GET /v1/accounts/{account}/entries': { path: { account: 'revenue:views' } },
  'GET /v1/books': {},
  'GET /v1/books/check': {},
  'GET /v1/reports/{name}': {
    path: { name: 'revenue' },
    query: { from: period, to: period },
  },
  'GET /v1/reconciliation': {},
  'POST /v1/exports': { body: { from: '2026-10-01', to: '2026-10-31' } },
  'GET /v1/exports': {},
  'GET /v1/exports/{id}': { path: { id: 'exp_17960832000000123456789abcdef' } },
  'GET /v1/exports/files': { query: { from: '2026-10-01', to: '2026-10-31' } },
  'GET /v1/exports/files/content': {
    query: { path: 'usage/date=2026-10-14/hour=all/part-000001-000010.parquet', offset: '0' },
  },
} as const satisfies Readonly<Record<KeyOf<Routes>, Example>>;
