import { type HeaderLines, privately, unshared } from './answers.ts';
import type { Gate } from './create-gate.ts';
import type { GatePassed, GateSettled } from './decided.ts';
import { grouped, type NodeRequest, nodeRequest, originOf, postedConsent } from './node.ts';
import { type GatePricing, isCharged, priceOf } from './price.ts';

/** What of a request of Fastify is used. */
interface FastifyGateRequest {
  readonly raw: NodeRequest;
  readonly protocol?: string;
}

/** What of a reply of Fastify is used. */
interface FastifyGateReply {
  readonly raw: { once(name: string, listener: () => void): unknown };
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
  const consents = new WeakMap<object, string>();

  const ask = async (app: FastifyGateApp, request: Asked, reply: FastifyGateReply) => {
    const { raw } = request;
    if (!isCharged(raw.method ?? 'GET')) return undefined;
    const origin = gate.site.origin ?? originOf(raw, request.protocol);
    const place = { asked: raw.url ?? '/', origin };
    const posted = await postedConsent(raw, nodeRequest(raw, place), gate.site.cookie);
    if (posted !== undefined) {
      // It is found by its method: as a GET it goes through the router once more.
      consents.set(raw, posted.consent);
      reply.hijack();
      app.routing(raw as never, reply.raw as never);
      return reply;
    }
    const price = await priceOf(pricing, request);
    if (price === undefined) return undefined;
    const opened = await gate.open(nodeRequest(raw, place, consents.get(raw)), price);
    if (opened.outcome === 'refused') {
      put(reply, opened);
      reply.send(opened.body);
      return reply;
    }
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

/** What the handler has put on it goes; what was there before it, such as of CORS, comes back. */
function restore(reply: FastifyGateReply, before: HeadersBefore): void {
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
  for (const [name, value] of Object.entries(before)) reply.header(name, value);
}

function put(reply: FastifyGateReply, settled: GateSettled): void {
  if (settled.outcome === 'refused') reply.code(settled.status);
  putLines(reply, settled.headers);
  if (settled.outcome === 'refused' || !settled.isPrivate) return;
  for (const name of unshared) reply.removeHeader(name);
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
