import type { Route } from '../route.ts';

/** The route of API keys: they are made and revoked by operators, whom IAM lets in. */
export const keysRoutes = [
  {
    method: 'GET',
    path: '/v1/keys',
    function: 'ServeCatalog',
    scope: 'admin',
    summary: 'List the API keys of the tenant, without their secrets',
  },
] as const satisfies readonly Route[];
