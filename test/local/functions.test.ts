import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { synthesizedFixture } from './fixture/synthesized.ts';

type Json = Record<string, never>;

let runtime: Runtime;
const log: string[] = [];
beforeAll(async () => {
  runtime = await startRuntime({
    cloudAssembly: synthesizedFixture(),
    onLog: (line) => log.push(line),
  });
}, 60_000);
afterAll(async () => {
  await runtime.close();
});

const get = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`${runtime.url}${path}`, init);
const json = async (response: Response): Promise<Json> => (await response.json()) as Json;

describe('the clock', () => {
  const post = (body: string): Promise<Response> =>
    get('/v1/clock', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'local-secret': runtime.secret },
    });
  const seenByFunction = async (): Promise<Record<string, unknown>> =>
    (await runtime.invoke('Probe', { do: 'time' })) as Record<string, unknown>;

  it('moves forth and back for functions that know nothing of it', async () => {
    const forth = await json(await post('{"now": "2031-05-06T07:08:09+02:00"}'));
    const inMay = await seenByFunction();
    await post('{"now": "2001-01-01T00:00:00Z"}');
    const inThePast = await seenByFunction();
    await post('{"now": null}');
    const today = await seenByFunction();

    expect(forth['now']).toMatch(/^2031-05-06T05:08:09/);
    expect(inMay['date']).toMatch(/^2031-05-06T05:08:/);
    expect(inMay['text']).toContain('2031');
    expect(inMay).toMatchObject({ isDate: true, fixed: '1970-01-01T00:00:00.000Z' });
    expect(inThePast['date']).toMatch(/^2001-01-01T00:00:/);
    expect(Math.abs(Number(today['now']) - Date.now())).toBeLessThan(5_000);
  });

  it('runs on from where it was set', async () => {
    await post('{"now": "2031-01-01T00:00:00Z"}');
    await new Promise((resolve) => setTimeout(resolve, 30));

    const { now } = await json(await get('/v1/clock'));
    await post('{"now": null}');

    expect(Date.parse(now as unknown as string)).toBeGreaterThanOrEqual(
      Date.parse('2031-01-01T00:00:00.029Z'),
    );
  });

  it.each([
    ['not json'],
    ['{}'],
    ['{"now": 5}'],
    ['{"now": "2031-02-30"}'],
    ['{"now": "2031-13-01T00:00:00Z"}'],
    ['{"now": null, "then": 1}'],
    ['{"now": null, "quietly": 1}'],
    ['{"quietly": true}'],
  ])('refuses %s with a problem', async (body) => {
    const response = await post(body);

    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json',
    ]);
    expect(await response.json()).toMatchObject({ status: 400, code: 'clock.time-malformed' });
  });
});

describe("Lambda's Invoke API", () => {
  const client = (): LambdaClient =>
    new LambdaClient({
      endpoint: runtime.environment['AWS_ENDPOINT_URL_LAMBDA'] ?? '',
      region: 'us-east-1',
      credentials: {
        accessKeyId: runtime.environment['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: 'local',
      },
    });
  const invoke = async (
    event: object,
    FunctionName = 'Probe',
  ): Promise<{ error: string | undefined; payload: Record<string, unknown> }> => {
    const result = await client().send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    return {
      error: result.FunctionError,
      payload: JSON.parse(result.Payload?.transformToString() ?? 'null') as Record<string, unknown>,
    };
  };

  it('answers what the function returns', async () => {
    const { error, payload } = await invoke({ do: 'context' });

    expect(error).toBeUndefined();
    expect(payload).toMatchObject({
      memoryLimitInMB: '128',
      functionName: expect.stringMatching(/^Fixture-Probe/),
    });
    expect(payload['remaining']).toBeLessThanOrEqual(1_000);
  });

  it('finds a function by its physical name and its ARN', async () => {
    const { payload } = await invoke({ do: 'context' });

    const names = [payload['functionName'], payload['invokedFunctionArn']] as string[];

    for (const name of names) expect((await invoke({ do: 'context' }, name)).error).toBeUndefined();
  });

  it.each([
    ['throw', 'RangeError', 'out of range on purpose'],
    ['reject', 'Error', 'rejected on purpose'],
    ['exit', 'Error', 'ended with code 3'],
    ['sleep', 'Sandbox.Timedout', 'timed out after 1.00 seconds'],
  ])('says how it failed: %s', async (deed, errorType, message) => {
    const { error, payload } = await invoke({ do: deed, milliseconds: 5_000 });

    expect([error, payload['errorType']]).toEqual(['Unhandled', errorType]);
    expect(payload['errorMessage']).toContain(message);
  });

  it('runs the function again after it was ended for using up its memory', async () => {
    const hog = await invoke({ do: 'hog' }, 'Hog');
    const next = await invoke({ do: 'count' }, 'Hog');

    expect(String(hog.payload['errorMessage'])).toContain('memory');
    expect(next).toMatchObject({ error: undefined, payload: 1 });
  });

  it('refuses an answer over 6 MB', async () => {
    const { payload } = await invoke({ do: 'large', bytes: 7_000_000 }, 'Hog');

    expect(payload['errorType']).toBe('Function.ResponseSizeTooLarge');
  });

  it('knows what is not there', async () => {
    await expect(invoke({}, 'Nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the environment of a function', () => {
  it('is what the template says, with intrinsics resolved, and nothing of ours', async () => {
    process.env['SECRET_OF_THE_HOST'] = 'secret';

    const environment = await runtime.invoke('Probe', { do: 'environment' });

    expect(environment).toMatchObject({
      GREETING: 'hello-us-east-1',
      CHOSEN: 'there',
      LAST: 'end',
      SUBSTITUTED: `Fixture and Ada and \${Literal}`,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    });
    expect(environment).not.toHaveProperty('SECRET_OF_THE_HOST');
    expect(environment).not.toHaveProperty('PATH');
    expect(environment).not.toHaveProperty('NODE_COMPILE_CACHE');
  });

  it('leads outputs to this machine', () => {
    expect(runtime.outputs['ApiUrl']).toBe(runtime.url);
    expect(runtime.outputs['ApiAddress']).toBe(`${runtime.url}/`);
    expect(log.filter((line) => line.startsWith('not emulated here: '))).toHaveLength(1);
  });
});
