import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../cli/failure.ts';
import { type ApiRequest, httpApi } from '../../cli/http/api.ts';
import { ProblemFailure } from '../../cli/http/problem.ts';
import { answeredItem, refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer } from './support/http-server.ts';

const request: ApiRequest = { method: 'GET', path: '/v1/meters' };
const meters = { status: 200, json: { meters: [] } } as const;

async function answeredBy(answers: readonly FakeAnswer[], sent: ApiRequest = request) {
  let count = 0;
  await using server = await httpServer(
    () => answers[Math.min(count++, answers.length - 1)] ?? 'hang up',
  );
  const { shell, slept, warned } = fakeShell();
  const api = httpApi({ url: server.url, apiKey: 'ft_test_x_y', shell });
  try {
    const answer = await api.call(sent);
    return { answer, seen: server.seen, slept, warned: warned() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { failure: error, seen: server.seen, slept };
  }
}

describe('a call of the HTTP interface', () => {
  it('carries the key, the query and a compressed body', async () => {
    const body = JSON.stringify({ text: 'a'.repeat(2000) });

    const meter = answeredItem('/v1/meters/a', { eventType: 'a', aggregation: 'count' });
    const { seen } = await answeredBy([{ status: 200, json: meter }], {
      method: 'PUT',
      path: '/v1/meters/a%2Eb',
      query: { from: '2026-01-01', to: undefined },
      body,
    });

    expect(seen).toMatchObject([
      {
        method: 'PUT',
        path: '/v1/meters/a%2Eb',
        query: { from: '2026-01-01' },
        headers: {
          authorization: 'Bearer ft_test_x_y',
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        },
        body,
      },
    ]);
  });

  it.each<[string, FakeAnswer]>([
    ['429', { status: 429, json: { message: 'Too Many Requests' } }],
    ['503', { status: 503, json: { message: 'Service Unavailable' } }],
    ['500 without a problem', { status: 500, json: { message: 'Internal Server Error' } }],
  ])('is repeated after %s, with growing waits', async (_, trouble) => {
    const { answer, slept } = await answeredBy([trouble, trouble, meters]);

    expect(answer?.body).toEqual({ meters: [] });
    expect(slept).toEqual([125, 250]);
  });

  it('is repeated after a lost connection', async () => {
    await using server = await httpServer((seen) =>
      seen.query['lose'] === '1' && count++ === 0 ? 'hang up' : meters,
    );
    let count = 0;
    const { shell } = fakeShell();
    const api = httpApi({ url: server.url, apiKey: 'k', shell });
    await api.call(request);

    const answer = await api.call({ ...request, query: { lose: '1' } });

    expect(answer.status).toBe(200);
    expect(server.seen).toHaveLength(3);
  });

  it('waits as long as the service asks', async () => {
    const { slept } = await answeredBy([
      // The gateway says none; a proxy between may.
      { status: 429, headers: { 'retry-after': '7' }, isStranger: true },
      meters,
    ]);

    expect(slept).toEqual([7125]);
  });

  it.each([
    ['60', 'waiting 61 s before asking again: the service says to come later\n'],
    ['36000', 'waiting 601 s before asking again: the service says to come later\n'],
    ['5', ''],
  ])('says that it waits long, where it is told to for %s s', async (seconds, said) => {
    const { warned } = await answeredBy([
      { status: 429, headers: { 'retry-after': seconds }, isStranger: true },
      meters,
    ]);

    expect(warned).toBe(said);
  });

  it('gives up after ten attempts', async () => {
    const { failure, seen, slept } = await answeredBy([{ status: 503, json: { message: 'no' } }]);

    expect(seen).toHaveLength(10);
    expect(slept.every((wait) => wait <= 10_000)).toBe(true);
    expect(failure?.message).toContain(
      'was answered 503 "no": it stayed so after several attempts',
    );
  });

  it('fails at once when nobody has ever answered', async () => {
    const { shell, slept } = fakeShell();
    const api = httpApi({ url: 'http://127.0.0.1:9', apiKey: 'k', shell });

    await expect(api.call(request)).rejects.toThrow(/cannot reach .*npm start.*FARTHING_URL/s);
    expect(slept).toEqual([]);
  });

  it('is refused with what the problem document says', async () => {
    const problem = refused('request.invalid', 'aggregation is one of count, sum; got "mean"', {
      param: '/aggregation',
    });

    const { failure } = await answeredBy([problem]);

    expect(failure).toBeInstanceOf(ProblemFailure);
    expect(failure?.message).toBe(
      'aggregation is one of count, sum; got "mean" (request.invalid, at /aggregation, request r-1)',
    );
  });

  it.each([
    [401, { message: 'Unauthorized' }, 'FARTHING_API_KEY'],
    [403, { message: 'Forbidden' }, 'farthing keys create'],
    [404, { message: 'Not Found' }, 'has no such route'],
    [302, undefined, 'this is not how Farthing answers'],
  ])('answered %i by the gateway alone says what to do', async (status, json, advice) => {
    const { failure } = await answeredBy([{ status, json, isStranger: status === 302 }]);

    expect(failure?.message).toContain(advice);
  });

  it('is not told what a page of a proxy says', async () => {
    const page = { status: 502, bytes: Buffer.from('<html>Bad Gateway</html>'), isStranger: true };

    const { failure } = await answeredBy([page]);

    expect(failure?.message).toMatch(/^GET \/v1\/meters was answered 502: it stayed so/);
  });

  it('is not refused by us where a proxy has codes of its own', async () => {
    const json = { code: 'quota', message: 'over quota' };

    const { failure } = await answeredBy([{ status: 403, json, isStranger: true }]);

    expect(failure).not.toBeInstanceOf(ProblemFailure);
    expect(failure?.message).toContain('was answered 403 "over quota": http://127.0.0.1');
  });

  it('cannot move the cursor of the terminal with what the service says', async () => {
    const { failure } = await answeredBy([refused('request.invalid', 'got \u001b[2J')]);

    expect(failure?.message).toBe(String.raw`got \x1b[2J (request.invalid, request r-1)`);
  });

  it.each(['Łukasz', 'ada\nbob', '☂'])(
    'is called wrongly where it says who asks as %j',
    async (actor) => {
      await using server = await httpServer(() => meters);
      const { shell } = fakeShell();
      const api = httpApi({ url: server.url, apiKey: 'k', shell, actor });

      const refusal = api.call({ method: 'PUT', path: '/v1/meters/a', body: '{}' });

      await expect(refusal).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining('printable ASCII characters as --actor'),
      });
      expect(server.seen).toEqual([]);
    },
  );
});
