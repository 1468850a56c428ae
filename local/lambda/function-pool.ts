import { randomUUID } from 'node:crypto';
import type { FunctionDefinition } from '../template/functions.ts';
import { type FunctionWorker, functionWorker, type InvocationResult } from './function-worker.ts';
import { idleWorkers } from './idle-workers.ts';
import { slots } from './slots.ts';

/** What a function was asked to do, and how long it took. */
export interface FunctionCalls {
  invocations: number;
  errors: number;
  timeouts: number;
  coldStarts: number;
  /** Time in the handler; loading the module is not in it. */
  milliseconds: number;
  /** The same with each invocation rounded up, as Lambda bills it. */
  billedMilliseconds: number;
  memoryMb: number;
}

/** One function with its workers. */
export interface FunctionPool {
  readonly definition: FunctionDefinition;
  readonly concurrencyMax: number;
  readonly calls: FunctionCalls;
  /** Runs when a worker is free; `payload` is JSON. Never rejects: a failure is a result. */
  invoke(payload: string): Promise<InvocationResult>;
  /** Invocations that wait or run. */
  pending(): number;
  /** Invocations so far, whether they ended or not. */
  started(): number;
  /** Workers that run something now, by when they began, in milliseconds since 1970 by the machine's clock. */
  running(): readonly number[];
  /** Ends the workers that run something, in the middle of it; false where none does. */
  interrupt(): Promise<boolean>;
  close(): Promise<void>;
}

/** How a pool is made. */
export interface FunctionPoolOptions {
  readonly definition: FunctionDefinition;
  readonly concurrencyMax: number;
  readonly clock: SharedArrayBuffer;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
}

/** Events and answers over this are refused, as Lambda does for synchronous invocations. */
export const payloadBytesMax = 6 * 1024 * 1024;

/** A pool that starts workers as they are needed, and keeps them unless they hold much and have nothing to do. */
export function functionPool(options: FunctionPoolOptions): FunctionPool {
  const { definition, concurrencyMax } = options;
  const calls = noCalls(definition.memoryMb);
  const idle = idleWorkers((worker) => workers.delete(worker));
  const workers = new Set<FunctionWorker>();
  const running = new Map<FunctionWorker, number>();
  const free = slots(concurrencyMax);
  let [pending, started, closed] = [0, 0, false];

  const run = async (module: Module, payload: string): Promise<InvocationResult> => {
    const worker = idle.pop() ?? start(module, options);
    if (!workers.has(worker)) calls.coldStarts += 1;
    workers.add(worker);
    running.set(worker, Date.now());
    const result = await worker.run({ requestId: randomUUID(), payload });
    running.delete(worker);
    if (worker.alive) idle.add(worker);
    else workers.delete(worker);
    const answered = sized(result);
    count(calls, answered);
    return answered;
  };
  return {
    definition,
    concurrencyMax,
    calls,
    pending: () => pending,
    started: () => started,
    running: () => [...running.values()],
    interrupt: async () => {
      const ended = [...running.keys()].map((worker) => worker.end());
      await Promise.all(ended);
      return ended.length > 0;
    },
    invoke: async (payload) => {
      const { code } = definition;
      if (code.kind === 'unsupported') return refused(definition.path, code.reason);
      pending += 1;
      started += 1;
      const release = await free.take();
      try {
        return closed ? refused(definition.path, 'the runtime closes') : await run(code, payload);
      } finally {
        pending -= 1;
        release();
      }
    },
    close: async () => {
      closed = true;
      idle.forget();
      await Promise.all([...workers].map((worker) => worker.end()));
    },
  };
}

/** Sets all counts to zero. */
export const forgetCalls = (calls: FunctionCalls): void => {
  Object.assign(calls, noCalls(calls.memoryMb));
};

const noCalls = (memoryMb: number): FunctionCalls => ({
  invocations: 0,
  errors: 0,
  timeouts: 0,
  coldStarts: 0,
  milliseconds: 0,
  billedMilliseconds: 0,
  memoryMb,
});

interface Module {
  readonly file: string;
  readonly exported: string;
}

function start({ file, exported }: Module, options: FunctionPoolOptions): FunctionWorker {
  const { definition, clock, environment, onLog } = options;
  return functionWorker({
    settings: {
      file,
      exported,
      clock,
      functionName: definition.name,
      functionArn: definition.arn,
      memoryMb: definition.memoryMb,
    },
    timeoutSeconds: definition.timeoutSeconds,
    environment,
    onLog,
  });
}

function count(calls: FunctionCalls, { failure, milliseconds }: InvocationResult): void {
  calls.invocations += 1;
  calls.milliseconds += milliseconds;
  calls.billedMilliseconds += Math.ceil(milliseconds);
  if (failure !== undefined) calls.errors += 1;
  if (failure === 'timeout') calls.timeouts += 1;
}

/** An answer over the limit is an error, as on Lambda. */
function sized(result: InvocationResult): InvocationResult {
  const bytes = Buffer.byteLength(result.payload);
  if (bytes <= payloadBytesMax) return result;
  const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${payloadBytesMax} bytes).`;
  const payload = JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
  return { ...result, payload, failure: 'thrown' };
}

function refused(path: string, reason: string): InvocationResult {
  const payload = JSON.stringify({
    errorType: 'Local.Refused',
    errorMessage: `${path}: ${reason}`,
  });
  return { requestId: randomUUID(), payload, failure: 'refused', milliseconds: 0 };
}
