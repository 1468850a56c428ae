import { type HeaderLines, isForSharedCaches, privately } from './answers.ts';
import type { Gate } from './create-gate.ts';
import type { GateOpened, GatePassed, GateRefusal, GateSettled } from './decided.ts';
import { inquired, isInquiry } from './inquiry.ts';
import {
  grouped,
  type NodeRequest,
  nodeRequest,
  originOf,
  type PostedForm,
  postedConsent,
  pricedAsGet,
} from './node.ts';
import { type GatePricing, priceOf } from './price.ts';

/** What of a request of Fastify is used. */
interface FastifyGateRequest {
  readonly raw: NodeRequest;
  readonly protocol?: string;
}

/** What of a reply of Fastify is used. */
interface FastifyGateReply {
  readonly raw: {
    once(name: string, listener: () => void): unknown;
    removeHeader(name: string): void;
  };
  readonly statusCode: number;
  code(status: number): unknown;
  getHeaders(): object;
  getHeader(name: string): unknown;
  header(name: string, value: string | readonly string[]): unknown;
  removeHeader(name: string): unknown;
  send(payload: string): unknown;
  hijack(): unknown;
}

/** An app of Fastify, as far as a plugin needs it. */
interface FastifyGateApp {
  addHook(name: string, hook: (...parts: never[]) => unknown): unknown;
  routing(request: never, response: never): void;
}

type HeadersBefore = Readonly<Record<string, string | readonly string[]>>;

interface Passing {
  readonly passed: GatePassed;
  readonly before: HeadersBefore;
}

/**
 * A plugin of Fastify, `await app.register(gateFastify(gate, pricing))` before the routes: a request that is priced
 * goes on once it is paid, and its answer is captured before its first byte is sent.
 */
export function gateFastify<Asked extends FastifyGateRequest>(
  gate: Gate,
  pricing: GatePricing<Asked>,
): (app: FastifyGateApp) => Promise<void> {
  const passing = new WeakMap<object, Passing>();
  const forms = new PostedForms(gate);

  const ask = async (app: FastifyGateApp, request: Asked, reply: FastifyGateReply) => {
    const { raw } = request;
    const opened = await openedFor(gate, { pricing, forms }, request);
    if (opened === undefined) return undefined;
    if (opened === 'again') return routed(app, raw, reply);
    if (opened.outcome === 'refused') return refused(reply, opened);
    passing.set(raw, { passed: opened, before: { ...(reply.getHeaders() as HeadersBefore) } });
    reply.raw.once('close', () => {
      // Nothing was answered before who asked went away.
      if (passing.delete(raw)) void gate.settle(opened, 0);
    });
    return undefined;
  };

  const answer = async (request: Asked, reply: FastifyGateReply, payload: unknown) => {
    const one = passing.get(request.raw);
    if (one === undefined) return payload;
    passing.delete(request.raw);
    const settled = await gate.settle(one.passed, reply.statusCode);
    if (settled.outcome === 'refused') restore(reply, one.before);
    put(reply, settled);
    if (settled.outcome !== 'refused') return payload;
    if (isStream(payload)) payload.destroy();
    return settled.body;
  };

  const plugin = async (app: FastifyGateApp): Promise<void> => {
    app.addHook('onRequest', (request: Asked, reply: FastifyGateReply) => ask(app, request, reply));
    app.addHook('onSend', answer);
  };
  // Its hooks are for the app that it is registered in, and not for a part of their own.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

/** Undefined where it has no price; `again` where its method is another one now: a route is found by its method. */
async function openedFor<Asked extends FastifyGateRequest>(
  gate: Gate,
  { pricing, forms }: { readonly pricing: GatePricing<Asked>; readonly forms: PostedForms },
  request: Asked,
): Promise<GateOpened | 'again' | undefined> {
  const { raw } = request;
  const origin = gate.site.origin ?? originOf(raw, request.protocol);
  const place = { asked: raw.url ?? '/', origin };
  const priced = () => priceOf(pricing, request, place.asked);
  if (isInquiry(raw.method ?? 'GET')) {
    return inquired(gate, nodeRequest(raw, place), await pricedAsGet(raw, priced));
  }
  if (await forms.asGet(raw, place)) return 'again';
  const price = await priced();
  if (price === undefined) return forms.putBack(raw) ? 'again' : undefined;
  return gate.open(nodeRequest(raw, place, forms.consentOf(raw)), price);
}

/** Forms with a consent, as GETs of the page. Where that has no price they are none of ours, and go on as they came. */
class PostedForms {
  readonly #gate: Gate;
  readonly #posted = new WeakMap<NodeRequest, PostedForm>();
  readonly #others = new WeakSet<NodeRequest>();

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  async asGet(raw: NodeRequest, place: Parameters<typeof nodeRequest>[1]): Promise<boolean> {
    if (this.#others.has(raw)) return false;
    const posted = await postedConsent(raw, nodeRequest(raw, place), this.#gate.site.cookie);
    if (posted === undefined) return false;
    this.#posted.set(raw, posted);
    return true;
  }

  consentOf(raw: NodeRequest): string | undefined {
    return this.#posted.get(raw)?.consent;
  }

  putBack(raw: NodeRequest): boolean {
    const posted = this.#posted.get(raw);
    if (posted === undefined) return false;
    this.#posted.delete(raw);
    this.#others.add(raw);
    posted.putBack();
    return true;
  }
}

function routed(app: FastifyGateApp, raw: NodeRequest, reply: FastifyGateReply): FastifyGateReply {
  reply.hijack();
  app.routing(raw as never, reply.raw as never);
  return reply;
}

function refused(reply: FastifyGateReply, refusal: GateRefusal): FastifyGateReply {
  put(reply, refusal);
  reply.send(refusal.body);
  return reply;
}

/** What the handler has put on it goes; what was there before it, such as of CORS, comes back. */
function restore(reply: FastifyGateReply, before: HeadersBefore): void {
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
  for (const [name, value] of Object.entries(before)) reply.header(name, value);
}

function put(reply: FastifyGateReply, settled: GateSettled): void {
  if (settled.outcome === 'refused') reply.code(settled.status);
  putLines(reply, settled.headers);
  if (settled.outcome === 'refused' || !settled.isPrivate) return;
  for (const name of Object.keys(reply.getHeaders()).filter(isForSharedCaches)) {
    reply.removeHeader(name);
    reply.raw.removeHeader(name);
  }
  reply.header('cache-control', privately(String(reply.getHeader('cache-control') ?? '')));
}

/** Fastify itself keeps the cookies of the handler beside ours. */
function putLines(reply: FastifyGateReply, lines: HeaderLines): void {
  for (const [name, values] of grouped(lines)) {
    reply.header(name, values.length === 1 ? (values[0] ?? '') : values);
  }
}

const isStream = (payload: unknown): payload is { destroy(): void } =>
  typeof payload === 'object' && payload !== null && 'destroy' in payload;
