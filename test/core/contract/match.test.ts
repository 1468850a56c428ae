import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchRoute, methodsAt } from '../../../core/contract/match.ts';
import { routes } from '../../../core/contract/routes.ts';
import { router } from '../../../local/http/router.ts';

const keys = routes.map(({ method, path }) => `${method} ${path}`);
/** What the gateway makes of the same request. */
const gateway = router(
  routes.map(({ method, path }) => ({
    ...{ key: `${method} ${path}`, method, path },
    ...{ functionName: 'f', integrationTimeoutMs: 1, authorizer: undefined },
  })),
);

const namesIn = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

const withParams = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

/** Any text that a URL can carry, and often what means something in one. */
const someValue = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.constantFrom('/', '%', '%2F', '..', '?', '#', '{key}', '+', 'subject:a/b', 'lines', 'check'),
  )
  .filter((text) => text.isWellFormed());
/** Paths of which most are no route's. */
const somePath = fc
  .array(
    fc.oneof(
      fc.constantFrom(...new Set(routes.flatMap(({ path }) => path.split('/')))),
      fc.constantFrom('', 'a', 'a%20b', '%E0%A4%A', '%2F', '.', 'payments'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => `/${parts.join('/')}`);
const someMethod = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH');
const someRequest = fc.constantFrom(...routes).chain(({ method, path }) =>
  fc
    .tuple(...namesIn(path).map((name) => someValue.map((value) => [name, value] as const)))
    .map((params) => ({
      ...{ key: `${method} ${path}`, method, path },
      params: Object.fromEntries(params),
    })),
);

function expectSame(method: string, path: string): void {
  const [here, there] = [matchRoute(method, path), gateway(method, path)];
  expect([here?.key, here?.params]).toEqual([there?.route.key, there?.pathParameters]);
}

describe('a request', () => {
  it.each([
    ['GET', '/v1/meters', 'GET /v1/meters', {}],
    ['PUT', '/v1/meters/api.call', 'PUT /v1/meters/{key}', { key: 'api.call' }],
    [
      'GET',
      '/v1/customers/subject%3Areader%201/preview',
      'GET /v1/customers/{key}/preview',
      { key: 'subject:reader 1' },
    ],
    ['GET', '/v1/invoices/INV%2F7', 'GET /v1/invoices/{id}', { id: 'INV/7' }],
    ['GET', '/v1/invoices/%252F', 'GET /v1/invoices/{id}', { id: '%2F' }],
    ['GET', '/v1/invoices/a+b', 'GET /v1/invoices/{id}', { id: 'a+b' }],
    [
      'GET',
      '/v1/invoices/inv_1/lines/2',
      'GET /v1/invoices/{id}/lines/{line}',
      { id: 'inv_1', line: '2' },
    ],
    ['GET', '/openapi.json', 'GET /openapi.json', {}],
    ['GET', '/v1/invoices/%E0%A4%A', 'GET /v1/invoices/{id}', { id: '%E0%A4%A' }],
  ])('%s %s is for its route', (method, path, key, params) => {
    expect(matchRoute(method, path)).toMatchObject({ key, params });
  });

  it.each([
    ['an unknown path', 'GET', '/v1/nothing'],
    ['another method', 'DELETE', '/v1/invoices/inv_1'],
    ['a method in lower case', 'get', '/v1/meters'],
    ['a slash too many', 'GET', '/v1/meters/'],
    ['two slashes', 'GET', '/v1//meters'],
    ['a part too few', 'GET', '/v1/invoices/inv_1/lines'],
    ['a part too many', 'GET', '/v1/invoices/inv_1/lines/2/3'],
    ['a part that is empty', 'GET', '/v1/invoices/'],
    ['a dot that is another letter', 'GET', '/openapixjson'],
    ['an encoded slash in place of one', 'GET', '/v1%2Fmeters'],
    ['letters in capitals', 'GET', '/V1/meters'],
    ['nothing', 'GET', ''],
  ])('of %s is for none', (_, method, path) => {
    expect(matchRoute(method, path)).toBeUndefined();
  });
});

describe('the methods of a path', () => {
  it.each([
    ['/v1/events', ['GET', 'POST']],
    ['/v1/plans/basic', ['GET', 'PUT']],
    ['/v1/nothing', []],
  ])('of %s are %j', (path, methods) => {
    expect(methodsAt(path).toSorted()).toEqual(methods);
  });
});

describe('every route', () => {
  it.each(keys)('finds itself: %s', (key) => {
    const [method = '', path = ''] = key.split(' ');
    const params = Object.fromEntries(namesIn(path).map((name) => [name, `the ${name}`]));

    expect(matchRoute(method, withParams(path, params))).toMatchObject({ key, params });
  });

  it('is found by the gateway, too, with the same values in its path', () => {
    fc.assert(
      fc.property(someRequest, ({ method, path, params }) => {
        expectSame(method, withParams(path, params));
      }),
    );
  });

  it('is found by the gateway, or by neither, whatever is asked', () => {
    fc.assert(fc.property(someMethod, somePath, expectSame), { numRuns: 2_000 });
  });

  it('is told from all others by its path, unless a value in it is a word of another’s', () => {
    const words = new Set(routes.flatMap(({ path }) => path.split('/')));
    fc.assert(
      fc.property(someRequest, ({ key, method, path, params }) => {
        fc.pre(!Object.values(params).some((value) => words.has(value)));

        expect(matchRoute(method, withParams(path, params))).toMatchObject({ key, params });
      }),
    );
  });
});
