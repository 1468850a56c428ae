import type { Route } from '../route.ts';

/** The routes of the interface itself. */
export const interfaceRoutes = [
  {
    method: 'GET',
    path: '/openapi.json',
    function: 'DescribeApi',
    scope: undefined,
    summary: 'This interface as an OpenAPI 3.1 document',
  },
] as const satisfies readonly Route[];
