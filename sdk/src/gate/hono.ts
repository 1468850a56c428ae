import type { Gate } from './create-gate.ts';
import { asGet, consentIn, responseOf, settledResponse, webRequest } from './fetch.ts';
import { type GatePricing, isCharged, priceOf } from './price.ts';

/** What of a context of Hono is used. */
interface HonoGateContext {
  readonly req: { readonly raw: Request };
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
  const consents = new WeakMap<Request, string>();
  return async (context, next) => {
    const { raw } = context.req;
    if (!isCharged(raw.method)) return passOn(next);
    const posted = await consentIn(gate, raw);
    if (posted !== undefined) {
      const asked = asGet(raw);
      consents.set(asked, posted);
      return app.fetch(asked, context.env as never, executionOf(context) as never);
    }
    const price = await priceOf(pricing, context);
    if (price === undefined) return passOn(next);
    const opened = await gate.open(webRequest(gate, raw, consents.get(raw)), price);
    if (opened.outcome === 'refused') return responseOf(opened);
    try {
      await next();
    } catch (error) {
      await gate.settle(opened, 0);
      throw error;
    }
    const { res } = context;
    const response = settledResponse(res, await gate.settle(opened, res.status));
    if (response !== res) {
      // Otherwise the headers that there were win over ours.
      context.res = undefined as unknown as Response;
      context.res = response;
    }
    executionOf(context)?.waitUntil(gate.idle());
    return undefined;
  };
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
