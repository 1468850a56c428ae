import type { Route } from '../route.ts';

/** The routes of payees' statements. */
export const payeeStatementsRoutes = [
  {
    method: 'GET',
    path: '/v1/payees/{key}/statements',
    function: 'ServePayees',
    scope: 'billing:read',
    summary: 'A payee’s statements, the latest first',
  },
  {
    method: 'GET',
    path: '/v1/payee-statements',
    function: 'ServePayees',
    scope: 'billing:read',
    summary: 'The statements of a month, by payee',
  },
  {
    method: 'GET',
    path: '/v1/payee-statements/{id}',
    function: 'ServePayees',
    scope: 'billing:read',
    summary: 'One statement of a payee, as JSON, PDF, CSV, UBL or CII',
  },
] as const satisfies readonly Route[];
