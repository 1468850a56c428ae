import type { Route } from '../route.ts';

/** The routes of drops: files of tallies in a bucket. */
export const dropsRoutes = [
  {
    method: 'GET',
    path: '/v1/drops',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'Files of tallies that were put into the bucket, by their manifests, the last first',
  },
  {
    method: 'GET',
    path: '/v1/drops/{id}',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'One drop: how far it is, and why it was refused',
  },
] as const satisfies readonly Route[];
