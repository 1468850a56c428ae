import type { Route } from '../route.ts';

/** The routes of passes: those that are offered, and who buys one. */
export const passesRoutes = [
  {
    method: 'GET',
    path: '/v1/passes',
    function: 'ServeSpend',
    scope: 'spend:read',
    token: 'read',
    summary: 'List the passes that are offered',
  },
  {
    method: 'PUT',
    path: '/v1/passes/{key}',
    function: 'ServeSpend',
    scope: 'admin',
    summary: 'Offer a pass, or change what is offered',
  },
  {
    method: 'POST',
    path: '/v1/payers/{payer}/passes',
    function: 'ServeSpend',
    scope: 'spend:write',
    token: 'charge',
    summary: 'Buy a pass with money of the wallet',
  },
] as const satisfies readonly Route[];
