import type { Route } from '../route.ts';

/** The routes that Lago's clients ask for, under a base of their own: OpenMeter's SDK asks for the same path. */
export const lagoRoutes = [
  {
    method: 'POST',
    path: '/lago/api/v1/events',
    function: 'IngestEvents',
    scope: 'events:write',
    summary: 'As Lago: record an event',
  },
  {
    method: 'POST',
    path: '/lago/api/v1/events/batch',
    function: 'IngestEvents',
    scope: 'events:write',
    summary: 'As Lago: record events, all of a request or none',
  },
] as const satisfies readonly Route[];
