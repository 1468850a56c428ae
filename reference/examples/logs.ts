import type { logsRoutes } from '../../core/contract/logs/routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { Example } from './example.ts';

const log = { tenant: 'acme', year: '2026' };

/** Examples of proofs, and of what anybody reads of public logs. */
export const logsExamples = {
  'GET /v1/invoices/{id}/proof': { path: { id: 'INV-2026-000001' } },
  'GET /v1/payee-statements/{id}/proof': {
    path: { id: 'pst_8e984938a622a6ebca06a5facd8cd069' },
  },
  'POST /v1/event-proofs': {
    body: {
      events: [
        {
          source: 'urn:shop:api',
          id: 'req-20261001-0001',
          subject: 'app-press-review-1',
          time: '2026-10-01T09:30:00Z',
        },
      ],
    },
  },
  'GET /v1/logs/{tenant}/{year}/checkpoint': { path: log },
  'GET /v1/logs/{tenant}/{year}/key': { path: log },
  'GET /v1/logs/{tenant}/{year}/token-keys/{keyId}': {
    path: { ...log, keyId: 'm4088myt4PxFDQbQ-MyrMmZGOc41zYlfDW7-pM-LdIg' },
  },
  'GET /v1/logs/{tenant}/{year}/consistency': { path: log, query: { from: '1' } },
  'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}': {
    path: { ...log, level: 'entries', first: '000' },
  },
  'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}': {
    path: { ...log, level: 'entries', first: '000.p', second: '7' },
  },
  'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}/{third}': {
    path: { ...log, level: '0', first: 'x001', second: '234.p', third: '5' },
  },
  'GET /v1/logs/{tenant}/{year}/days': { path: log },
  'GET /v1/logs/{tenant}/{year}/days/{day}': { path: { ...log, day: '2026-11-30' } },
  'GET /v1/logs/{tenant}/{year}/witnesses': { path: log },
  'GET /v1/witness/key': {},
  'POST /v1/witness/add-checkpoint': {
    text: [
      'old 3',
      '',
      'log.example/2026',
      '3',
      'cl1SMNto9VdHDcNfHYhlgTrNfrsHrRUndBQd7LrnEyc=',
      '',
      '— log.example/2026 DekJdACfh8eCIRO87nYna/kRluEEyz/axEeTV2855V8eJJWhr/YyerqA4XWWMqIgNq7fbfs4bP1NjB3ChZTGjvXkLQg=',
      '',
    ].join('\n'),
  },
} as const satisfies Readonly<Record<KeyOf<typeof logsRoutes>, Example>>;
