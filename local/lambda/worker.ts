import { createRequire, flushCompileCache, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { compileCacheVariable } from '../compile-cache.ts';
import { complaintIn } from './complaint.ts';
import { nameSources } from './source-maps.ts';
import { shiftDate } from './worker-clock.ts';
import {
  errorDocument,
  type FromWorker,
  type ToWorker,
  type WorkerSettings,
} from './worker-protocol.ts';

/** What Lambda hands a handler besides the event. */
type Handler = (event: unknown, context: object) => unknown;

const settings = workerData as WorkerSettings;
if (parentPort === null) throw new Error('this module runs in a worker of the local runtime only');
const port: MessagePort = parentPort;

let complaint: string | undefined;

// A function sees only what Lambda would give it.
Reflect.deleteProperty(process.env, compileCacheVariable);
shiftDate(settings.clock);
if (settings.namesSources) nameSources();
provideSdk();
hearComplaints();
try {
  serve(await handlerIn(settings));
  say({ kind: 'ready' });
} catch (error) {
  say({ kind: 'unusable', payload: JSON.stringify(errorDocument(error)) });
}

/** So that who waits for the function can be told why it does not do what it should. */
function hearComplaints(): void {
  const print = console.error;
  console.error = (...said: unknown[]) => {
    complaint ??= complaintIn(said);
    print(...said);
  };
}

function say(message: FromWorker): void {
  port.postMessage(message);
}

/** Lambda has the AWS SDK in its own modules; here it is this project's, for bundles that leave it out. */
function provideSdk(): void {
  const own = createRequire(import.meta.url);
  registerHooks({
    resolve: (specifier, context, next) => {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!/^@(aws-sdk|smithy)\//.test(specifier)) throw error;
        return next(pathToFileURL(own.resolve(specifier)).href, context);
      }
    },
  });
}

async function handlerIn({ file, exported }: WorkerSettings): Promise<Handler> {
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const handler =
    module[exported] ?? (module['default'] as Record<string, unknown> | undefined)?.[exported];
  if (typeof handler !== 'function') {
    throw new TypeError(`${file} exports no function named ${exported}`);
  }
  return handler as Handler;
}

/** One invocation at a time: the pool sends the next when it has the answer to the last. */
function serve(handler: Handler): void {
  port.on('message', (invocation: ToWorker) => {
    void answerTo(handler, invocation).then(say);
  });
  // Node.js writes at the end of a thread, and a stack that is killed has none. Now most of what is needed is compiled.
  port.once('message', () => {
    setImmediate(flushCompileCache);
  });
}

async function answerTo(handler: Handler, invocation: ToWorker): Promise<FromWorker> {
  complaint = undefined;
  try {
    const result: unknown = await handler(JSON.parse(invocation.payload), contextOf(invocation));
    return { kind: 'done', failed: false, payload: jsonOf(result), complaint };
  } catch (error) {
    const payload = JSON.stringify(errorDocument(error));
    return { kind: 'done', failed: true, payload, complaint };
  }
}

/** Lambda answers null for what JSON has no word for. */
const jsonOf = (result: unknown): string =>
  (JSON.stringify(result) as string | undefined) ?? 'null';

function contextOf({ requestId, timeoutMs }: ToWorker): object {
  const deadline = performance.now() + timeoutMs;
  return {
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMb),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${settings.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
}
