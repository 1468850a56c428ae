import type { Gate } from './create-gate.ts';
import type { GatePassed } from './decided.ts';
import { asGet, consentIn, inquiredBy, responseOf, settledResponse, webRequest } from './fetch.ts';
import { isInquiry } from './inquiry.ts';
import { type GatePricing, priceOf } from './price.ts';

/** What of a context of Hono is used. */
interface HonoGateContext {
  readonly req: { raw: Request };
  res: Response;
  readonly env: unknown;
  /** Throws where the platform has none. */
  readonly executionCtx: { waitUntil(promise: Promise<unknown>): void };
}

interface HonoApp {
  fetch(request: Request, env?: never, execution?: never): Response | Promise<Response>;
}

/**
 * Middleware of Hono, `app.use(gateHono(gate, price, app))`: a request that is priced goes on once it is paid, and its
 * answer is captured before it is returned. The app itself is needed as the consent of the page comes as a POST and
 * goes through it once more as a GET.
 */
export function gateHono<Context extends HonoGateContext>(
  gate: Gate,
  pricing: GatePricing<Context>,
  app: HonoApp,
): (context: Context, next: () => Promise<void>) => Promise<Response | undefined> {
  const forms = new PostedForms(gate);
  return async (context, next) => {
    const { raw } = context.req;
    const priced = () => priceOf(pricing, context, raw.url);
    if (isInquiry(raw.method)) {
      const answer = await inquiredBy(gate, raw, await pricedAsGet(context, priced));
      return answer ?? passOn(next);
    }
    const again = (asked: Request) =>
      app.fetch(asked, context.env as never, executionOf(context) as never);
    const asked = await forms.asGet(raw);
    if (asked !== undefined) return again(asked);
    const price = await priced();
    if (price === undefined) {
      const form = forms.putBack(raw);
      return form === undefined ? passOn(next) : again(form);
    }
    const opened = await gate.open(webRequest(gate, raw, forms.consentOf(raw)), price);
    return opened.outcome === 'refused'
      ? responseOf(opened)
      : served(gate, opened, { context, next });
  };
}

/** Forms with a consent, as GETs of the page. Where that has no price they are none of ours, and go on as they came. */
class PostedForms {
  readonly #gate: Gate;
  readonly #asked = new WeakMap<Request, { readonly consent: string; readonly form: Request }>();
  readonly #others = new WeakSet<Request>();

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  async asGet(form: Request): Promise<Request | undefined> {
    const consent = this.#others.has(form) ? undefined : await consentIn(this.#gate, form);
    if (consent === undefined) return undefined;
    const asked = asGet(form);
    this.#asked.set(asked, { consent, form });
    return asked;
  }

  consentOf(asked: Request): string | undefined {
    return this.#asked.get(asked)?.consent;
  }

  putBack(asked: Request): Request | undefined {
    const form = this.#asked.get(asked)?.form;
    if (form !== undefined) this.#others.add(form);
    return form;
  }
}

async function served(
  gate: Gate,
  passed: GatePassed,
  { context, next }: { readonly context: HonoGateContext; readonly next: () => Promise<void> },
): Promise<undefined> {
  try {
    await next();
  } catch (error) {
    await gate.settle(passed, 0);
    throw error;
  }
  const { res } = context;
  const response = settledResponse(res, await gate.settle(passed, res.status));
  if (response !== res) {
    // Otherwise the headers that there were win over ours.
    context.res = undefined as unknown as Response;
    context.res = response;
  }
  executionOf(context)?.waitUntil(gate.idle());
}

/** The price of a page is the same for who asks about it by HEAD or OPTIONS. */
async function pricedAsGet<Value>(
  { req }: HonoGateContext,
  priced: () => Promise<Value>,
): Promise<Value> {
  const { raw } = req;
  req.raw = asGet(raw);
  try {
    return await priced();
  } finally {
    req.raw = raw;
  }
}

async function passOn(next: () => Promise<void>): Promise<undefined> {
  await next();
}

function executionOf(context: HonoGateContext): HonoGateContext['executionCtx'] | undefined {
  try {
    return context.executionCtx;
  } catch {
    // A server that goes on.
    return undefined;
  }
}
