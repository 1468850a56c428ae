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
  {
    method: 'GET',
    path: '/v1/payees/{key}/earnings',
    function: 'ServeCatalog',
    scope: 'billing:read',
    payeeToken: 'read',
    summary: 'What a payee has earned of a month so far, by content',
  },
  {
    method: 'POST',
    path: '/v1/payees/{key}/tokens',
    function: 'ServeCatalog',
    scope: 'billing:write',
    summary: 'Make a token with which a payee asks by itself',
  },
  {
    method: 'GET',
    path: '/v1/payees/{key}/tokens',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'The tokens of a payee that are in force',
  },
  {
    method: 'POST',
    path: '/v1/payees/{key}/tokens/{id}/revoke',
    function: 'ServeCatalog',
    scope: 'billing:write',
    payeeToken: 'read',
    summary: 'Revoke a payee’s token: it is refused from then on',
  },
] as const satisfies readonly Route[];
