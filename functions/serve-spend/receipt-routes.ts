import {
  publicKeySet,
  type ReceiptPorts,
  receiptAsked,
} from '../../core/receipts/signed-receipt.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { byToken } from './asking.ts';

type ReceiptRoutes = Pick<
  RouteHandlers['ServeSpend'],
  'GET /v1/receipts/{id}' | 'GET /.well-known/jwks.json'
>;

/** Public keys never change, and those to come are there in time: whoever has them need not ask again at once. */
const forEverybody = {
  'cache-control': 'public, max-age=3600',
  'access-control-allow-origin': '*',
} as const;

/** Answers receipts, and the keys that they are verified with. */
export const receiptRoutes = (ports: ReceiptPorts): ReceiptRoutes => ({
  'GET /v1/receipts/{id}': async ({ caller, params: { id } }) => ({
    status: 200,
    body: await receiptAsked(ports, caller.tenant, { id, by: byToken(caller) }),
  }),

  'GET /.well-known/jwks.json': async () => ({
    status: 200,
    headers: forEverybody,
    body: await publicKeySet(ports),
  }),
});
