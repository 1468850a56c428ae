import { appendFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { types } from 'node:util';
import { CommanderError } from 'commander';
import { type LocalStack, localStackIn } from '../connection.ts';
import { type DemoResult, playDemo } from '../demo/play.ts';
import { exitCode, Failure } from '../failure.ts';
import { httpApi } from '../http/api.ts';
import type { Shell } from '../shell.ts';
import { systemErrorCode } from '../system-error.ts';
import { demoMarkIn, markDemo } from './demo-mark.ts';
import { runningStackIn, writeLocalStack } from './local-files.ts';
import { issueKeysFunctionOf, localKey } from './local-key.ts';
import { type StartOptions, startOptionsFrom } from './options.ts';
import { readyReport } from './ready-report.ts';
import type { LocalRuntime, StartRuntime } from './runtime-port.ts';
import { step } from './steps.ts';
import type { synthesize } from './synthesize.ts';

/** What `npm start` is given by its entry point. */
export interface StartParts {
  readonly startRuntime: StartRuntime;
  readonly synthesize: typeof synthesize;
  /** Aborted when a person wants it to end. */
  readonly stop: AbortSignal;
}

const demoSeed = 'a farthing for your thoughts';
const root = resolve(import.meta.dirname, '..', '..');

/** Runs the local stack until it is told to stop, to its exit code. Being told to stop is no failure, at any moment. */
export async function startLocal(
  args: readonly string[],
  shell: Shell,
  parts: StartParts,
): Promise<number> {
  try {
    await serve(startOptionsFrom(args, shell), shell, parts);
    return exitCode.ok;
  } catch (error) {
    if (parts.stop.aborted) return exitCode.ok;
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    if (!(error instanceof Failure)) throw error;
    shell.err(`error: ${error.message}\n`);
    return error.exitCode;
  }
}

async function serve(options: StartOptions, shell: Shell, parts: StartParts): Promise<void> {
  const { stop } = parts;
  const startedAt = shell.now();
  const directory = resolve(shell.workingDirectory, options.data);
  await refuseSecond(directory);
  await mkdir(directory, { recursive: true });
  const cloudAssembly = join(directory, 'cdk.out');
  await step(shell, 'synthesizing the stack', async () => {
    await rm(cloudAssembly, { recursive: true, force: true });
    await parts.synthesize({ root, output: cloudAssembly, signal: stop });
  });
  const logFile = join(directory, 'runtime.log');
  writeFileSync(logFile, '');
  const log = (line: string): void => {
    appendFileSync(logFile, `${line}\n`);
  };
  const runtime = await step(shell, 'starting it on this machine', () =>
    parts
      .startRuntime({
        cloudAssembly,
        dataDirectory: directory,
        port: options.port,
        onLog: log,
      })
      .catch((error: unknown) => {
        log(types.isNativeError(error) ? (error.stack ?? error.message) : String(error));
        throw notStarted(error, options.port, logFile);
      }),
  );
  try {
    stop.throwIfAborted();
    const stack = await announce(runtime, directory, shell);
    const demo =
      options.empty === true ? undefined : await demoIn({ runtime, stack, directory, shell, stop });
    shell.out(
      await readyReport({
        stack,
        demo,
        directory: options.data,
        shell,
        startedAt,
        now: runtime.now(),
      }),
    );
    if (options.once !== true) await untilAborted(stop);
  } finally {
    await step(shell, 'stopping', () => runtime.close());
  }
}

function notStarted(error: unknown, port: number, logFile: string): Failure {
  if (systemErrorCode(error) === 'EADDRINUSE') {
    return new Failure(`port ${port} is taken: choose another with \`npm start -- --port N\``);
  }
  const reason = types.isNativeError(error) ? error.message : String(error);
  return new Failure(`the stack did not start: ${reason}\n${logFile} says more`);
}

async function refuseSecond(directory: string): Promise<void> {
  const running = await runningStackIn(directory);
  if (running === undefined) return;
  throw new Failure(
    `a local stack is running on this data already, at ${running.url}: use that one, stop it with Ctrl-C, or start with --data DIR --port N`,
  );
}

/** Writes `local.json`, from which commands and scripts know where and as whom. */
async function announce(
  runtime: LocalRuntime,
  directory: string,
  shell: Shell,
): Promise<LocalStack> {
  const key = await localKey(runtime, { shell, known: localStackIn(directory) });
  const stack: LocalStack = {
    url: runtime.url,
    ...key,
    issueKeysFunction: issueKeysFunctionOf(runtime),
    environment: runtime.environment,
  };
  await writeLocalStack(directory, stack);
  return stack;
}

interface Playing {
  readonly runtime: LocalRuntime;
  readonly stack: LocalStack;
  readonly directory: string;
  readonly shell: Shell;
  readonly stop: AbortSignal;
}

/** The demo is played once per data directory; half a demo is played again, which adds only what is missing. */
async function demoIn({ runtime, stack, directory, shell, stop }: Playing): Promise<{
  result: DemoResult;
  isNew: boolean;
}> {
  const known = await demoMarkIn(directory);
  if (known !== undefined) return { result: known, isNew: false };
  const api = httpApi({ ...stack, shell });
  const result = await step(shell, 'playing a month of demo traffic', (onProgress) =>
    unlessAborted(
      stop,
      playDemo({
        api,
        shell,
        seed: demoSeed,
        now: runtime.now(),
        settled: () => runtime.idle(),
        onProgress,
      }),
    ),
  );
  await markDemo(directory, result);
  return { result, isNew: true };
}

/** Keeps the process alive until then. */
async function untilAborted(stop: AbortSignal): Promise<void> {
  // A promise that is pending does not keep a process alive.
  const awake = setInterval(() => undefined, 60_000);
  await aborted(stop);
  clearInterval(awake);
}

const aborted = (stop: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (stop.aborted) done();
    stop.addEventListener('abort', () => {
      done();
    });
  });

/** What `work` answers, unless it is time to stop first; then nobody waits for `work` any more. */
async function unlessAborted<Result>(stop: AbortSignal, work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  await Promise.race([work, aborted(stop)]);
  stop.throwIfAborted();
  return work;
}
