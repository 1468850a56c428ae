import type { Route } from '../route.ts';

/** The routes of bank statements. */
export const bankStatementsRoutes = [
  {
    method: 'POST',
    path: '/v1/bank-statements',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'Read a bank’s file, and say what its entries would be booked as',
  },
] as const satisfies readonly Route[];
