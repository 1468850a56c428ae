import type { Route } from '../route.ts';

/** The routes of billing runs. */
export const runsRoutes = [
  {
    method: 'POST',
    path: '/v1/billing-runs',
    function: 'ServeRuns',
    scope: 'billing:write',
    summary: 'Close a month: every customer whose month has ended is invoiced',
  },
  {
    method: 'GET',
    path: '/v1/billing-runs/{period}',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary: 'Where a month stands: what is closed, open, parked, and why',
  },
  {
    method: 'GET',
    path: '/v1/billing-runs/{period}/repeats',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary: 'Events of a month whose identity came before under another time',
  },
] as const satisfies readonly Route[];
