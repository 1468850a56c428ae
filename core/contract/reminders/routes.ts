import type { Route } from '../route.ts';

/** The routes of reminders of what is due. */
export const remindersRoutes = [
  {
    method: 'GET',
    path: '/v1/reminders',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'List reminders that were made, by payer',
  },
  {
    method: 'GET',
    path: '/v1/reminders/{id}',
    function: 'ServeInvoices',
    scope: 'billing:read',
    summary: 'One reminder, or the letter of it as PDF',
  },
  {
    method: 'POST',
    path: '/v1/reminders',
    function: 'ServeRails',
    scope: 'billing:write',
    summary: 'Make the reminders that are due; or say which, and why not others',
  },
  {
    method: 'POST',
    path: '/v1/invoices/{id}/pauses',
    function: 'ServeRails',
    scope: 'billing:write',
    summary: 'Pause the reminders of an invoice, or go on with them',
  },
] as const satisfies readonly Route[];
