import type { Route } from '../route.ts';

/** The routes of what is held of payers. */
export const payersRoutes = [
  {
    method: 'GET',
    path: '/v1/payers/{key}/held',
    function: 'ServePayers',
    scope: 'admin',
    summary: 'All that is held of a payer, place by place',
  },
  {
    method: 'POST',
    path: '/v1/erasures',
    function: 'ServePayers',
    scope: 'admin',
    summary: 'Erase a payer, or say what that would take and what stays',
  },
  {
    method: 'POST',
    path: '/v1/pseudonyms',
    function: 'ServePayers',
    scope: 'usage:read',
    summary: 'Under which pseudonyms the usage of subjects is',
  },
] as const satisfies readonly Route[];
