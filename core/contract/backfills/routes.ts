import type { Route } from '../route.ts';

/** The routes of backfill jobs. */
export const backfillsRoutes = [
  {
    method: 'POST',
    path: '/v1/backfills',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Open a job that takes older events: of a period, at a rate, billed or informational',
  },
  {
    method: 'GET',
    path: '/v1/backfills',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'List backfill jobs, by name',
  },
  {
    method: 'GET',
    path: '/v1/backfills/{name}',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'One backfill job, and what became of its events, by month and by reason',
  },
  {
    method: 'POST',
    path: '/v1/backfills/{name}/events',
    function: 'ReviewQuarantine',
    scope: 'events:write',
    summary: 'Write older events under a job that is open; answered once they are in the log',
  },
  {
    method: 'POST',
    path: '/v1/backfills/{name}/close',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Close a job: it has all of its events',
  },
  {
    method: 'POST',
    path: '/v1/backfills/{name}/cancel',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Cancel a job: it takes no more events, and says what was written',
  },
] as const satisfies readonly Route[];
