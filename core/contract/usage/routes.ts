import type { Route } from '../route.ts';

/** The routes of usage. */
export const usageRoutes = [
  {
    method: 'GET',
    path: '/v1/usage',
    function: 'QueryUsage',
    scope: 'usage:read',
    summary: 'Usage of one meter over a period, by window, customer, subject or dimension',
  },
] as const satisfies readonly Route[];
