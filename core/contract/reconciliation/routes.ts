import type { Route } from '../route.ts';

/** The route of the reconciliation. */
export const reconciliationRoutes = [
  {
    method: 'GET',
    path: '/v1/reconciliation',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary:
      'Whether books, totals and invoices are what they are made from, as the last pass found',
  },
] as const satisfies readonly Route[];
