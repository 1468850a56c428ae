import type { Route } from '../route.ts';

/** The routes that OpenTelemetry's exporters ask for, below an endpoint of their own, and what says what counts. */
export const otlpRoutes = [
  {
    method: 'POST',
    path: '/otlp/v1/traces',
    function: 'IngestEvents',
    scope: 'events:write',
    summary: 'As OTLP: spans, of which those that a mapping is for become events',
  },
  {
    method: 'POST',
    path: '/otlp/v1/logs',
    function: 'IngestEvents',
    scope: 'events:write',
    summary: 'As OTLP: log records, of which those that a mapping is for become events',
  },
  {
    method: 'POST',
    path: '/otlp/v1/metrics',
    function: 'IngestEvents',
    scope: 'events:write',
    summary: 'As OTLP: metrics, of which the deltas that a mapping is for become events',
  },
  {
    method: 'GET',
    path: '/v1/otlp-mappings',
    function: 'ServeCatalog',
    scope: 'usage:read',
    summary: 'Which spans, log records and metrics become which events',
  },
  {
    method: 'PUT',
    path: '/v1/otlp-mappings',
    function: 'ServeCatalog',
    scope: 'admin',
    summary: 'Set which spans, log records and metrics become which events',
  },
] as const satisfies readonly Route[];
