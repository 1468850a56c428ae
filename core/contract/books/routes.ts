import type { Route } from '../route.ts';

/** The routes of the books. */
export const booksRoutes = [
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
] as const satisfies readonly Route[];
