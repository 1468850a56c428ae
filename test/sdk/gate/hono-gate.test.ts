import { describe, expect, it } from '@jest/globals';
import type { GatePricing } from '../../../sdk/src/gate/price.ts';
import { gateHono } from '../../../sdk/src/hono.ts';
import { receipt } from '../support/gating.ts';
import { gated, page, price, spent, url } from '../support/web-gated.ts';

describe('Hono behind a gate', () => {
  /** As Hono does: an answer that is set keeps the headers that were there, unless there is none. */
  const aContext = (raw: Request, env: unknown, waited: Promise<unknown>[]) => {
    let res: Response | undefined = new Response('404', { status: 404 });
    return {
      ...{ req: { raw }, env },
      executionCtx: { waitUntil: (promise: Promise<unknown>) => void waited.push(promise) },
      get res(): Response {
        return res ?? new Response();
      },
      set res(next: Response | undefined) {
        if (res !== undefined && next !== undefined) {
          for (const [name, value] of res.headers) next.headers.set(name, value);
        }
        res = next;
      },
    };
  };
  const anApp = async (
    handler: (request: Request) => Response | Promise<Response>,
    pricing: GatePricing<{ readonly req: { readonly raw: Request } }> = price,
  ) => {
    const parts = await gated();
    const waited: Promise<unknown>[] = [];
    const app = {
      async fetch(request: Request, env?: unknown): Promise<Response> {
        const context = aContext(request, env, waited);
        const answer = await middleware(context as never, async () => {
          context.res = await handler(request);
        });
        return answer ?? context.res;
      },
    };
    const middleware = gateHono(parts.gate, pricing, app);
    return { ...parts, app, waited };
  };

  it('serves who pays, and lets no shared cache have it', async () => {
    const parts = await anApp(() => new Response(page, { headers: { 'cache-control': 'public' } }));

    const answer = await parts.app.fetch(new Request(url, { headers: { cookie: parts.cookie } }));

    expect([answer.status, await answer.text()]).toEqual([200, page]);
    expect([answer.headers.get('cache-control'), answer.headers.get('farthing-receipt')]).toEqual([
      'private',
      receipt,
    ]);
    expect(await spent(parts)).toEqual([1n, 0n]);
    expect(parts.waited).toHaveLength(1);
  });

  it('goes through the app once more, as a GET, with the consent that came', async () => {
    const parts = await anApp(() => new Response(page));

    const answer = await parts.app.fetch(new Request(url, await parts.posted()));

    expect([answer.status, await answer.text()]).toEqual([200, page]);
    expect(await spent(parts)).toEqual([1n, 0n]);
  });

  it('hands on whole the forms of pages without a price, whatever they hold', async () => {
    const parts = await anApp(
      async (request) => new Response(`${request.method} ${await request.text()}`),
      () => undefined,
    );
    const posted = await parts.posted();

    const answer = await parts.app.fetch(new Request(url, posted));

    expect(await answer.text()).toBe(`POST ${posted.body}`);
    expect(await spent(parts)).toEqual([0n, 0n]);
  });

  it.each([
    ['HEAD', 402],
    ['OPTIONS', 204],
  ])('hands on no %s of what has a price', async (method, status) => {
    const parts = await anApp(
      () => new Response(page),
      ({ req }) => (req.raw.method === 'GET' ? price : undefined),
    );

    const answer = await parts.app.fetch(new Request(url, { method }));

    expect([answer.status, await answer.text()]).toEqual([status, '']);
  });

  it('charges nothing where a route fails', async () => {
    const parts = await anApp(() => new Response('no', { status: 500 }));

    const answer = await parts.app.fetch(new Request(url, { headers: { cookie: parts.cookie } }));

    expect(answer.status).toBe(500);
    expect(await spent(parts)).toEqual([0n, 0n]);
  });
});
