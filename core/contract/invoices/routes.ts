import type { Route } from '../route.ts';

/** The routes of invoices. */
export const invoicesRoutes = [
  {
    method: 'GET',
    path: '/v1/customers/{key}/preview',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'What a customer’s invoice of a month would be now, line by line',
  },
  {
    method: 'GET',
    path: '/v1/customers/{key}/statement',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'A statement of account of a customer as PDF: what it owes, and why',
  },
  {
    method: 'GET',
    path: '/v1/customers/{key}/documents',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary:
      'What the books have of a customer: invoices, statements of months without one, payments',
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
] as const satisfies readonly Route[];
