import type { Route } from '../route.ts';

/** The routes of what is not billed. */
export const unbilledRoutes = [
  {
    method: 'GET',
    path: '/v1/unbilled',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary:
      'Usage of a month that is in no invoice and will be in none by itself, with the reason',
  },
  {
    method: 'GET',
    path: '/v1/unbilled/sums',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary: 'Of each meter, what was used in a month, and what of it is billed or listed',
  },
  {
    method: 'POST',
    path: '/v1/unbilled/accept',
    function: 'ServeRuns',
    scope: 'billing:write',
    summary: 'Leave usage unbilled, with a reason: no alarm tells of it any more',
  },
] as const satisfies readonly Route[];
