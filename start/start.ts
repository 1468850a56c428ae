import { appendFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { types } from 'node:util';
import { CommanderError } from 'commander';
import { type LocalStack, localStackIn } from '../cli/connection.ts';
import { exitCode, Failure } from '../cli/failure.ts';
import { type Api, httpApi } from '../cli/http/api.ts';
import type { Shell } from '../cli/shell.ts';
import { systemErrorCode } from '../cli/system-error.ts';
import { aborted } from './aborted.ts';
import { shownPayeeToken } from './demo/pay-payees.ts';
import { restoreClock } from './demo-clock.ts';
import { demoMarkIn } from './demo-mark.ts';
import { type DemoPlace, demoIn } from './demo-once.ts';
import { runningStackIn, writeLocalStack } from './local-files.ts';
import { issueKeysFunctionOf, localKey } from './local-key.ts';
import { magazineBeside, type RunningMagazine, type StartMagazine } from './magazine.ts';
import { magazinePortOf, type StartOptions, startedAs, startOptionsFrom } from './options.ts';
import { deadLettersNote, farthingFor, readyReport } from './ready-report.ts';
import type { LocalRuntime, StartRuntime } from './runtime-port.ts';
import { step } from './steps.ts';
import type { synthesize } from './synthesize.ts';
import { failureTeller } from './waits.ts';

/** What `npm start` is given by its entry point. */
export interface StartParts {
  readonly startRuntime: StartRuntime;
  readonly synthesize: typeof synthesize;
  /** Left out where no magazine is served beside the stack. */
  readonly startMagazine?: StartMagazine;
  /** Aborted when a person wants it to end. */
  readonly stop: AbortSignal;
}

const root = resolve(import.meta.dirname, '..');

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
  const cloudAssembly = await synthesized(directory, shell, parts);
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
        onFailure: failureTeller(shell, {
          farthing: farthingFor(options.data),
          logFile: join(options.data, 'runtime.log'),
        }),
      })
      .catch((error: unknown) => {
        log(types.isNativeError(error) ? (error.stack ?? error.message) : String(error));
        throw notStarted(error, options.port, logFile);
      }),
  );
  const served: RunningMagazine[] = [];
  try {
    stop.throwIfAborted();
    const stack = await announce(runtime, directory, shell);
    const api = httpApi({ ...stack, shell });
    const place = { runtime, api, directory, shell, stop };
    await restoreClock(place);
    await tellDeadLetters(runtime, options.data, shell);
    const demo = options.empty === true ? undefined : await demoIn(place);
    const magazine = demo === undefined ? undefined : await opened(place, options, parts);
    served.push(...(magazine === undefined ? [] : [magazine]));
    shell.out(
      await readyReport({
        stack,
        pages: {
          ...{ ...pagesOf(runtime), magazine: magazine?.url },
          payee: demo === undefined ? undefined : await payeeLink(place, options),
          log: demo === undefined ? undefined : logAddress(place, stack, options),
        },
        demo,
        hasDemo: (await demoMarkIn(directory)) !== undefined,
        directory: options.data,
        shell,
        startedAt,
        now: runtime.now(),
        deadLetters: await runtime.deadLetters(),
        startAgain: options.once === true ? startedAs(options) : undefined,
      }),
    );
    if (options.once !== true) {
      publish(runtime, log);
      await untilAborted(stop, runtime.broken);
    }
  } finally {
    await step(shell, 'stopping', async () => {
      for (const one of served) await one.close();
      await runtime.close();
    });
  }
}

/** The folder that the stack was synthesized into. */
async function synthesized(
  directory: string,
  shell: Shell,
  { synthesize, stop: signal }: StartParts,
): Promise<string> {
  const output = join(directory, 'cdk.out');
  await step(shell, 'synthesizing the stack', async (onProgress) => {
    await rm(output, { recursive: true, force: true });
    const onWait = (note: string): void => {
      onProgress({ note });
    };
    await synthesize({ root, output, signal, onWait });
  });
  return output;
}

const pagesOf = ({ outputs }: LocalRuntime) => ({
  console: outputs['ConsoleUrl'],
  docs: outputs['DocsUrl'],
});

/** Where the public log of the books is; undefined where the stack stops now. */
function logAddress(
  { runtime }: Pick<DemoPlace, 'runtime'>,
  { url, tenant }: LocalStack,
  { once }: StartOptions,
): string | undefined {
  if (once === true || publisherOf(runtime) === undefined) return undefined;
  const year = new Date(runtime.now()).getUTCFullYear();
  return `${url}/v1/logs/${encodeURIComponent(tenant)}/${year}/checkpoint`;
}

const publisherOf = ({ outputs }: LocalRuntime): string | undefined => {
  const { PublishLogFunctionName: name } = outputs;
  return name === 'none' ? undefined : name;
};

/** Writes the public log at once, beside what a person does next: else it has its turn within ten minutes. */
function publish(runtime: LocalRuntime, log: (line: string) => void): void {
  const name = publisherOf(runtime);
  if (name === undefined) return;
  runtime.invoke(name, {}).catch((error: unknown) => {
    log(`the public log is not written yet: ${messageOf(error)}`);
  });
}

/** A link to the page of an author of the demo, for a day; none where the stack stops now. */
async function payeeLink(
  { api, runtime }: Pick<Parameters<typeof magazineBeside>[0], 'runtime'> & { readonly api: Api },
  { once }: StartOptions,
): Promise<string | undefined> {
  const url = runtime.outputs['PayeeUrl'];
  if (once === true || url === undefined) return undefined;
  const token = await shownPayeeToken(api);
  return token === undefined ? undefined : `${url}#token=${token}`;
}

/** The magazine beside the demo, where the stack goes on serving. */
async function opened(
  place: Parameters<typeof magazineBeside>[0],
  options: StartOptions,
  { startMagazine: start }: Pick<StartParts, 'startMagazine'>,
): Promise<RunningMagazine | undefined> {
  if (options.once === true || start === undefined) return undefined;
  return magazineBeside(place, { port: magazinePortOf(options), start });
}

/** What was set aside while an earlier start ran, before anything comes to it. */
async function tellDeadLetters(
  runtime: LocalRuntime,
  directory: string,
  shell: Shell,
): Promise<void> {
  shell.err(deadLettersNote(await runtime.deadLetters(), farthingFor(directory)));
}

function notStarted(error: unknown, port: number, logFile: string): Failure {
  if (systemErrorCode(error) === 'EADDRINUSE') {
    return new Failure(`port ${port} is taken: choose another with \`npm start -- --port N\``);
  }
  return new Failure(`the stack did not start: ${messageOf(error)}\n${logFile} says more`);
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
    rebuildFunction: runtime.outputs['RebuildProjectionsFunctionName'] ?? '',
    environment: runtime.environment,
    localSecret: runtime.secret,
  };
  await writeLocalStack(directory, stack);
  return stack;
}

/** Keeps the process alive until then; a stack that cannot go on ends it with a word. */
async function untilAborted(stop: AbortSignal, broken: Promise<never>): Promise<void> {
  // A promise that is pending does not keep a process alive.
  const awake = setInterval(() => undefined, 60_000);
  try {
    await Promise.race([aborted(stop), broken]);
  } catch (error) {
    throw new Failure(
      `the local stack cannot go on: ${messageOf(error)}. Nothing accepted is lost`,
    );
  } finally {
    clearInterval(awake);
  }
}

const messageOf = (error: unknown): string =>
  types.isNativeError(error) ? error.message : String(error);
