import type { Route } from '../route.ts';

/** The routes of events. */
export const eventsRoutes = [
  {
    method: 'POST',
    path: '/v1/events',
    function: 'IngestEvents',
    scope: 'events:write',
    summary: 'Record usage events: CloudEvents 1.0 in any HTTP mode, or plain JSON',
  },
  {
    method: 'GET',
    path: '/v1/events',
    function: 'ServeRuns',
    scope: 'usage:read',
    summary: 'The last events of a subject, or of all, and what became of each, and why',
  },
] as const satisfies readonly Route[];
