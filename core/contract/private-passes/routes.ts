import type { Route } from '../route.ts';

/** The routes of private passes: those that are offered, who buys one, and the keys they are signed with. */
export const privatePassesRoutes = [
  {
    method: 'GET',
    path: '/v1/private-passes',
    function: 'ServeSpend',
    scope: 'spend:read',
    token: 'read',
    summary: 'List the private passes that are offered, and by which keys',
  },
  {
    method: 'GET',
    path: '/v1/private-passes/{key}',
    function: 'ServeSpend',
    scope: 'billing:read',
    summary: 'How many views of a private pass were sold, used and lost, month by month',
  },
  {
    method: 'PUT',
    path: '/v1/private-passes/{key}',
    function: 'ServeSpend',
    scope: 'admin',
    summary: 'Offer a private pass, or change what is offered',
  },
  {
    method: 'POST',
    path: '/v1/payers/{payer}/private-passes',
    function: 'ServeSpend',
    scope: 'spend:write',
    token: 'charge',
    summary: 'Buy private tokens with money of the wallet',
  },
  {
    method: 'GET',
    path: '/.well-known/private-token-issuer-directory',
    function: 'ServeSpend',
    scope: undefined,
    summary: 'The public keys of private tokens, as RFC 9578 has them',
  },
] as const satisfies readonly Route[];
