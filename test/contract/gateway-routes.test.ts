import { describe, expect, it } from '@jest/globals';
import { gatewayRoutes, routeFromGateway } from '../../core/contract/gateway-routes.ts';
import type { Route } from '../../core/contract/route.ts';
import { routes } from '../../core/contract/routes.ts';

const all = routes as readonly Route[];
const keys = new Set(gatewayRoutes.map(({ method, path }) => `${method} ${path}`));
const paramsIn = (path: string): Record<string, string> =>
  Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, `a-${name}`]));

/** What the gateway hands over of a request for a route: of the most specific of its own. */
function handedOver({ method, path }: Route): { key: string; params: Record<string, string> } {
  const params = paramsIn(path);
  if (keys.has(`${method} ${path}`)) return { key: `${method} ${path}`, params };
  const sent = path.replaceAll(/\{(\w+)\}/g, 'a-$1').split('/');
  for (let parts = sent.length - 1; parts > 0; parts -= 1) {
    const template = path.split('/').slice(0, parts).join('/');
    const key = `${method} ${template}/{rest+}`;
    if (!keys.has(key)) continue;
    return { key, params: { ...paramsIn(template), rest: sent.slice(parts).join('/') } };
  }
  return { key: 'none', params: {} };
}

describe('The routes of the gateway', () => {
  it.each(all)('take $method $path for what it is', (route) => {
    const { key, params } = handedOver(route);

    expect(routeFromGateway(key, params)).toEqual({
      key: `${route.method} ${route.path}`,
      params: paramsIn(route.path),
    });
  });

  it('are fewer than those of the contract, and each leads to the function that answers', () => {
    expect(gatewayRoutes.length).toBeLessThan(all.length - 25);
    for (const route of all) {
      const { key } = handedOver(route);
      const taken = gatewayRoutes.find(({ method, path }) => `${method} ${path}` === key);
      expect([key, taken?.function, taken?.scope === undefined]).toEqual([
        key,
        route.function,
        route.scope === undefined,
      ]);
    }
  });

  it('have nothing for what is below a family and no route', () => {
    const rest = 'no/such/thing';
    expect(routeFromGateway('GET /v1/rails/{rest+}', { rest })).toBeUndefined();
    expect(
      routeFromGateway('GET /v1/payers/{payer}/{rest+}', { payer: 'a/b', rest: 'spend' }),
    ).toEqual({ key: 'GET /v1/payers/{payer}/spend', params: { payer: 'a/b' } });
  });
});
