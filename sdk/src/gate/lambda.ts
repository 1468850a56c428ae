import { addressAt } from './address.ts';
import { isForSharedCaches, privately } from './answers.ts';
import type { Gate } from './create-gate.ts';
import type { GateRefusal, GateSettled } from './decided.ts';
import { inquired, isInquiry } from './inquiry.ts';
import { grouped } from './node.ts';
import { type GatePricing, priceOf } from './price.ts';
import { consentBytes, consentOf, type GatedRequest } from './request.ts';

/** An event of API Gateway (payload 2.0) or of the URL of a function. */
interface LambdaGateEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[] | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestContext: {
    readonly domainName: string;
    readonly http: { readonly method: string };
  };
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
}

/** An answer of payload 2.0. */
interface LambdaGateAnswer {
  readonly statusCode: number;
  readonly headers?: Record<string, string | number | boolean>;
  readonly cookies?: string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** What is left of an invocation to its platform. */
const MARGIN_MS = 500;

/**
 * A handler of AWS Lambda behind a gate: a request that is priced is handed on once it is paid, and captured before it
 * is answered. As the environment is frozen then, what is given back is waited for. The stage of a gateway is part of
 * the path, so a site with one sets its `origin`.
 */
export const gateLambda =
  <Event extends LambdaGateEvent, Context extends InvocationContext>(
    gate: Gate,
    handler: (event: Event, context: Context) => unknown,
    pricing: GatePricing<Event>,
  ) =>
  async (event: Event, context: Context): Promise<unknown> => {
    if (isInquiry(methodOf(event))) {
      const answer = await inquiredBy(gate, event, pricing);
      return answer ?? handler(event, context);
    }
    const consent = consentIn(gate, event);
    const asked = consent === undefined ? event : asGet(event);
    const price = await priceOf(pricing, asked, event.rawPath);
    if (price === undefined) return handler(event, context);
    const opened = await gate.open(lambdaRequest(gate, asked, consent), price);
    if (opened.outcome === 'refused') return refused(opened);
    try {
      const answer = wholeAnswer(await handler(asked, context));
      return settledAnswer(answer, await gate.settle(opened, answer.statusCode));
    } catch (error) {
      await gate.settle(opened, 0);
      throw error;
    } finally {
      const timeoutMs = Math.max(1, context.getRemainingTimeInMillis() - MARGIN_MS);
      await gate.idle({ timeoutMs });
    }
  };

async function inquiredBy<Event extends LambdaGateEvent>(
  gate: Gate,
  event: Event,
  pricing: GatePricing<Event>,
): Promise<LambdaGateAnswer | undefined> {
  const price = await priceOf(pricing, asGet(event), event.rawPath);
  const answer = await inquired(gate, lambdaRequest(gate, event), price);
  return answer === undefined ? undefined : refused(answer);
}

const methodOf = ({ requestContext }: LambdaGateEvent): string => requestContext.http.method;

function lambdaRequest(gate: Gate, event: LambdaGateEvent, consent?: string): GatedRequest {
  const { rawPath, rawQueryString, headers, cookies, requestContext } = event;
  const { origin = `https://${requestContext.domainName}` } = gate.site;
  const query = rawQueryString === '' ? '' : `?${rawQueryString}`;
  return {
    method: methodOf(event),
    url: addressAt(origin, `${rawPath}${query}`) ?? '',
    header: (name) => (name === 'cookie' ? (cookies?.join('; ') ?? headers[name]) : headers[name]),
    consent,
  };
}

function consentIn(gate: Gate, event: LambdaGateEvent): string | undefined {
  const { body = '', isBase64Encoded } = event;
  const form = isBase64Encoded ? atob(body) : body;
  const request = lambdaRequest(gate, event);
  const header: GatedRequest['header'] = (name) =>
    name === 'content-length' ? String(form.length) : request.header(name);
  const mayBe = consentBytes({ ...request, header }, gate.site.cookie) !== undefined;
  return mayBe ? consentOf(form) : undefined;
}

/** As if the page had been asked for. */
function asGet<Event extends LambdaGateEvent>(event: Event): Event {
  const { body: _, ...rest } = event;
  const dropped = ['content-type', 'content-length', 'origin'];
  const headers = Object.entries(event.headers).filter(([name]) => !dropped.includes(name));
  const { requestContext } = event;
  const http = { ...requestContext.http, method: 'GET' };
  return {
    ...(rest as Event),
    headers: Object.fromEntries(headers),
    requestContext: { ...requestContext, http },
    isBase64Encoded: false,
  };
}

/** What a handler answers without a status is the JSON of a 200, as the gateway has it. */
const wholeAnswer = (answer: unknown): LambdaGateAnswer =>
  typeof answer === 'object' && answer !== null && 'statusCode' in answer
    ? (answer as LambdaGateAnswer)
    : {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body:
          typeof answer === 'string'
            ? answer
            : ((JSON.stringify(answer) as string | undefined) ?? ''),
      };

/** The headers of an answer have one line for a name: several are a list, which HTTP reads alike. */
function linesFor(settled: GateSettled): Pick<LambdaGateAnswer, 'cookies'> & {
  readonly headers: Record<string, string>;
} {
  const lines = grouped(settled.headers);
  const cookies = [...(lines.get('set-cookie') ?? [])];
  const rest = [...lines].filter(([name]) => name !== 'set-cookie');
  const headers = Object.fromEntries(rest.map(([name, values]) => [name, values.join(', ')]));
  return { headers, ...(cookies.length === 0 ? {} : { cookies }) };
}

const refused = (refusal: GateRefusal): LambdaGateAnswer => ({
  statusCode: refusal.status,
  ...linesFor(refusal),
  body: refusal.body,
});

function settledAnswer(answer: LambdaGateAnswer, settled: GateSettled): LambdaGateAnswer {
  if (settled.outcome === 'refused') return refused(settled);
  if (settled.headers.length === 0 && !settled.isPrivate) return answer;
  const { headers: own, cookies = [] } = linesFor(settled);
  const headers: NonNullable<LambdaGateAnswer['headers']> = {};
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  const said = headers['cache-control'];
  const all = { ...headers, ...own };
  if (settled.isPrivate) {
    for (const name of Object.keys(all).filter(isForSharedCaches)) delete all[name];
    all['cache-control'] = privately(said === undefined ? undefined : String(said));
  }
  const allCookies = [...(answer.cookies ?? []), ...cookies];
  return { ...answer, headers: all, ...(allCookies.length === 0 ? {} : { cookies: allCookies }) };
}
