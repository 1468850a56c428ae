import type { Route } from '../route.ts';

/** The routes of webhooks. */
export const webhooksRoutes = [
  {
    method: 'GET',
    path: '/v1/webhooks',
    function: 'ServeWebhooks',
    scope: 'billing:read',
    summary: 'The endpoints that events are sent to',
  },
  {
    method: 'GET',
    path: '/v1/webhooks/{key}',
    function: 'ServeWebhooks',
    scope: 'billing:read',
    summary: 'One endpoint, and what it waits for',
  },
  {
    method: 'PUT',
    path: '/v1/webhooks/{key}',
    function: 'ServeWebhooks',
    scope: 'admin',
    summary: 'Create an endpoint, or change it; its secret is shown once',
  },
  {
    method: 'GET',
    path: '/v1/webhooks/{key}/deliveries',
    function: 'ServeWebhooks',
    scope: 'billing:read',
    summary: 'Every attempt of the last 14 days, the latest first',
  },
  {
    method: 'POST',
    path: '/v1/webhooks/{key}/rotate',
    function: 'ServeWebhooks',
    scope: 'admin',
    summary: 'Make a new secret; the former ones sign for another day',
  },
  {
    method: 'POST',
    path: '/v1/webhooks/{key}/replay',
    function: 'ServeWebhooks',
    scope: 'admin',
    summary: 'Send again from an instant or an event on, or skip',
  },
  {
    method: 'POST',
    path: '/v1/webhooks/{key}/test',
    function: 'ServeWebhooks',
    scope: 'admin',
    summary: 'Send a test event now; an answer takes up what was parked',
  },
] as const satisfies readonly Route[];
