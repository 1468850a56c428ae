import type { Route } from '../route.ts';

/** The routes of what is sold at AWS Marketplace. */
export const marketplaceRoutes = [
  {
    method: 'PUT',
    path: '/v1/rails/marketplace',
    function: 'ServeRails',
    scope: 'admin',
    summary: 'Put what is sold at AWS Marketplace: a product, and how its usage is reported',
  },
  {
    method: 'POST',
    path: '/v1/rails/marketplace/disconnect',
    function: 'ServeRails',
    scope: 'admin',
    summary: 'Sell nothing at AWS Marketplace any more',
  },
  {
    method: 'GET',
    path: '/v1/rails/marketplace/customers',
    function: 'ServeRails',
    scope: 'billing:read',
    summary: 'Who buys at AWS Marketplace',
  },
  {
    method: 'GET',
    path: '/v1/rails/marketplace/customers/{key}',
    function: 'ServeRails',
    scope: 'billing:read',
    summary: 'By which license a customer buys, and what of its usage AWS has accepted',
  },
  {
    method: 'POST',
    path: '/v1/rails/marketplace/customers/{key}',
    function: 'ServeRails',
    scope: 'billing:write',
    summary: 'Bind a customer to its license: by the token that AWS sends its buyer with',
  },
  {
    method: 'POST',
    path: '/v1/rails/marketplace/customers/{key}/end',
    function: 'ServeRails',
    scope: 'billing:write',
    summary: 'Tell that AWS has taken a license away: the last usage is reported within the hour',
  },
  {
    method: 'GET',
    path: '/v1/rails/marketplace/customers/{key}/reports',
    function: 'ServeRails',
    scope: 'billing:read',
    summary: 'What AWS was told of each hour, and what became of it',
  },
  {
    method: 'GET',
    path: '/v1/rails/marketplace/customers/{key}/entitlements',
    function: 'ServeRails',
    scope: 'billing:read',
    summary: 'What a customer may use by its contract, as AWS has it',
  },
] as const satisfies readonly Route[];
