import { type ChildProcess, spawn } from 'node:child_process';
import { connect as connectTo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WebFunctionDefinition } from '../template/web-functions.ts';
import { isMetrics } from './embedded-metrics.ts';
import type { FromServer, ToServer } from './server-clock.ts';

/** A web function that runs: one process, started again when it ends by itself. */
export interface WebFunction {
  readonly definition: WebFunctionDefinition;
  readonly origin: string;
  /** Resolves when its process shows the clock as it was last moved. */
  settled(): Promise<void>;
  /** Milliseconds of processor time since it was started. */
  cpuMs(): Promise<number>;
  /** As Lambda ends an environment: SIGTERM, and after a second SIGKILL. */
  close(): Promise<void>;
}

export interface WebFunctionOptions {
  readonly definition: WebFunctionDefinition;
  readonly port: number;
  /** What it has in its environment besides its own variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** How far the runtime's clock is from the machine's, in milliseconds. */
  clockOffsetMs(): number;
  onClockMove(listener: () => void): void;
  readonly onLog: (line: string) => void;
}

/** As long as Lambda waits until a server listens, and after SIGTERM. */
const listenMsMax = 10_000;
const shutdownMs = 1_000;
const lookAgainMs = 20;
const restartMs = 200;

/** Starts the server. Rejects when it does not listen within Lambda's ten seconds. */
export async function startWebFunction(options: WebFunctionOptions): Promise<WebFunction> {
  const { definition, port } = options;
  let isClosing = false;
  let asking: Promise<number> = Promise.resolve(0);
  let child = started(options);
  const ask = (question: ToServer): Promise<number> => {
    asking = asking.then(() => answerOf(child, question));
    return asking;
  };
  const tellClock = (): void => {
    void ask({ ask: 'clock', offsetMs: options.clockOffsetMs() });
  };
  const watch = (): void => {
    const watched = child;
    watched.once('exit', (code, signal) => {
      if (isClosing) return;
      options.onLog(
        `${definition.path}: the server ended (${signal ?? code}); it is started again`,
      );
      void sleep(restartMs).then(() => {
        if (isClosing) return;
        child = started(options);
        watch();
        tellClock();
      });
    });
  };
  watch();
  options.onClockMove(tellClock);
  tellClock();
  await untilListening(port, () => isEnded(child));
  return {
    definition,
    origin: `http://127.0.0.1:${port}`,
    settled: async () => {
      await asking;
    },
    cpuMs: () => ask({ ask: 'cpu' }),
    close: async () => {
      isClosing = true;
      await ended(child);
    },
  };
}

function started({ definition, port, environment, onLog }: WebFunctionOptions): ChildProcess {
  const clock = fileURLToPath(new URL('./server-clock.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', clock, definition.file],
    {
      cwd: definition.folder,
      env: {
        ...environment,
        ...definition.environment,
        AWS_LAMBDA_FUNCTION_NAME: definition.name,
        AWS_LAMBDA_HTTP_ENDPOINT: `127.0.0.1:${port}`,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (!isMetrics(line)) onLog(`${definition.path}: ${line}`);
    });
  }
  return child;
}

/** 0 from a process that has ended. */
function answerOf(child: ChildProcess, question: ToServer): Promise<number> {
  return new Promise((resolve) => {
    if (!child.connected) {
      resolve(0);
      return;
    }
    const done = (cpuMs: number): void => {
      child.off('message', onMessage);
      child.off('disconnect', onGone);
      resolve(cpuMs);
    };
    const onMessage = (message: FromServer): void => {
      done(message.cpuMs);
    };
    const onGone = (): void => {
      done(0);
    };
    child.on('message', onMessage);
    child.once('disconnect', onGone);
    child.send(question, (error) => {
      if (error !== null) done(0);
    });
  });
}

const isEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

async function ended(child: ChildProcess): Promise<void> {
  if (isEnded(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), shutdownMs);
  await gone;
  clearTimeout(timer);
}

async function untilListening(port: number, hasEnded: () => boolean): Promise<void> {
  const deadline = performance.now() + listenMsMax;
  while (!(await isListening(port))) {
    if (hasEnded()) throw new Error('the web function ended before it listened: see its log');
    if (performance.now() > deadline) {
      throw new Error(
        `the web function does not listen on AWS_LAMBDA_HTTP_ENDPOINT in ${listenMsMax} ms`,
      );
    }
    await sleep(lookAgainMs);
  }
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectTo(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address === null || typeof address === 'string' ? 0 : address.port;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
