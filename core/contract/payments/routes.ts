import type { Route } from '../route.ts';

/** The routes of payments: money of payers, and what becomes of it. */
export const paymentsRoutes = [
  {
    method: 'GET',
    path: '/v1/payments',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'List payments, by payer, or those with unapplied money',
  },
  {
    method: 'GET',
    path: '/v1/payments/{id}',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'One payment: what it is applied to, and what is left of it',
  },
  {
    method: 'POST',
    path: '/v1/payments',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Record money of a payer, for no invoice, one or many',
  },
  {
    method: 'POST',
    path: '/v1/payments/{id}/applications',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Apply unapplied money to an invoice',
  },
  {
    method: 'POST',
    path: '/v1/payments/{id}/unapplications',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Take back what is applied to an invoice',
  },
  {
    method: 'POST',
    path: '/v1/payments/{id}/refunds',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Record that unapplied money was paid back',
  },
  {
    method: 'POST',
    path: '/v1/payments/{id}/reversals',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Record that money was taken back: a chargeback, a debit that bounced',
  },
  {
    method: 'POST',
    path: '/v1/payments/{id}/move',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Move unapplied money to another payer',
  },
  {
    method: 'POST',
    path: '/v1/invoices/{id}/write-off',
    function: 'RecordInvoices',
    scope: 'billing:write',
    summary: 'Write off what is due of an invoice',
  },
] as const satisfies readonly Route[];
