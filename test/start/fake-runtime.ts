import { expect } from '@jest/globals';
import type { FunctionFailure, StartRuntime } from '../../start/runtime-port.ts';
import { fakeData, fakeFarthing } from '../cli/support/fake-farthing.ts';

/** A runtime that is a fake service from `startRuntime` to `close`. */
export function fakeRuntime() {
  const keys = new Set<string>();
  /** Of each key. */
  const granted = new Map<string, readonly string[]>();
  const data = fakeData();
  const bodies: string[] = [];
  let batches = 0;
  const clocks: string[] = [];
  const moves: (string | null)[] = [];
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  const deadLetters = { count: 0 };
  /** What fails while the stack is waited for. */
  const meanwhile: { failures: readonly FunctionFailure[] } = { failures: [] };
  let starts = 0;
  let closes = 0;
  const startRuntime: StartRuntime = async ({ onFailure }) => {
    starts += 1;
    const service = await fakeFarthing(({ headers, path, method, body }) => {
      if (path === '/v1/events') batches += 1;
      if (method !== 'GET' && path !== '/v1/events') bodies.push(`${method} ${path} ${body}`);
      return path === '/v1/clock' || keys.has((headers.authorization ?? '').replace('Bearer ', ''))
        ? undefined
        : { status: 403, json: { message: 'Forbidden' } };
    }, data);
    return {
      url: service.url,
      outputs: { IssueKeysFunctionName: 'issue-keys' },
      environment: { AWS_REGION: 'us-east-1' },
      secret: 'secret-of-this-run',
      broken: broken.promise,
      now: () => Date.UTC(2026, 10, 22),
      setClock: (at, how) => {
        // No schedule is to fire for what the demo moves the clock over.
        expect(how).toEqual({ quietly: true });
        const now = at === undefined ? null : new Date(at).toISOString();
        moves.push(now);
        service.setClock(now ?? '2026-11-22T00:00:00.000Z');
      },
      idle: () => {
        for (const failure of meanwhile.failures) onFailure(failure);
        return Promise.resolve();
      },
      deadLetters: () => Promise.resolve(deadLetters.count),
      invoke: (name, payload) => {
        expect([name, payload]).toEqual([
          'issue-keys',
          expect.objectContaining({ tenant: expect.stringMatching(/^(?:demo|magazine)$/) }),
        ]);
        const { action, scopes = [] } = payload as { action: string; scopes?: readonly string[] };
        if (action === 'list') {
          const listed = [...keys].map((key) => ({
            ...{ keyId: key.split('_')[2], scopes: granted.get(key) ?? scopes },
          }));
          return Promise.resolve({ keys: listed });
        }
        const key = `ft_test_${keys.size}_secret`;
        keys.add(key);
        granted.set(key, scopes);
        return Promise.resolve({ key });
      },
      close: async () => {
        closes += 1;
        clocks.push(service.clock());
        await service[Symbol.asyncDispose]();
      },
    };
  };
  const counts = () => ({ starts, closes, batches });
  return {
    ...{
      startRuntime,
      keys,
      granted,
      data,
      bodies,
      clocks,
      moves,
      broken,
      deadLetters,
      meanwhile,
      counts,
    },
  };
}
