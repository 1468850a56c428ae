import { linkSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runtimeClock } from '../../local/clock.ts';
import { startRuntime } from '../../local/runtime.ts';
import { synthesizedFixture } from './fixture/synthesized.ts';
import { until } from './support.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'farthing-broken-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
});

describe('a worker that is interrupted', () => {
  it('ends in the middle of what it runs, which has failed, and the next is another', async () => {
    const runtime = await startRuntime({ cloudAssembly: synthesizedFixture() });
    const before = await runtime.interrupt((busy) => busy[0]);
    const running = runtime.invoke('Probe', { do: 'sleep', milliseconds: 60_000 });
    running.catch(() => undefined);
    let of: string | undefined;
    await until(async () => {
      of = await runtime.interrupt((busy) => busy.find((path) => path.includes('Probe')));
      return of !== undefined;
    });

    await expect(running).rejects.toThrow('process ended with code');
    const next = await runtime.invoke('Probe', { do: 'count' });
    await runtime.close();

    expect(before).toBeUndefined();
    expect(of).toContain('Probe');
    expect(next).toBe(1);
  }, 40_000);
});

describe('a runtime with something between its functions and the engines', () => {
  it('leads functions and clients there, to queues as well', async () => {
    const between = { dynamoDb: 'http://127.0.0.1:1', sqs: 'http://127.0.0.1:2' };
    let listening: typeof between | undefined;
    const runtime = await startRuntime({
      cloudAssembly: synthesizedFixture(),
      between: (engines) => {
        listening = engines;
        return Promise.resolve(between);
      },
    });

    const seen = (await runtime.invoke('Probe', { do: 'environment' })) as Record<string, string>;
    await runtime.close();

    expect(listening?.dynamoDb).toMatch(/^http:\/\/127\.0\.0\.1:\d{4,}$/);
    expect(seen).toMatchObject({
      AWS_ENDPOINT_URL_DYNAMODB: between.dynamoDb,
      AWS_ENDPOINT_URL_SQS: between.sqs,
      AWS_ENDPOINT_URL_S3: between.sqs,
    });
    expect(runtime.environment).toMatchObject({ AWS_ENDPOINT_URL_SQS: between.sqs });
    expect(Object.values(runtime.outputs).join(' ')).toContain(`${between.sqs}/`);
  }, 40_000);
});

describe('the file of the clock', () => {
  it('is replaced whole, so that a kill in between leaves what was', () => {
    const clock = runtimeClock(directory);
    clock.set(Date.parse('2026-01-05T12:00:00Z'));
    const file = join(directory, 'clock-offset-ms');
    const written = readFileSync(file, 'utf8');
    linkSync(file, join(directory, 'as-it-was'));

    clock.set(Date.parse('2026-02-05T12:00:00Z'));

    expect(readFileSync(join(directory, 'as-it-was'), 'utf8')).toBe(written);
    expect(readFileSync(file, 'utf8')).not.toBe(written);
    expect(new Date(runtimeClock(directory).now()).toISOString()).toMatch(/^2026-02-05T12:00/);
  });
});
