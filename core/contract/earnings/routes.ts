import type { Route } from '../route.ts';

/** The routes of what payees earn. */
export const earningsRoutes = [
  {
    method: 'GET',
    path: '/v1/payees/{key}/balance',
    function: 'ServePayees',
    scope: 'billing:read',
    payeeToken: 'read',
    summary: 'What a payee is owed, by currency',
  },
  {
    method: 'GET',
    path: '/v1/payees/{key}/documents',
    function: 'ServePayees',
    scope: 'billing:read',
    payeeToken: 'read',
    summary: 'What the books say of a payee: earned, stated, paid out and claimed',
  },
  {
    method: 'POST',
    path: '/v1/payees/{key}/claims',
    function: 'ServePayees',
    scope: 'billing:write',
    summary: 'Make a payee’s what waits under a key that is nobody’s',
  },
  {
    method: 'GET',
    path: '/v1/share-months',
    function: 'ServePayees',
    scope: 'billing:read',
    summary: 'The months in which payees earn, and where each stands',
  },
  {
    method: 'GET',
    path: '/v1/share-months/{month}',
    function: 'ServePayees',
    scope: 'billing:read',
    summary: 'One month in which payees earn: what was shared, and who has it',
  },
  {
    method: 'POST',
    path: '/v1/share-runs',
    function: 'ServePayees',
    scope: 'billing:write',
    summary: 'Find out again what a month is worth to payees, of every payer that is closed',
  },
] as const satisfies readonly Route[];
