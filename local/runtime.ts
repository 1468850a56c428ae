import { randomUUID } from 'node:crypto';
import { type CallCounter, type CallCounts, callCounter } from './calls.ts';
import { type RuntimeClock, runtimeClock } from './clock.ts';
import { closeAll } from './closers.ts';
import { directoryUntilClosed } from './data-directory.ts';
import { deadLettersIn } from './dead-letters.ts';
import { edgeOf } from './edge/edge.ts';
import { type Engines, startEngines } from './engines/engines.ts';
import { lambdaEnvironment, localEnvironment, sdkEnvironment } from './environment.ts';
import type { FunctionFailure } from './failures.ts';
import { refuseWhatRolesMayNot } from './grants/at-start.ts';
import { type FunctionKeys, functionKeys, newAccessKey } from './grants/callers.ts';
import { gateFor } from './grants/gate.ts';
import { answers } from './http/answers.ts';
import { gateway } from './http/gateway.ts';
import { type HttpServer, startServer } from './http/server.ts';
import { type IdleQuestion, untilIdle } from './idle.ts';
import { type Functions, startFunctions } from './lambda/functions.ts';
import { interruptOne } from './lambda/interruptions.ts';
import { freePort, startWebFunction, type WebFunction } from './lambda/web-function.ts';
import { type Queues, stackQueues } from './queues/queues.ts';
import { startScheduler } from './schedules/scheduler.ts';
import { readStack, type Stack } from './stack.ts';
import { readCloudAssembly } from './template/cloud-assembly.ts';
import type { FunctionWait } from './waits.ts';

/** How a runtime is started. */
export interface RuntimeOptions {
  /** The folder that `cdk synth` wrote: `cdk.out`. */
  readonly cloudAssembly: string;
  /** Where everything is kept between runs; in memory when absent. */
  readonly dataDirectory?: string;
  /** Absent or 0: any free one. */
  readonly port?: number;
  /** Gets what functions print, what fails, and once what is not emulated; a line each. */
  readonly onLog?: (line: string) => void;
  /** Told of each time that a function fails, at a message or at an event. */
  readonly onFailure?: (failure: FunctionFailure) => void;
  /** Counts calls, for `calls()`; costs some speed. */
  readonly countCalls?: boolean;
  /** Workers of each function; 2 when absent. */
  readonly functionConcurrencyMax?: number;
  /**
   * Told where the engines listen, says where functions reach them: at something that stands between, such as a proxy.
   * Absent: at the engines.
   */
  readonly between?: (engines: EngineEndpoints) => Promise<EngineEndpoints>;
}

/** Where DynamoDB, and SQS with S3, are asked; without a slash at the end. */
export interface EngineEndpoints {
  readonly dynamoDb: string;
  readonly sqs: string;
}

/** A synthesized stack that runs on this machine. */
export interface Runtime {
  /**
   * The HTTP API (the web function where there is none), and Lambda's Invoke API, without a slash at the end.
   */
  readonly url: string;
  /** CfnOutputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** For the AWS SDKs, to reach this stack instead of AWS: with an access key that is made for this run. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whoever moves the clock over HTTP sends it as `Local-Secret`. */
  readonly secret: string;
  /** Rejects when something that the stack stands on ends by itself; otherwise stays pending. */
  readonly broken: Promise<never>;
  /** By physical name, ARN, logical id, or construct path; rejects with what the function threw. */
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  /**
   * Ends workers in the middle of what they run, as a crash would: those of one of the functions that run something
   * now, whose paths `choose` gets. Resolves to its path; undefined where nothing runs, or none is chosen.
   */
  interrupt(choose: (busy: readonly string[]) => string | undefined): Promise<string | undefined>;
  /** Moves the clock that functions and schedules see; undefined: back to the machine's. Quietly, no schedule fires. */
  setClock(now: number | undefined, how?: { readonly quietly: boolean }): void;
  /** Resolves when the web function shows the clock as it was last moved; all else does at once. */
  clockSettled(): Promise<void>;
  /** Milliseconds since 1970 by that clock. */
  now(): number;
  /** Rejects unless the runtime was started with `countCalls`. */
  calls(): Promise<CallCounts>;
  resetCalls(): Promise<void>;
  /**
   * Resolves when no function runs and every queue with an event source is empty, in flight included; delayed as well,
   * unless that is not asked for.
   */
  idle(question?: IdleQuestion): Promise<void>;
  /** How many messages were received in vain so often that their queue has set them aside. */
  deadLetters(): Promise<number>;
  /** Lets what runs end, for a few seconds, and stops everything. */
  close(): Promise<void>;
}

export type { CallCounts, FunctionFailure, FunctionWait };

const closeGraceMs = 5_000;
const defaultConcurrencyMax = 2;

/**
 * Starts the stack of a cloud assembly. With a data directory that a runtime has used before, also one that was killed,
 * it continues where that one stopped.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const onLog = options.onLog ?? (() => undefined);
  const assembly = readCloudAssembly(options.cloudAssembly);
  const closers: Closer[] = [];
  try {
    const directory = await directoryUntilClosed(options.dataDirectory, closers);
    const clock = runtimeClock(directory?.path);
    const server = await startServer(options.port ?? 0, onLog);
    closers.unshift(() => server.close(closeGraceMs));
    const keys = { accessKeyId: newAccessKey(), secret: randomUUID() };
    const broken = Promise.withResolvers<never>();
    broken.promise.catch((error: unknown) => {
      onLog(String(error));
    });
    const engines = await startEngines({
      dataDirectory: directory?.path,
      countCalls: options.countCalls === true,
      accessKeyId: keys.accessKeyId,
      onEnd: (reason) => {
        broken.reject(new Error(`${reason}: start the runtime again`));
      },
      onLog,
    });
    closers.unshift(() => engines.close());
    directory?.note([engines.dynamoDb.pid, engines.sqs.pid]);

    const listening = { dynamoDb: engines.dynamoDb.origin, sqs: engines.sqs.origin };
    const reached = (await options.between?.(listening)) ?? listening;
    const webPort = await freePort();
    const stack = readStack(assembly, {
      sqs: reached.sqs,
      httpApi: server.origin,
      webFunction: `http://127.0.0.1:${webPort}`,
    });
    onLog(stack.ignored);
    refuseWhatRolesMayNot(stack);
    const functions = functionKeys(stack);
    await engines.provision(stack, functions.callers);
    const places = { onLog, clock, server, engines, reached, stack, keys, functionKeys: functions };
    const webFunction = await startedWebFunction(webPort, places);
    if (webFunction !== undefined) closers.unshift(() => webFunction.close());
    return running({ ...places, options, broken: broken.promise, closers, webFunction });
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

type Closer = Parameters<typeof closeAll>[0][number];
type Places = Pick<Parts, 'reached' | 'server' | 'engines' | 'stack' | 'keys' | 'functionKeys'>;

interface Parts {
  readonly options: RuntimeOptions;
  readonly onLog: (line: string) => void;
  readonly clock: RuntimeClock;
  readonly server: HttpServer;
  readonly engines: Engines;
  readonly reached: EngineEndpoints;
  readonly stack: Stack;
  readonly keys: { readonly accessKeyId: string; readonly secret: string };
  readonly functionKeys: FunctionKeys;
  readonly broken: Promise<never>;
  readonly closers: Closer[];
  readonly webFunction: WebFunction | undefined;
}

/** For whoever signs with this access key. */
const environmentOf = ({ reached, server, engines, stack }: Places, accessKeyId: string) =>
  sdkEnvironment(
    { ...reached, ...engines.small, lambda: server.origin },
    { region: stack.region, accessKeyId },
  );

async function startedWebFunction(
  port: number,
  parts: Places & Pick<Parts, 'onLog' | 'clock'>,
): Promise<WebFunction | undefined> {
  const { onLog, clock, stack } = parts;
  if (stack.webFunction === undefined) return undefined;
  return startWebFunction({
    definition: stack.webFunction,
    port,
    environment: {
      ...environmentOf(parts, parts.functionKeys.keyOf(stack.webFunction)),
      ...localEnvironment,
    },
    clockOffsetMs: () => Math.round(clock.now() - Date.now()),
    onClockMove: clock.onMove,
    onLog,
  });
}

function startedFunctions(parts: Parts, queues: Queues): Functions {
  const { options, onLog, clock, stack, functionKeys: keys } = parts;
  return startFunctions({
    definitions: stack.functions,
    concurrencyMax: options.functionConcurrencyMax ?? defaultConcurrencyMax,
    clock: clock.shared,
    environmentOf: (definition) => ({
      ...environmentOf(parts, keys.keyOf(definition)),
      ...lambdaEnvironment(definition),
      ...localEnvironment,
    }),
    onLog,
    onFailure: options.onFailure ?? (() => undefined),
    send: queues.send,
  });
}

/** Sets the stack to work on engines that have its tables and queues. */
function running(parts: Parts): Runtime {
  const { options, onLog, clock, server, engines, stack, keys, closers, webFunction } = parts;
  const { region, account, httpApi } = stack;
  const environment = environmentOf(parts, keys.accessKeyId);
  const caller = { region, accessKeyId: keys.accessKeyId };
  const onFailure = options.onFailure ?? (() => undefined);
  const queues: Queues = stackQueues(engines.sqs.origin, { stack, caller, onLog, onFailure });
  const functions = startedFunctions(parts, queues);
  closers.unshift(
    () => functions.close(closeGraceMs),
    () => {
      queues.close();
    },
  );
  const api =
    httpApi === undefined
      ? undefined
      : gateway({ api: httpApi, functions, now: clock.now, region, account, onLog, onFailure });
  const scheduler = startScheduler({
    definitions: stack.schedules,
    clock,
    functions,
    account,
    region,
    send: queues.send,
    onLog,
  });
  const eventSources = queues.poll(functions, () => clock.now() - Date.now());
  const places = { stack, functions, eventSources, scheduler, sqs: engines.sqs };
  closers.unshift(async () => {
    scheduler.close();
    await Promise.all([
      server.close(closeGraceMs),
      ...eventSources.map((source) => source.close()),
    ]);
  });
  const gate = gateFor(parts.functionKeys.callers, onLog);
  const edge = edgeOf(stack, { functions, engine: engines.sqs.origin, caller, onLog });
  const { origin } = server;
  server.serve(answers({ origin, clock, functions, keys, gate, edge, api, webFunction }));

  const counter =
    options.countCalls === true
      ? callCounter({ stack, functions, gateway: api, webFunction, ...engines })
      : undefined;
  let closed: Promise<void> | undefined;
  return {
    url: server.origin,
    outputs: stack.outputs,
    environment,
    secret: keys.secret,
    broken: parts.broken,
    invoke: (functionName, payload) => invoke(functions, functionName, payload),
    interrupt: (choose) => interruptOne(functions, choose),
    setClock: clock.set,
    clockSettled: async () => webFunction?.settled(),
    now: clock.now,
    calls: async () => counting(counter).counts(),
    resetCalls: async () => {
      await counting(counter).reset();
    },
    idle: (question) => untilIdle(places, question),
    deadLetters: () => deadLettersIn(stack, engines.sqs),
    close: async () => {
      closed ??= closeAll(closers);
      await closed;
    },
  };
}

async function invoke(functions: Functions, name: string, payload: unknown): Promise<unknown> {
  const pool = functions.find(name);
  if (pool === undefined) {
    const known = functions.all.map(({ definition }) => definition.path).join(', ');
    throw new Error(`there is no function ${name}; this stack has ${known}`);
  }
  const result = await pool.invoke(JSON.stringify(payload ?? {}));
  if (result.failure === undefined) return JSON.parse(result.payload);
  throw new Error(`${pool.definition.path} failed: ${result.payload}`);
}

function counting(counter: CallCounter | undefined): CallCounter {
  if (counter !== undefined) return counter;
  throw new Error('start the runtime with countCalls to have calls counted');
}
