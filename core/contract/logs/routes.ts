import type { Route } from '../route.ts';

/** The routes of public logs, which need no key, and of proofs. Paths below a log are those of C2SP tlog-tiles. */
export const logsRoutes = [
  {
    method: 'GET',
    path: '/v1/invoices/{id}/proof',
    function: 'ServeProofs',
    scope: 'billing:read',
    summary: 'That a document is in the log of its year, to be checked by anybody',
  },
  {
    method: 'GET',
    path: '/v1/payee-statements/{id}/proof',
    function: 'ServeProofs',
    scope: 'billing:read',
    summary: 'That a payee’s statement is in the log, and all that it adds up',
  },
  {
    method: 'POST',
    path: '/v1/event-proofs',
    function: 'ServeProofs',
    scope: 'billing:read',
    summary: 'That events were counted: each in the leaf of its hour',
  },
  {
    method: 'GET',
    path: '/v1/logs/{tenant}/{year}/checkpoint',
    function: 'ServeProofs',
    scope: undefined,
    summary: 'How far a log is, signed',
  },
  {
    method: 'GET',
    path: '/v1/logs/{tenant}/{year}/key',
    function: 'ServeProofs',
    scope: undefined,
    summary: 'The key that checkpoints of a log are signed with',
  },
  {
    method: 'GET',
    path: '/v1/logs/{tenant}/{year}/consistency',
    function: 'ServeProofs',
    scope: undefined,
    summary: 'That a log only grew between two sizes',
  },
  {
    method: 'GET',
    path: '/v1/logs/{tenant}/{year}/tile/{level}/{first}',
    function: 'ServeProofs',
    scope: undefined,
    summary: 'A tile of a log, of the first thousand that are whole',
  },
  {
    method: 'GET',
    path: '/v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}',
    function: 'ServeProofs',
    scope: undefined,
    summary: 'A tile of a log: a later one, or one that is not whole',
  },
  {
    method: 'GET',
    path: '/v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}/{third}',
    function: 'ServeProofs',
    scope: undefined,
    summary: 'A tile of a log: a later one that is not whole, or a much later one',
  },
  {
    method: 'GET',
    path: '/v1/logs/{tenant}/{year}/witnesses',
    function: 'ServeProofs',
    scope: undefined,
    summary: 'Who has cosigned the checkpoints of a log',
  },
  {
    method: 'POST',
    path: '/v1/witness/add-checkpoint',
    function: 'ServeProofs',
    scope: undefined,
    summary: 'Cosign a checkpoint of the log of others',
  },
  {
    method: 'GET',
    path: '/v1/witness/key',
    function: 'ServeProofs',
    scope: undefined,
    summary: 'The key that checkpoints of others are cosigned with',
  },
] as const satisfies readonly Route[];
