import type { Route } from '../route.ts';

/** The routes of payees' statements. */
export const payeeStatementsRoutes = [
  {
    method: 'GET',
    path: '/v1/payees/{key}/statements',
    function: 'ServePayees',
    scope: 'billing:read',
    payeeToken: 'read',
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
    payeeToken: 'read',
    summary: 'One statement of a payee, as JSON, PDF, CSV, UBL or CII',
  },
  {
    method: 'GET',
    path: '/v1/payee-statements/{id}/lines/{line}',
    function: 'ServePayees',
    scope: 'billing:read',
    payeeToken: 'read',
    summary: 'Where a line of a payee’s statement comes from',
  },
  {
    method: 'POST',
    path: '/v1/payee-statement-runs',
    function: 'ServePayees',
    scope: 'billing:write',
    summary: 'Tell payees of a month',
  },
] as const satisfies readonly Route[];
