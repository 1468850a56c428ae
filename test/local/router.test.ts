import { describe, expect, it } from '@jest/globals';
import { router } from '../../local/http/router.ts';

const keys = [
  'GET /a',
  'ANY /a',
  'GET /a/{id}',
  'GET /a/b',
  'GET /a/{rest+}',
  'POST /{proxy+}',
  'GET /with.dots',
  '$default',
];
const route = router(
  keys.map((key) => {
    const [method = '', path] = key === '$default' ? ['ANY'] : key.split(' ');
    return { key, method, path, functionName: 'f', integrationTimeoutMs: 1, authorizer: undefined };
  }),
);

describe('a request', () => {
  it.each([
    ['GET', '/a', 'GET /a', {}],
    ['PUT', '/a', 'ANY /a', {}],
    ['GET', '/a/b', 'GET /a/b', {}],
    ['GET', '/a/c%20d', 'GET /a/{id}', { id: 'c d' }],
    ['GET', '/a/%E0%A4%A', 'GET /a/{id}', { id: '%E0%A4%A' }],
    ['GET', '/a/b/c', 'GET /a/{rest+}', { rest: 'b/c' }],
    ['POST', '/a/b', 'POST /{proxy+}', { proxy: 'a/b' }],
    ['GET', '/with.dots', 'GET /with.dots', {}],
    ['GET', '/withxdots', '$default', {}],
    ['GET', '/a/', '$default', {}],
    ['DELETE', '/a/b', '$default', {}],
  ])('%s %s goes to %s', (method, path, key, pathParameters) => {
    const match = route(method, path);

    expect([match?.route.key, match?.pathParameters]).toEqual([key, pathParameters]);
  });

  it('goes nowhere when nothing matches', () => {
    expect(router([])('GET', '/')).toBeUndefined();
  });
});
