import type { Gate } from './create-gate.ts';
import { heldBack } from './held-back.ts';
import {
  type NodeRequest,
  type NodeResponse,
  nodeRequest,
  originOf,
  postedConsent,
  putHeaders,
} from './node.ts';
import { type GatePricing, isCharged, priceOf } from './price.ts';

/** A request of Express, or of node:http. */
interface ExpressRequest extends NodeRequest {
  readonly originalUrl?: string;
  readonly protocol?: string;
}

/**
 * Middleware of Express 4 and 5, and of what else calls `(request, response, next)`, such as a server of node:http: a
 * request that is priced goes on once it is paid, and its answer is captured before its first byte is sent. Use it
 * before the routes, as the consent of the page comes as a POST and goes on as a GET.
 */
export const gateExpress =
  <Asked extends ExpressRequest, Answer extends NodeResponse>(
    gate: Gate,
    pricing: GatePricing<Asked>,
  ) =>
  (request: Asked, response: Answer, next: (error?: unknown) => void): void => {
    passed(gate, pricing, request, response).then(
      (isPassed) => {
        if (isPassed) next();
      },
      (error: unknown) => next(error),
    );
  };

async function passed<Asked extends ExpressRequest>(
  gate: Gate,
  pricing: GatePricing<Asked>,
  request: Asked,
  response: NodeResponse,
): Promise<boolean> {
  const { method = 'GET' } = request;
  if (!isCharged(method)) return true;
  const place = {
    asked: request.originalUrl ?? request.url ?? '/',
    origin: gate.site.origin ?? originOf(request, request.protocol),
  };
  const unread = nodeRequest(request, place);
  const posted = await postedConsent(request, unread, gate.site.cookie);
  const price = await priceOf(pricing, request);
  if (price === undefined) {
    posted?.putBack();
    return true;
  }
  const opened = await gate.open(nodeRequest(request, place, posted?.consent), price);
  if (opened.outcome !== 'refused') {
    heldBack(response, (status) => gate.settle(opened, status));
    return true;
  }
  response.statusCode = opened.status;
  putHeaders(response, opened);
  response.end(opened.body);
  return false;
}
