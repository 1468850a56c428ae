import { addressAt } from './address.ts';
import { type HeaderLines, isForSharedCaches, privately } from './answers.ts';
import type { Gate } from './create-gate.ts';
import type { GatePassed, GateSettled } from './decided.ts';
import { inquired, isInquiry } from './inquiry.ts';
import { type GatePrice, type GatePricing, priceOf } from './price.ts';
import { consentBytes, consentOf, type GatedRequest } from './request.ts';

/**
 * A handler of web requests behind a gate: a request that is priced is handed on once it is paid, and what it answers
 * is captured before it is returned, also where its body is still to come.
 */
export const gateFetch =
  <Rest extends readonly unknown[]>(
    gate: Gate,
    handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
    pricing: GatePricing<Request>,
  ) =>
  async (request: Request, ...rest: Rest): Promise<Response> => {
    if (isInquiry(request.method)) {
      const price = await priceOf(pricing, asGet(request), request.url);
      const answer = await inquiredBy(gate, request, price);
      return answer ?? handler(request, ...rest);
    }
    const posted = await consentIn(gate, request);
    const asked = posted === undefined ? request : asGet(request);
    const price = await priceOf(pricing, asked, request.url);
    if (price === undefined) return handler(request, ...rest);
    const opened = await gate.open(webRequest(gate, asked, posted), price);
    if (opened.outcome === 'refused') return responseOf(opened);
    return answered(gate, opened, () => handler(asked, ...rest));
  };

export async function inquiredBy(
  gate: Gate,
  request: Request,
  price: GatePrice | undefined,
): Promise<Response | undefined> {
  const answer = await inquired(gate, webRequest(gate, request), price);
  return answer === undefined ? undefined : responseOf(answer);
}

/** What it throws is thrown, and nothing is charged for it. */
async function answered(
  gate: Gate,
  passed: GatePassed,
  handler: () => Response | Promise<Response>,
): Promise<Response> {
  let response: Response;
  try {
    response = await handler();
  } catch (error) {
    await gate.settle(passed, 0);
    throw error;
  }
  return settledResponse(response, await gate.settle(passed, response.status));
}

export function settledResponse(response: Response, settled: GateSettled): Response {
  if (settled.outcome === 'refused') {
    void response.body?.cancel().catch(() => undefined);
    return responseOf(settled);
  }
  if (settled.headers.length === 0 && !settled.isPrivate) return response;
  // The headers of an answer may be fixed, as of one that came from another server.
  const whole = new Response(response.body, response);
  for (const [name, value] of settled.headers) put(whole.headers, name, value);
  if (settled.isPrivate) {
    const names = [...whole.headers.keys()];
    for (const name of names.filter(isForSharedCaches)) whole.headers.delete(name);
    whole.headers.set('cache-control', privately(whole.headers.get('cache-control') ?? undefined));
  }
  return whole;
}

/** Names that may come several times are added to. */
const put = (headers: Headers, name: string, value: string): void =>
  /^(?:set-cookie|www-authenticate)$/.test(name)
    ? headers.append(name, value)
    : headers.set(name, value);

export function responseOf({
  status,
  headers,
  body,
}: {
  readonly status: number;
  readonly headers: HeaderLines;
  readonly body: string;
}): Response {
  const lines = new Headers();
  for (const [name, value] of headers) put(lines, name, value);
  return new Response(body === '' ? undefined : body, { status, headers: lines });
}

export function webRequest(gate: Gate, request: Request, consent?: string): GatedRequest {
  const { origin } = new URL(request.url);
  return {
    method: request.method,
    url: addressAt(gate.site.origin ?? origin, request.url) ?? '',
    header: (name) => request.headers.get(name) ?? undefined,
    consent,
  };
}

/** The request itself is not read: who handles it finds its body. */
export async function consentIn(gate: Gate, request: Request): Promise<string | undefined> {
  const length = consentBytes(webRequest(gate, request), gate.site.cookie);
  return length === undefined ? undefined : consentOf(await request.clone().text());
}

/** As if the page had been asked for. */
export function asGet({ url, headers, signal }: Request): Request {
  const kept = new Headers(headers);
  for (const name of ['content-type', 'content-length', 'origin']) kept.delete(name);
  return new Request(url, { method: 'GET', headers: kept, signal });
}
