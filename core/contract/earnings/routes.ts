import type { Route } from '../route.ts';

/** The routes of what payees earn. */
export const earningsRoutes = [
  {
    method: 'GET',
    path: '/v1/payees/{key}/balance',
    function: 'ServePayees',
    scope: 'billing:read',
    summary: 'What a payee is owed, by currency',
  },
  {
    method: 'GET',
    path: '/v1/payees/{key}/documents',
    function: 'ServePayees',
    scope: 'billing:read',
    summary: 'What the books say of a payee: earned, stated, paid out and claimed',
  },
] as const satisfies readonly Route[];
