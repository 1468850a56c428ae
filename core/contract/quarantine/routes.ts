import type { Route } from '../route.ts';

/** The routes of quarantine. */
export const quarantineRoutes = [
  {
    method: 'GET',
    path: '/v1/quarantine',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'List what could not be counted, and why',
  },
  {
    method: 'GET',
    path: '/v1/quarantine/{id}',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'One quarantined event',
  },
  {
    method: 'POST',
    path: '/v1/quarantine/{id}/retry',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Send a quarantined event through the pipeline again, however old it is',
  },
  {
    method: 'POST',
    path: '/v1/quarantine/{id}/dismiss',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Close a quarantined event without counting it, with a reason',
  },
  {
    method: 'POST',
    path: '/v1/quarantine/retry',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Send many quarantined events through the pipeline again, by a filter',
  },
  {
    method: 'POST',
    path: '/v1/quarantine/dismiss',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Close many quarantined events without counting them, by a filter, with a reason',
  },
] as const satisfies readonly Route[];
