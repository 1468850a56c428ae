import type { Route } from '../route.ts';

/** The routes by which a server has each request paid for, and of what each cost. */
export const gateRoutes = [
  {
    method: 'POST',
    path: '/v1/gate',
    function: 'ServeSpend',
    scope: 'spend:write',
    summary: 'Whether a request that came in is paid for: hold, or answer 402',
  },
  {
    method: 'POST',
    path: '/v1/gate/{id}/capture',
    function: 'ServeSpend',
    scope: 'spend:write',
    summary: 'Charge a request that was served',
  },
  {
    method: 'POST',
    path: '/v1/gate/{id}/release',
    function: 'ServeSpend',
    scope: 'spend:write',
    summary: 'Charge nothing for a request that was not served',
  },
  {
    method: 'GET',
    path: '/v1/payers/{payer}/charges',
    function: 'ServeSpend',
    scope: 'spend:read',
    token: 'read',
    summary: 'What a payer was charged, one by one, the newest first',
  },
  {
    method: 'PUT',
    path: '/v1/payers/{payer}/threshold',
    function: 'ServeSpend',
    scope: 'billing:write',
    token: 'budget',
    summary: 'Up to how much a payer pays without being asked',
  },
] as const satisfies readonly Route[];
