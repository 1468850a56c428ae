/** What a key may do. */
export const scopes = [
  'events:write',
  'usage:read',
  'billing:read',
  'billing:write',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

/** One operation of the HTTP interface: the gateway, the functions and the reference are all made from this. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: `/${string}`;
  /** The Lambda that answers it. */
  readonly function:
    | 'IngestEvents'
    | 'QueryUsage'
    | 'ServeCatalog'
    | 'ReviewQuarantine'
    | 'DescribeApi';
  /** The scope a key needs; undefined where no key is needed at all. */
  readonly scope: Scope | undefined;
  readonly summary: string;
}

export const routes = [
  {
    method: 'POST',
    path: '/v1/events',
    function: 'IngestEvents',
    scope: 'events:write',
    summary: 'Record usage events: CloudEvents 1.0 in any HTTP mode, or plain JSON',
  },
  {
    method: 'GET',
    path: '/v1/usage',
    function: 'QueryUsage',
    scope: 'usage:read',
    summary: 'Usage of one meter over a period, by window, customer, subject or dimension',
  },
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
    path: '/v1/quarantine',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'List what could not be counted, and why',
  },
  {
    method: 'GET',
    path: '/v1/quarantine/{id}',
    function: 'ReviewQuarantine',
    scope: 'usage:read',
    summary: 'One quarantined event',
  },
  {
    method: 'POST',
    path: '/v1/quarantine/{id}/retry',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Send a quarantined event through the pipeline again, however old it is',
  },
  {
    method: 'POST',
    path: '/v1/quarantine/{id}/dismiss',
    function: 'ReviewQuarantine',
    scope: 'admin',
    summary: 'Close a quarantined event without counting it, with a reason',
  },
  {
    method: 'GET',
    path: '/openapi.json',
    function: 'DescribeApi',
    scope: undefined,
    summary: 'This interface as an OpenAPI 3.1 document',
  },
] as const satisfies readonly Route[];
