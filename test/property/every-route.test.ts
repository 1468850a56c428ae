import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Operation } from '../../core/contract/operation.ts';
import { operations } from '../../core/contract/operations.ts';
import type { RouteKey } from '../../core/contract/route-key.ts';
import { routes } from '../../core/contract/routes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { asking, type Question } from '../support/ask.ts';
import { everyFunction } from '../support/every-function.ts';
import { textsOf, valuesOf } from '../support/from-schema.ts';

const RUNS = 20;
const functions = everyFunction();
const declared = routes.map((route) => {
  const key = `${route.method} ${route.path}` as RouteKey;
  return { key, name: route.function, operation: operations[key] as Operation };
});
const withPath = declared.filter(({ operation }) => operation.path !== undefined);

type Shapes = NonNullable<Operation['path']>;
const textsBy = (shapes: Shapes) =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, textsOf(shape)]));

/** Requests of a route: most of them nearly right, some nothing like it. */
function questionsFor({ path = {}, query, request }: Operation): fc.Arbitrary<Question> {
  const shape = request?.['application/json'];
  const parameters = textsBy({ ...(query?.shape as Shapes | undefined) });
  return fc
    .record({
      params: fc.record(textsBy(path)),
      query: fc.record(parameters, { requiredKeys: [] }),
      body: shape === undefined ? fc.constant(undefined) : valuesOf(shape),
      headers: fc.constantFrom<Record<string, string>>(
        { 'content-type': 'application/json', 'idempotency-key': 'k-1' },
        { 'content-type': 'application/json' },
        { 'content-type': 'text/plain', 'idempotency-key': 'x'.repeat(3_000) },
      ),
    })
    .map(({ query: asked, ...question }) => ({ ...question, query: definedOnly(asked) }));
}

describe.each(declared)('$key', ({ key, name, operation }) => {
  // `ask` itself fails where an answer is not as the contract declares it.
  it('answers whatever it is asked as the contract says, and never fails', async () => {
    const ask = asking(functions[name]);

    await fc.assert(
      fc.asyncProperty(questionsFor(operation), async (question) => {
        const { status } = await ask(key, question);

        expect(status).toBeLessThan(500);
      }),
      { numRuns: RUNS },
    );
  });
});

describe.each(withPath)('$key, with a path of 4,000 characters', ({ key, name, operation }) => {
  it('refuses it and says which part of the path is wrong', async () => {
    const params = Object.fromEntries(
      Object.keys(operation.path ?? {}).map((part) => [part, 'x'.repeat(4_000)]),
    );
    const { status, body } = await asking(functions[name])(key, { params, body: {} });

    expect(String(body['detail']).length).toBeLessThan(400);
    // To who reads a public log without a key, what cannot be is what is not there.
    if (key.startsWith('GET /v1/logs/')) {
      expect([status, body['code']]).toEqual([404, 'log.not-found']);
      return;
    }
    const code = 'period' in params ? 'period.malformed' : 'request.bad-key';
    expect({ status, code: body['code'] }).toEqual({ status: 400, code });
    expect(Object.keys(params)).toContain(body['param']);
  });
});
