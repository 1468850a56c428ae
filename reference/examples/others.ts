import type { lagoRoutes } from '../../core/contract/lago/routes.ts';
import type { openMeterRoutes } from '../../core/contract/openmeter/routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { stripeRoutes } from '../../core/contract/stripe/routes.ts';
import { type Example, NOW, NOW_SECONDS } from './example.ts';

const lagoEvent = {
  transaction_id: 'request-5',
  external_subscription_id: 'reader-7',
  code: 'api_requests',
  timestamp: NOW_SECONDS,
  properties: { gb: '0.25' },
} as const;

/** Examples of what SDKs of others ask for. */
export const othersExamples = {
  'POST /api/v1/events': {
    body: [
      {
        specversion: '1.0',
        id: 'request-5',
        source: 'urn:magazine:api',
        type: 'view',
        subject: 'reader-7',
        time: NOW,
      },
    ],
  },
  'GET /api/v1/meters': {},
  'GET /api/v1/meters/{key}/query': {
    path: { key: 'views' },
    query: { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z', windowSize: 'DAY' },
  },
  'POST /v1/billing/meter_events': {
    form: {
      event_name: 'api_requests',
      'payload[stripe_customer_id]': 'reader-7',
      'payload[value]': '25',
      identifier: 'request-5',
      timestamp: NOW_SECONDS,
    },
  },
  'POST /lago/api/v1/events': { body: { event: lagoEvent } },
  'POST /lago/api/v1/events/batch': { body: { events: [lagoEvent] } },
} as const satisfies Readonly<
  Record<KeyOf<typeof openMeterRoutes | typeof stripeRoutes | typeof lagoRoutes>, Example>
>;
