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
] as const satisfies readonly Route[];
