import type { Gate } from './create-gate.ts';
import type { GateRefusal } from './decided.ts';
import { heldBack } from './held-back.ts';
import { inquired, isInquiry } from './inquiry.ts';
import {
  type NodeRequest,
  type NodeResponse,
  nodeRequest,
  originOf,
  postedConsent,
  pricedAsGet,
  putHeaders,
} from './node.ts';
import { type GatePricing, priceOf } from './price.ts';

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
  const place = {
    asked: request.originalUrl ?? request.url ?? '/',
    origin: gate.site.origin ?? originOf(request, request.protocol),
  };
  const unread = nodeRequest(request, place);
  const priced = () => priceOf(pricing, request, place.asked);
  if (isInquiry(method)) {
    const answer = await inquired(gate, unread, await pricedAsGet(request, priced));
    return answer === undefined ? true : refused(response, answer);
  }
  const posted = await postedConsent(request, unread, gate.site.cookie);
  const price = await priced();
  if (price === undefined) {
    posted?.putBack();
    return true;
  }
  const opened = await gate.open(nodeRequest(request, place, posted?.consent), price);
  if (opened.outcome !== 'refused') {
    heldBack(response, (status) => gate.settle(opened, status));
    return true;
  }
  return refused(response, opened);
}

function refused(response: NodeResponse, refusal: GateRefusal): false {
  response.statusCode = refusal.status;
  putHeaders(response, refusal);
  response.end(refusal.body);
  return false;
}
