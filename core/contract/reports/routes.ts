import type { Route } from '../route.ts';

/** The routes of reports. */
export const reportsRoutes = [
  {
    method: 'GET',
    path: '/v1/reports/{name}',
    function: 'ServeBooks',
    scope: 'billing:read',
    summary: 'What finance asks of the books, as JSON or CSV',
  },
] as const satisfies readonly Route[];
