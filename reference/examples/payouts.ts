import type { KeyOf } from '../../core/contract/operation.ts';
import type { payoutsRoutes } from '../../core/contract/payouts/routes.ts';
import type { Example } from './example.ts';

const run = { id: 'FR-1MI4RJVK9OI2M6A5S8X' } as const;
const payee = { key: 'bea' } as const;

/** Examples of payouts. */
export const payoutsExamples = {
  'GET /v1/payee': { query: { payee: 'ada' } },
  'GET /v1/payees/{key}/payout': { path: payee },
  'PUT /v1/payees/{key}/payout': {
    path: payee,
    body: {
      payout: { method: 'sepa', iban: 'DE02120300000000202051', holder: 'Bea Lefèvre' },
      thresholds: { EUR: '5.00' },
    },
  },
  'GET /v1/payouts/settings': {},
  'PUT /v1/payouts/settings': {
    body: {
      from: { name: 'Magazine GmbH', iban: 'DE75512108001245126199' },
      thresholds: { EUR: '10.00' },
      contract: {
        network: 'eip155:8453',
        address: '0x00000000000000000000000000000000000c0de0',
        token: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
        decimals: 6,
        currency: 'EUR',
        rpc: 'https://node.example/rpc',
      },
      fees: { sepa: { EUR: '0.10' } },
      reserveDays: 0,
      schedule: { day: 5, rail: 'sepa' },
    },
  },
  'GET /v1/payout-runs/proposal': { query: { rail: 'sepa' } },
  'GET /v1/payout-runs': {},
  'POST /v1/payout-runs': {
    headers: { 'Idempotency-Key': 'november' },
    body: { rail: 'sepa', payees: ['dora'] },
  },
  'GET /v1/payout-runs/{id}': { path: run },
  'GET /v1/payout-runs/{id}/payouts': { path: run },
  'GET /v1/payout-runs/{id}/file': { path: run },
  'POST /v1/payout-runs/{id}/approve': { path: { id: 'FR-0JTE10L8Z6B15YZSNPS' } },
  'POST /v1/payout-runs/{id}/submit': { path: { id: 'FR-2VY3ABFPEXR2K85W1NP' } },
  'POST /v1/payout-runs/{id}/cancel': { path: { id: 'FR-6EFPR4SESG0PK9MFKW0' } },
  'GET /v1/payouts/{id}': { path: { id: 'FP-7I4ZEIBCASL7GJ1P75UX15ZWH' } },
  'POST /v1/payouts/outcomes': {
    body: { kind: 'settled', of: run.id, reference: 'ab12', on: '2026-11-03', amount: '30.00' },
  },
  'GET /v1/payouts/commits': {},
  'POST /v1/payouts/commits': { body: {} },
  'GET /v1/payouts/commits/{epoch}': { path: { epoch: '1' } },
  'POST /v1/payouts/commits/{epoch}/look': { path: { epoch: '2' } },
  'GET /v1/payees/{key}/claim': { path: { key: 'eve' } },
} as const satisfies Readonly<Record<KeyOf<typeof payoutsRoutes>, Example>>;
