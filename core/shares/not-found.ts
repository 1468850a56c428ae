import { Rejection } from '../kernel/rejection.ts';

/** What a request for a share that does not exist is answered. */
export const shareNotFound = (key: string, param: string): Rejection =>
  new Rejection(
    'share.not-found',
    `${param}: create it with PUT /v1/shares/{key}, or see GET /v1/shares: there is no share ${JSON.stringify(key)}`,
    { param },
  );

/** What a request for a payee that does not exist is answered. */
export const payeeNotFound = (key: string): Rejection =>
  new Rejection(
    'payee.not-found',
    `create it with PUT /v1/payees/{key}, or see GET /v1/payees: there is no payee ${JSON.stringify(key)}`,
    { param: 'key' },
  );
