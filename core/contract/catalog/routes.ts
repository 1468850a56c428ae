import type { Route } from '../route.ts';

/** The routes of meters, customers, plans and billing settings. */
export const catalogRoutes = [
  {
    method: 'GET',
    path: '/v1/meters',
    function: 'ServeCatalog',
    scope: 'usage:read',
    summary: 'List the meters',
  },
  {
    method: 'GET',
    path: '/v1/meters/{key}',
    function: 'ServeCatalog',
    scope: 'usage:read',
    summary: 'One meter, and how far its backfill is',
  },
  {
    method: 'PUT',
    path: '/v1/meters/{key}',
    function: 'ServeCatalog',
    scope: 'admin',
    summary: 'Create a meter; it counts what the log already holds',
  },
  {
    method: 'GET',
    path: '/v1/customers',
    function: 'ServeCatalog',
    scope: 'usage:read',
    summary: 'List the customers',
  },
  {
    method: 'GET',
    path: '/v1/customers/{key}',
    function: 'ServeCatalog',
    scope: 'usage:read',
    summary: 'One customer',
  },
  {
    method: 'PUT',
    path: '/v1/customers/{key}',
    function: 'ServeCatalog',
    scope: 'admin',
    summary: 'Create or replace a customer and the subjects it pays for',
  },
  {
    method: 'GET',
    path: '/v1/customers/{key}/history',
    function: 'ServeCatalog',
    scope: 'usage:read',
    summary: 'What one customer was, and which key changed it when',
  },
  {
    method: 'GET',
    path: '/v1/plans',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'List the plans',
  },
  {
    method: 'GET',
    path: '/v1/plans/{key}',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'One plan, with all its versions',
  },
  {
    method: 'PUT',
    path: '/v1/plans/{key}',
    function: 'ServeCatalog',
    scope: 'admin',
    summary: 'Create a plan, or add versions to it',
  },
  {
    method: 'GET',
    path: '/v1/billing-settings',
    function: 'ServeCatalog',
    scope: 'billing:read',
    summary: 'How the tenant bills',
  },
  {
    method: 'PUT',
    path: '/v1/billing-settings',
    function: 'ServeCatalog',
    scope: 'admin',
    summary: 'Set how the tenant bills: seller, taxes, numbers, terms, default plan',
  },
] as const satisfies readonly Route[];
