import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { compileCache } from '../compile-cache.ts';
import { isMetrics } from './embedded-metrics.ts';
import { withoutSourceMaps } from './source-maps.ts';
import { errorDocument, type FromWorker, type WorkerSettings } from './worker-protocol.ts';

/** What came of one invocation. `payload` is JSON. */
export interface InvocationResult {
  readonly requestId: string;
  readonly payload: string;
  /** How it failed; undefined when it did not. */
  readonly failure: Failure | undefined;
  /** The first that it said on standard error; absent where it said nothing. */
  readonly complaint?: string | undefined;
  /** Time in the handler; loading the module is not in it. */
  readonly milliseconds: number;
}

/**
 * `thrown` by the handler, `timeout`, the worker `exited` (out of memory, unhandled rejection, bad module), or it was
 * `refused` before it ran.
 */
type Failure = 'thrown' | 'timeout' | 'exited' | 'refused';

/** A function's worker: one thread that runs one invocation at a time, until it fails to. */
export interface FunctionWorker {
  /** False once its thread has ended: make another. */
  readonly alive: boolean;
  run(invocation: { requestId: string; payload: string }): Promise<InvocationResult>;
  /** Bytes of memory that its heap has taken, used or not. */
  heldBytes(): Promise<number>;
  /** Ends the thread; what it runs fails. */
  end(): Promise<void>;
}

/** How a worker is started. */
export interface FunctionWorkerOptions {
  readonly settings: Omit<WorkerSettings, 'namesSources'>;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
}

/** A worker's answer, or that there was none in time. */
type Message = FromWorker | { readonly kind: 'late' };

/** Modules are loaded in this time, or the worker is ended. */
const loadTimeoutMs = 30_000;
/** Under this heap Node cannot load the AWS SDK with certainty; Lambda counts more than the heap towards its limit. */
const heapMbMin = 64;

/** Starts a thread and loads the function in it. */
export function functionWorker(options: FunctionWorkerOptions): FunctionWorker {
  const worker = threadOf(options);
  let alive = true;
  let listener: (message: Message) => void = () => undefined;
  const next = (milliseconds: number, late: Message): Promise<Message> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        alive = false;
        void worker.terminate();
        resolve(late);
      }, milliseconds);
      listener = (message) => {
        clearTimeout(timer);
        resolve(message);
      };
    });
  const fail = (error: unknown): void => {
    alive = false;
    listener({ kind: 'unusable', payload: JSON.stringify(errorDocument(error)) });
  };
  worker.on('message', (message: FromWorker) => {
    listener(message);
  });
  worker.on('error', fail);
  worker.on('exit', (code) => {
    fail(new Error(`the function's process ended with code ${code}`));
  });

  const slow = errorDocument(new Error(`the module did not load in ${loadTimeoutMs} ms`));
  const tooSlow: Message = { kind: 'unusable', payload: JSON.stringify(slow) };
  const loaded = next(loadTimeoutMs, tooSlow).then((message) => {
    if (message.kind !== 'ready') alive = false;
    return message;
  });
  return {
    get alive() {
      return alive;
    },
    run: async ({ requestId, payload }) => {
      const start = await loaded;
      if (start.kind === 'unusable') {
        void worker.terminate();
        return { requestId, payload: start.payload, failure: 'exited', milliseconds: 0 };
      }
      const startedAt = performance.now();
      const timeoutMs = options.timeoutSeconds * 1000;
      const answer = next(timeoutMs, { kind: 'late' });
      worker.postMessage({ requestId, payload, timeoutMs });
      const ended = endOf(await answer, requestId, options.timeoutSeconds);
      return { requestId, ...ended, milliseconds: performance.now() - startedAt };
    },
    heldBytes: () => heldBytesOf(worker),
    end: async () => {
      alive = false;
      await worker.terminate();
    },
  };
}

/** A thread that loads the function, and whose lines are handed on. */
function threadOf({ settings, onLog, ...options }: FunctionWorkerOptions): Worker {
  const { environment, namesSources } = withoutSourceMaps(options.environment);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { ...settings, namesSources } satisfies WorkerSettings,
    env: { ...environment, ...compileCache() },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: Math.max(heapMbMin, settings.memoryMb) },
    stdout: true,
    stderr: true,
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (!isMetrics(line)) onLog(line);
    });
  }
  return worker;
}

async function heldBytesOf(worker: Worker): Promise<number> {
  const heap = await worker.getHeapStatistics();
  return heap.total_heap_size + heap.malloced_memory + heap.external_memory;
}

function endOf(
  message: Message,
  requestId: string,
  timeoutSeconds: number,
): Pick<InvocationResult, 'payload' | 'failure' | 'complaint'> {
  switch (message.kind) {
    case 'done':
      return {
        payload: message.payload,
        failure: message.failed ? 'thrown' : undefined,
        complaint: message.complaint,
      };
    case 'unusable':
      return { payload: message.payload, failure: 'exited' };
    case 'late': {
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      const payload = JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage });
      return { payload, failure: 'timeout' };
    }
    case 'ready':
      throw new Error('a worker became ready while it ran: its messages are out of step');
  }
}
