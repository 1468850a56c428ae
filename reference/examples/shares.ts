import type { KeyOf } from '../../core/contract/operation.ts';
import type { sharesRoutes } from '../../core/contract/shares/routes.ts';
import type { Example } from './example.ts';

/** Examples of payees and shares. */
export const sharesExamples = {
  'GET /v1/payees': {},
  'GET /v1/payees/{key}': { path: { key: 'ada' } },
  'PUT /v1/payees/{key}': {
    path: { key: 'ben' },
    body: { name: 'Ben Okafor', country: 'IE', email: 'ben@okafor.example' },
  },
  'GET /v1/shares': {},
  'GET /v1/shares/{key}': { path: { key: 'house-band' } },
  'PUT /v1/shares/{key}': {
    path: { key: 'label' },
    body: {
      name: 'The label and its band',
      versions: [
        {
          effectiveFrom: '2027-01-01',
          split: [
            { to: 'payee', payee: 'ada', feePercent: '2.5' },
            { to: 'share', share: 'house-band', shares: 60 },
            { to: 'platform', shares: 40 },
          ],
        },
      ],
    },
  },
  'GET /v1/customers/{key}/shares': {
    path: { key: 'press-review' },
    query: { period: '2026-10' },
  },
  'GET /v1/payees/{key}/earnings': { path: { key: 'ada' }, query: { period: '2026-10' } },
  'POST /v1/payees/{key}/tokens': {
    path: { key: 'ada' },
    body: { actions: ['read', 'payout'], expiresIn: 604_800 },
  },
  'GET /v1/payees/{key}/tokens': { path: { key: 'ada' } },
  'POST /v1/payees/{key}/tokens/{id}/revoke': {
    path: { key: 'ada', id: '5uQrO4irDliMOqw8EftqnA.1' },
  },
} as const satisfies Readonly<Record<KeyOf<typeof sharesRoutes>, Example>>;
