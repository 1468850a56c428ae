import type { Route } from '../route.ts';

/** The routes of exports: files for programs that analyse. */
export const exportsRoutes = [
  {
    method: 'POST',
    path: '/v1/exports',
    function: 'ServeRuns',
    scope: 'billing:write',
    summary: 'Export sealed usage, invoices and the books as Parquet files',
  },
  {
    method: 'GET',
    path: '/v1/exports',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary: 'The exports of the last weeks, and how far each is',
  },
  {
    method: 'GET',
    path: '/v1/exports/{id}',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary: 'One export: how far it is, and what it has put',
  },
  {
    method: 'GET',
    path: '/v1/exports/files',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary: 'The files that were exported, as manifests have them',
  },
  {
    method: 'GET',
    path: '/v1/exports/files/content',
    function: 'ServeRuns',
    scope: 'billing:read',
    summary: 'A part of a file that was exported',
  },
] as const satisfies readonly Route[];
