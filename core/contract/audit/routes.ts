import type { Route } from '../route.ts';

/** The route of the audit. */
export const auditRoutes = [
  {
    method: 'GET',
    path: '/v1/audit',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'Who asked for which change of money, terms, keys or quarantine, and when',
  },
] as const satisfies readonly Route[];
