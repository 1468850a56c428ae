import type { Route } from '../route.ts';

/** The route that Stripe's SDKs ask for. They take every answer without an `error` for a success. */
export const stripeRoutes = [
  {
    method: 'POST',
    path: '/v1/billing/meter_events',
    function: 'IngestEvents',
    scope: 'events:write',
    summary: 'As Stripe: record a meter event',
    keysRefusedBy: 'function',
  },
] as const satisfies readonly Route[];
