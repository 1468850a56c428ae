import type { Route } from '../route.ts';

/** The routes of rails, and of what they collect. */
export const railsRoutes = [
  {
    method: 'GET',
    path: '/v1/rails',
    function: 'ServeRails',
    scope: 'billing:read',
    summary: 'The rails that the tenant is connected to',
  },
  {
    method: 'PUT',
    path: '/v1/rails/stripe',
    function: 'ServeRails',
    scope: 'admin',
    summary: 'Connect Stripe, or change its secrets',
  },
  {
    method: 'POST',
    path: '/v1/rails/stripe/disconnect',
    function: 'ServeRails',
    scope: 'admin',
    summary: 'Disconnect Stripe, and forget its secrets',
  },
  {
    method: 'PUT',
    path: '/v1/rails/x402',
    function: 'ServeRails',
    scope: 'admin',
    summary: 'Keep what the facilitator of a chain knows the tenant by, or change it',
  },
  {
    method: 'POST',
    path: '/v1/rails/x402/disconnect',
    function: 'ServeRails',
    scope: 'admin',
    summary: 'Forget what the facilitator of a chain knows the tenant by',
  },
  {
    method: 'POST',
    path: '/v1/rails/stripe/events/{tenant}',
    function: 'ServeRails',
    scope: undefined,
    summary: 'What Stripe tells of, signed by it',
  },
  {
    method: 'GET',
    path: '/v1/invoices/{id}/collections',
    function: 'ServeRails',
    scope: 'billing:read',
    summary: 'What was tried to collect an invoice',
  },
  {
    method: 'POST',
    path: '/v1/invoices/{id}/collections',
    function: 'ServeRails',
    scope: 'billing:write',
    summary: 'Collect what is due of an invoice; answers where it is paid',
  },
] as const satisfies readonly Route[];
