import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { routes } from '../../core/contract/routes.ts';
import { routeMatcher } from '../../functions/serve-front/match-route.ts';
import { router } from '../../local/http/router.ts';

const match = routeMatcher(routes);
const gateway = router(
  routes.map(({ method, path }) => ({
    key: `${method} ${path}`,
    method,
    path,
    functionName: 'f',
    integrationTimeoutMs: 1,
    authorizer: undefined,
  })),
);

const part = fc.oneof(
  fc.constantFrom(...new Set(routes.flatMap(({ path }) => path.split('/')))),
  fc.constantFrom('', 'a', 'a%20b', '%E0%A4%A', '%2F', '.', 'payments'),
);
const path = fc.oneof(
  fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`),
  fc
    .tuple(fc.constantFrom(...routes), part)
    .map(([route, value]) => route.path.replaceAll(/\{[^}]+\}/g, value)),
);
const method = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH');

describe('the second front', () => {
  it('sends every request to the route that the gateway sends it to', () => {
    fc.assert(
      fc.property(method, path, (asked, at) => {
        const [one, other] = [match(asked, at), gateway(asked, at)];

        expect(one?.routeKey).toBe(other?.route.key);
        expect(one?.params).toEqual(other?.pathParameters);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(routes)('sends $method $path to itself', (route) => {
    expect(match(route.method, route.path.replaceAll(/\{[^}]+\}/g, 'x'))?.route).toBe(route);
  });
});
