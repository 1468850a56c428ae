import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../compile-cache.ts';
import type { Json } from '../template/json.ts';
import type { FromEngine, ToEngine } from './engine-protocol.ts';

/** An emulator in a process of its own, which ends when ours does, however ours ends. */
export interface EngineProcess {
  readonly pid: number;
  /** Where it listens, without a slash at the end. */
  readonly origin: string;
  /** Asks the engine something that AWS has no call for, or tells it. */
  ask(question: string, about?: Json): Promise<Json>;
  close(): Promise<void>;
}

/** How an engine is started. */
export interface EngineOptions {
  readonly name: string;
  readonly module: URL;
  /** Passed to the engine as it is. */
  readonly settings: Json;
  /** It ended though nobody told it to. */
  readonly onEnd: (reason: string) => void;
  readonly onLog: (line: string) => void;
}

/** One that cannot start says so at once: this is for one that hangs, and a busy machine takes its time. */
const startTimeoutMs = 60_000;
const closeTimeoutMs = 3_000;

/** Starts an engine; resolves when it listens, rejects with its own words when it cannot. */
export async function startEngine(options: EngineOptions): Promise<EngineProcess> {
  const child = fork(fileURLToPath(options.module), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { PATH: process.env['PATH'] ?? '', ...compileCache() },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      options.onLog(`${options.name}: ${line}`);
    });
  }
  const questions = new Map<number, (answer: Json) => void>();
  child.on('error', (error) => {
    options.onLog(`${options.name}: ${error.message}`);
  });
  const port = await listening(child, options);
  let closing = false;
  child.on('exit', (code, signal) => {
    if (!closing) options.onEnd(`${options.name} ended by itself (${signal ?? code})`);
  });
  child.on('message', (message: FromEngine) => {
    if (message.kind !== 'answer') return;
    questions.get(message.id)?.(message.answer);
    questions.delete(message.id);
  });
  let lastQuestion = 0;
  return {
    pid: child.pid ?? 0,
    origin: `http://127.0.0.1:${port}`,
    ask: (question, about = null) =>
      new Promise((resolve, reject) => {
        const id = ++lastQuestion;
        questions.set(id, resolve);
        tell(child, { kind: 'ask', id, question, about }, (error) => {
          questions.delete(id);
          reject(new Error(`${options.name} has ended: start the runtime again`, { cause: error }));
        });
      }),
    close: async () => {
      closing = true;
      await ended(child);
    },
  };
}

function listening(child: ChildProcess, options: EngineOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${options.name} did not start: ${reason}`));
    };
    const timer = setTimeout(fail, startTimeoutMs, `no answer in ${startTimeoutMs} ms`);
    child.once('exit', (code, signal) => {
      fail(`it ended with ${code ?? signal}`);
    });
    child.on('message', (message: FromEngine) => {
      if (message.kind === 'failed') fail(message.reason);
      if (message.kind !== 'listening') return;
      clearTimeout(timer);
      resolve(message.port);
    });
    tell(child, { kind: 'start', settings: options.settings }, (error) => {
      fail(error.message);
    });
  });
}

function tell(child: ChildProcess, message: ToEngine, onError: (error: Error) => void): void {
  child.send(message, (error) => {
    if (error !== null) onError(error);
  });
}

/** Asks the engine to close, and ends it if it takes too long. */
function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), closeTimeoutMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    tell(child, { kind: 'close' }, () => child.kill('SIGKILL'));
  });
}
