import type { auditRoutes } from '../../core/contract/audit/routes.ts';
import type { backfillsRoutes } from '../../core/contract/backfills/routes.ts';
import type { correctionsRoutes } from '../../core/contract/corrections/routes.ts';
import type { dropsRoutes } from '../../core/contract/drops/routes.ts';
import type { interfaceRoutes } from '../../core/contract/interface/routes.ts';
import type { keysRoutes } from '../../core/contract/keys/routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { payersRoutes } from '../../core/contract/payers/routes.ts';
import type { quarantineRoutes } from '../../core/contract/quarantine/routes.ts';
import type { webhooksRoutes } from '../../core/contract/webhooks/routes.ts';
import type { Example } from './example.ts';

type Routes =
  | typeof quarantineRoutes
  | typeof correctionsRoutes
  | typeof backfillsRoutes
  | typeof dropsRoutes
  | typeof webhooksRoutes
  | typeof payersRoutes
  | typeof auditRoutes
  | typeof keysRoutes
  | typeof interfaceRoutes;

const endpoint = { key: 'accounting' } as const;
const entry = { id: 'c940046bdfff1255f9b34bcb788a5bd7-9dbb7e74' } as const;

/** Of the documented tenant. */
const backfilled = { name: 'history-2025' } as const;
const dropped = { id: 'd0f3k2p0qd1f9a3c7' } as const;
const corrected = { id: 'cd402rjzzabdb2597' } as const;

/** Examples of what people look after, and of what others are told. */
export const operatingExamples = {
  'GET /v1/quarantine': { query: { status: 'open' } },
  'GET /v1/quarantine/{id}': { path: entry },
  'POST /v1/quarantine/{id}/retry': { path: entry },
  'POST /v1/quarantine/{id}/dismiss': {
    path: entry,
    body: { reason: 'sent twice by a broken job' },
  },
  'POST /v1/quarantine/retry': { body: { filter: { reason: 'too-old', subject: 'reader-7' } } },
  'POST /v1/quarantine/dismiss': {
    body: { filter: { reason: 'conflict' }, reason: 'sent twice by a broken job' },
  },
  'POST /v1/backfills': {
    body: {
      ...{ name: 'before-farthing', billing: 'informational' },
      ...{ from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
    },
  },
  'GET /v1/backfills': {},
  'GET /v1/backfills/{name}': { path: backfilled },
  'POST /v1/backfills/{name}/events': {
    path: backfilled,
    body: [
      {
        ...{ source: 'urn:magazine', id: 'view-2025-1', type: 'view', subject: 'reader-8' },
        ...{ time: '2025-10-14T10:00:00Z', data: { path: '/articles/1' } },
      },
    ],
  },
  'GET /v1/drops': { query: { limit: '10' } },
  'GET /v1/drops/{id}': { path: dropped },
  'POST /v1/backfills/{name}/close': { path: { name: 'other-file' } },
  'POST /v1/backfills/{name}/cancel': { path: { name: 'wrong-file' } },
  'GET /v1/corrections': {},
  'POST /v1/corrections': {
    headers: { 'Idempotency-Key': 'our-crawler-of-october' },
    body: {
      reason: 'our own crawler',
      events: [{ source: 'urn:magazine', id: 'reader-8 0', time: '2026-10-14T10:00:00Z' }],
    },
  },
  'POST /v1/corrections/dry-run': {
    body: {
      reason: 'a load test',
      where: { from: '2026-10-14T00:00:00Z', to: '2026-10-15T00:00:00Z', source: 'urn:magazine' },
    },
  },
  'GET /v1/corrections/{id}': { path: corrected },
  'POST /v1/corrections/{id}/take-back': {
    path: corrected,
    body: { reason: 'it was a reader after all' },
  },
  'GET /v1/webhooks': {},
  'GET /v1/webhooks/{key}': { path: endpoint },
  'PUT /v1/webhooks/{key}': {
    path: endpoint,
    body: {
      url: 'https://shop.example/farthing',
      events: ['invoice.issued', 'invoice.paid'],
    },
  },
  'GET /v1/webhooks/{key}/deliveries': { path: endpoint },
  'POST /v1/webhooks/{key}/rotate': { path: endpoint },
  'POST /v1/webhooks/{key}/replay': { path: endpoint, body: { from: '2026-10-01T00:00:00Z' } },
  'POST /v1/webhooks/{key}/test': { path: endpoint },
  'GET /v1/payers/{key}/held': { path: { key: 'subject:reader-9' } },
  'POST /v1/erasures': { body: { payer: 'subject:reader-9', dryRun: true } },
  'POST /v1/pseudonyms': { body: { subjects: ['reader-7', 'reader-8'] } },
  'GET /v1/keys': {},
  'GET /v1/audit': { query: { limit: '20' } },
  'GET /openapi.json': {},
} as const satisfies Readonly<Record<KeyOf<Routes>, Example>>;
