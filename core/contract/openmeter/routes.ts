import type { Route } from '../route.ts';

/** The routes that OpenMeter's SDK asks for. */
export const openMeterRoutes = [
  {
    method: 'POST',
    path: '/api/v1/events',
    function: 'IngestEvents',
    scope: 'events:write',
    summary: 'As OpenMeter: record usage events, all of a request or none',
  },
  {
    method: 'GET',
    path: '/api/v1/meters',
    function: 'ServeCatalog',
    scope: 'usage:read',
    summary: 'As OpenMeter: list the meters',
  },
  {
    method: 'GET',
    path: '/api/v1/meters/{key}/query',
    function: 'QueryUsage',
    scope: 'usage:read',
    summary: 'As OpenMeter: usage of one meter over a period',
  },
] as const satisfies readonly Route[];
