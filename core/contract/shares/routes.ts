import type { Route } from '../route.ts';

/** The routes of payees and shares. */
export const sharesRoutes = [
  {
    method: 'GET',
    path: '/v1/payees',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'List the payees',
  },
  {
    method: 'GET',
    path: '/v1/payees/{key}',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'One payee',
  },
  {
    method: 'PUT',
    path: '/v1/payees/{key}',
    function: 'ServeCatalog',
    scope: 'admin',
    summary: 'Create or replace a payee',
  },
  {
    method: 'GET',
    path: '/v1/shares',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'List the shares',
  },
  {
    method: 'GET',
    path: '/v1/shares/{key}',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'One share, with all its versions',
  },
  {
    method: 'PUT',
    path: '/v1/shares/{key}',
    function: 'ServeCatalog',
    scope: 'admin',
    summary: 'Say who has a share in what usage is worth, or add versions to that',
  },
  {
    method: 'GET',
    path: '/v1/customers/{key}/shares',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'Who has which share in what a customer used in a month, as of now',
  },
] as const satisfies readonly Route[];
