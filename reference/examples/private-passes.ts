import type { KeyOf } from '../../core/contract/operation.ts';
import type { privatePassesRoutes } from '../../core/contract/private-passes/routes.ts';
import type { Example } from './example.ts';

/** Examples of private passes. What is to be signed is made by a client library. */
export const privatePassesExamples = {
  'GET /v1/private-passes': {},
  'GET /v1/private-passes/{key}': { path: { key: 'front' } },
  'PUT /v1/private-passes/{key}': {
    path: { key: 'archive' },
    body: { name: 'Private reads of the archive', meter: 'views', issuer: 'pay.news.example' },
  },
  'POST /v1/payers/{payer}/private-passes': {
    path: { payer: 'press-review' },
    body: {
      ...{ privatePass: 'front', keyId: 'm4088myt4PxFDQbQ-MyrMmZGOc41zYlfDW7-pM-LdIg' },
      requests: [
        'AAKIALPkGEDWipvI6un7KXTvOvb4hG8ZYXAzR7yvta3b68hpG9el4Hr-U_iz_E6WcHgy6GQq2-iYO83MDeFYMIBWkxez5BhA1oqbyOrp-yl07zr2-IRvGWFwM0e8r7Wt2-vIaRvXpeB6_lP4s_xOlnB4MuhkKtvomDvNzA3hWDCAVpMXs-QYQNaKm8jq6fspdO869viEbxlhcDNHvK-1rdvryGkb16Xgev5T-LP8TpZweDLoZCrb6Jg7zcwN4VgwgFaTF7PkGEDWipvI6un7KXTvOvb4hG8ZYXAzR7yvta3b68hpG9el4Hr-U_iz_E6WcHgy6GQq2-iYO83MDeFYMIBWkw',
      ],
    },
  },
  'GET /.well-known/private-token-issuer-directory': {},
} as const satisfies Readonly<Record<KeyOf<typeof privatePassesRoutes>, Example>>;
