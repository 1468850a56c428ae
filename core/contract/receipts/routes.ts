import type { Route } from '../route.ts';

/** The routes of receipts, and of the keys that they are verified with. */
export const receiptsRoutes = [
  {
    method: 'GET',
    path: '/v1/receipts/{id}',
    function: 'ServeSpend',
    scope: 'spend:read',
    token: 'read',
    summary: 'The receipt of what was charged, signed',
  },
  {
    method: 'GET',
    path: '/.well-known/jwks.json',
    function: 'ServeSpend',
    scope: undefined,
    summary: 'The public keys that receipts are verified with',
  },
] as const satisfies readonly Route[];
