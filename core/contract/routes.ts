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
    | 'ServeInvoices'
    | 'ServeRuns'
    | 'RecordInvoices'
    | 'ServeBooks'
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
    path: '/v1/customers/{key}/preview',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'What a customer’s invoice of a month would be now, line by line',
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
    method: 'POST',
    path: '/v1/billing-runs',
    function: 'ServeRuns',
    scope: 'billing:write',
    summary: 'Close a month: every customer whose month has ended is invoiced',
  },
  {
    method: 'GET',
    path: '/v1/billing-runs/{period}',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary: 'Where a month stands: what is closed, open, parked, and why',
  },
  {
    method: 'GET',
    path: '/v1/invoices',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'List invoices by customer, month or status',
  },
  {
    method: 'GET',
    path: '/v1/invoices/{id}',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'One invoice, draft, credit note or statement',
  },
  {
    method: 'GET',
    path: '/v1/invoices/{id}/lines/{line}',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'Where a line comes from: price, calculation, tallies, events',
  },
  {
    method: 'POST',
    path: '/v1/invoices/{id}/issue',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Issue a draft that waits for a person',
  },
  {
    method: 'POST',
    path: '/v1/invoices/{id}/void',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Void an invoice; its number stays taken',
  },
  {
    method: 'POST',
    path: '/v1/invoices/{id}/credit-notes',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Credit an invoice, in part or in full',
  },
  {
    method: 'POST',
    path: '/v1/invoices/{id}/payments',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Record a payment of an invoice',
  },
  {
    method: 'GET',
    path: '/v1/accounts',
    function: 'ServeBooks',
    scope: 'billing:read',
    summary: 'Balances of the books',
  },
  {
    method: 'GET',
    path: '/v1/accounts/{account}/entries',
    function: 'ServeBooks',
    scope: 'billing:read',
    summary: 'Entries of one account',
  },
  {
    method: 'GET',
    path: '/v1/books',
    function: 'ServeBooks',
    scope: 'billing:read',
    summary: 'The journal as JSON, CSV, hledger or Beancount text',
  },
  {
    method: 'GET',
    path: '/v1/books/check',
    function: 'ServeBooks',
    scope: 'billing:read',
    summary: 'Read all books again and say what does not hold',
  },
  {
    method: 'GET',
    path: '/openapi.json',
    function: 'DescribeApi',
    scope: undefined,
    summary: 'This interface as an OpenAPI 3.1 document',
  },
] as const satisfies readonly Route[];
