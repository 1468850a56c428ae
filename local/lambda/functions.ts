import { setTimeout as sleep } from 'node:timers/promises';
import { type OnFailure, reasonOf } from '../failures.ts';
import type { FunctionDefinition } from '../template/functions.ts';
import { functionNameIn } from '../template/identity.ts';
import { type FunctionPool, functionPool } from './function-pool.ts';
import type { InvocationResult } from './function-worker.ts';

/** Every function of the stack, running. */
export interface Functions {
  /**
   * By physical name, ARN, logical id, or the construct's path, its end, or an id in it (`IssueKeys`); undefined when
   * there is none.
   */
  find(name: string): FunctionPool | undefined;
  readonly all: readonly FunctionPool[];
  /**
   * Invokes without waiting for the answer: a failure is tried again as often as the function's settings say, then its
   * event goes to the queue they name.
   */
  invokeLater(pool: FunctionPool, payload: string): void;
  /** Asynchronous invocations that are not done yet. */
  pendingLater(): number;
  /** Lets what runs end, for so long, then ends all workers. */
  close(graceMs: number): Promise<void>;
}

/** How the functions are run. */
export interface FunctionsOptions {
  readonly definitions: readonly FunctionDefinition[];
  readonly concurrencyMax: number;
  readonly clock: SharedArrayBuffer;
  /** What every function has in its environment besides its own variables. */
  environmentOf(definition: FunctionDefinition): Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
  readonly onFailure: OnFailure;
  /** Sends to a queue by its ARN. */
  send(queueArn: string, body: string): Promise<void>;
}

/** Lambda waits a minute before the first retry and two before the second; here it is seconds. */
const retryDelaySeconds = 1;
const drainLookMs = 10;

/** Pools for all functions; no worker runs before it is needed. */
export function startFunctions(options: FunctionsOptions): Functions {
  const all = options.definitions.map((definition) =>
    functionPool({
      definition,
      concurrencyMax: options.concurrencyMax,
      clock: options.clock,
      environment: { ...options.environmentOf(definition), ...definition.environment },
      onLog: (line) => {
        options.onLog(`${definition.path}: ${line}`);
      },
    }),
  );
  const byName = namesOf(all);
  const closing = new AbortController();
  let pendingLater = 0;

  const giveUp = async (event: FailedEvent): Promise<void> => {
    const { onFailureArn } = event.pool.definition;
    if (onFailureArn !== undefined) await options.send(onFailureArn, failureRecord(event));
  };
  const runLater = async (pool: FunctionPool, payload: string): Promise<void> => {
    const { path, asynchronousRetriesMax: retriesMax } = pool.definition;
    for (let attempt = 1; ; attempt++) {
      const result = await pool.invoke(payload);
      if (result.failure === undefined) return;
      options.onLog(`${path} failed: ${result.payload}`);
      const failure = { path, reason: reasonOf(result) };
      if (attempt > retriesMax) {
        options.onFailure(failure);
        return giveUp({ pool, payload, result, attempts: attempt });
      }
      const retrySeconds = retryDelaySeconds * attempt;
      options.onFailure({ ...failure, retrySeconds });
      await sleep(retrySeconds * 1000, undefined, { signal: closing.signal });
    }
  };
  return {
    all,
    find: (name) => byName.get(name) ?? byName.get(functionNameIn(name) ?? ''),
    invokeLater: (pool, payload) => {
      pendingLater += 1;
      runLater(pool, payload)
        .catch((error: unknown) => {
          if (closing.signal.aborted) return;
          options.onLog(`${pool.definition.path}: its failed event was lost: ${String(error)}`);
        })
        .finally(() => {
          pendingLater -= 1;
        });
    },
    pendingLater: () => pendingLater,
    close: async (graceMs) => {
      closing.abort();
      const until = performance.now() + graceMs;
      while (all.some((pool) => pool.pending() > 0) && performance.now() < until) {
        await sleep(drainLookMs);
      }
      await Promise.all(all.map((pool) => pool.close()));
    },
  };
}

/** An id in a function's path, or the end of its path, is a name where no other function has it too. */
function namesOf(all: readonly FunctionPool[]): ReadonlyMap<string, FunctionPool> {
  const names = new Map<string, FunctionPool>();
  const shared = new Set<string>();
  for (const pool of all) {
    const parts = pool.definition.path.split('/');
    const suffixes = parts.map((_, index) => parts.slice(index).join('/'));
    for (const name of new Set([...parts, ...suffixes])) {
      if (names.has(name)) shared.add(name);
      names.set(name, pool);
    }
  }
  for (const name of shared) names.delete(name);
  for (const pool of all) {
    names.set(pool.definition.path, pool);
    names.set(pool.definition.logicalId, pool);
    names.set(pool.definition.name, pool);
  }
  return names;
}

/** An event that a function failed on as often as it was tried. */
interface FailedEvent {
  readonly pool: FunctionPool;
  readonly payload: string;
  readonly result: InvocationResult;
  readonly attempts: number;
}

/** What Lambda sends to the destination of a failed event. */
function failureRecord({ pool, payload, result, attempts }: FailedEvent): string {
  return JSON.stringify({
    version: '1.0',
    requestContext: {
      requestId: result.requestId,
      functionArn: pool.definition.arn,
      condition: 'RetriesExhausted',
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(payload) as unknown,
    responseContext: { statusCode: 200, functionError: 'Unhandled' },
    responsePayload: JSON.parse(result.payload) as unknown,
  });
}
