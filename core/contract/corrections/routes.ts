import type { Route } from '../route.ts';

/** The routes of corrections of usage. */
export const correctionsRoutes = [
  {
    method: 'POST',
    path: '/v1/corrections',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Take events out of usage, or amend them, by their ids or by a filter, with a reason',
  },
  {
    method: 'POST',
    path: '/v1/corrections/dry-run',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary:
      'What a correction, or taking one back, would do to events, usage and invoices; nothing is done',
  },
  {
    method: 'GET',
    path: '/v1/corrections',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'List corrections of usage, the last first',
  },
  {
    method: 'GET',
    path: '/v1/corrections/{id}',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'One correction, and how far it is',
  },
  {
    method: 'POST',
    path: '/v1/corrections/{id}/take-back',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Take a correction back: all that it has corrected counts as before',
  },
] as const satisfies readonly Route[];
