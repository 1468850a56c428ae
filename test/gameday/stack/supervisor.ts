import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EngineEndpoints } from '../../../local/runtime.ts';
import type { FaultProxy } from '../faults/proxy.ts';
import type { FromProcess, Question, ToProcess } from './protocol.ts';

/** What the runtime says of itself when it is ready. */
export type Ready = Extract<FromProcess, { kind: 'ready' }> & {
  /** Past the proxies. */
  readonly engines: EngineEndpoints;
};

/** Where clients and functions ask, whatever is killed meanwhile. */
interface Proxies {
  readonly api: FaultProxy;
  /** Undefined where there is no web function. */
  readonly webFunction: FaultProxy | undefined;
  readonly dynamoDb: FaultProxy;
  readonly sqs: FaultProxy;
}

export interface SupervisorOptions {
  readonly cloudAssembly: string;
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly proxies: Proxies;
}

/** What a process is killed for, by who hears of it. */
export type Killed = 'runtime' | 'dynalite' | 'fauxqs';

/** What Node makes of our modules is kept: they are started again and again. */
const compileCache = fileURLToPath(
  new URL('../../../node_modules/.cache/node-compile', import.meta.url),
);
const startTriesMax = 5;
const againMs = 200;
/** A runtime whose engine is gone ends by itself: in this time, or it is said to hang. */
const endsWithinMs = 20_000;

/** A stack that is down, or was killed while it was asked. */
class Down extends Error {
  override readonly name = 'Down';
}

/** Keeps the stack running on its data directory: whoever ends is started again. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #child: ChildProcess | undefined;
  #up = Promise.withResolvers<Ready>();
  #ended: Promise<void> = Promise.resolve();
  #isClosing = false;
  #startsInVain = 0;
  #lastId = 0;
  readonly #waiting = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void }
  >();
  /** Rejects when it does not come up any more, or does not end when it should. */
  readonly broken = Promise.withResolvers<never>();
  /** How often the stack was started. */
  starts = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.broken.promise.catch(() => undefined);
    this.#start();
  }

  /** When it is up. */
  ready(): Promise<Ready> {
    return Promise.race([this.#up.promise, this.broken.promise]);
  }

  /** Of the process of the runtime, also while that is not up yet. */
  pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Asks the runtime; throws `Down` when it ends meanwhile. */
  async ask(question: Question): Promise<unknown> {
    await this.ready();
    const child = this.#child;
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#tell(child, { kind: 'ask', id, question });
    });
  }

  /** The same, asked again whenever the stack is killed meanwhile. */
  async askUntilAnswered(question: Question): Promise<unknown> {
    for (;;) {
      try {
        return await this.ask(question);
      } catch (error) {
        if (!(error instanceof Down)) throw error;
      }
    }
  }

  /** By SIGKILL. Resolves when it is gone; false where it was not there. */
  async kill(what: Killed): Promise<boolean> {
    const ended = this.#ended;
    const pid = what === 'runtime' ? this.pid() : this.enginePids()[what === 'dynalite' ? 0 : 1];
    if (pid === undefined || !killed(pid)) return false;
    const isEnded = await Promise.race([
      ended.then(() => true),
      sleep(endsWithinMs, false, { ref: false }),
    ]);
    if (!isEnded) {
      this.broken.reject(
        new Error(`the runtime has not ended ${endsWithinMs} ms after ${what} was killed`),
      );
    }
    return true;
  }

  /** By SIGKILL; the runtime starts it again. False where there is none, or none now. */
  killWebFunction(): boolean {
    const engines = this.enginePids();
    const pid =
      engines.length > 0 ? childrenOf(this.pid()).find((one) => !engines.includes(one)) : undefined;
    return pid !== undefined && killed(pid);
  }

  /** Of dynalite and fauxqs; none while they are not up. */
  enginePids(): readonly number[] {
    try {
      const file = join(this.#options.dataDirectory, 'runtime.pid');
      const { pid, enginePids } = JSON.parse(readFileSync(file, 'utf8')) as {
        pid: number;
        enginePids: number[];
      };
      return pid === this.pid() ? enginePids : [];
    } catch {
      return [];
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.race([
      this.ask({ ask: 'close' }).catch(() => undefined),
      sleep(endsWithinMs, undefined, { ref: false }),
    ]);
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  #start(): void {
    const { cloudAssembly, dataDirectory, logFile } = this.#options;
    this.starts += 1;
    const script = fileURLToPath(new URL('./process.ts', import.meta.url));
    const child = fork(script, [cloudAssembly, dataDirectory, logFile], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { NODE_COMPILE_CACHE: compileCache, ...process.env, NODE_OPTIONS: '' },
    });
    this.#child = child;
    let engines: EngineEndpoints | undefined;
    child.on('message', (message: FromProcess) => {
      if (message.kind === 'engines') {
        engines = message.origins;
        this.#lead(child, message.origins);
      } else if (message.kind === 'ready') {
        this.#startsInVain = 0;
        const { api, webFunction } = this.#options.proxies;
        api.leadTo(message.url);
        webFunction?.leadTo(message.outputs['FrontUrl']);
        if (engines !== undefined) this.#up.resolve({ ...message, engines });
      } else {
        this.#answered(message);
      }
    });
    this.#ended = new Promise((resolve) => {
      child.once('exit', () => {
        this.#gone();
        resolve();
      });
    });
  }

  #lead(child: ChildProcess, engines: EngineEndpoints): void {
    const { dynamoDb, sqs } = this.#options.proxies;
    dynamoDb.leadTo(engines.dynamoDb);
    sqs.leadTo(engines.sqs);
    this.#tell(child, {
      kind: 'reached',
      origins: { dynamoDb: dynamoDb.origin, sqs: sqs.origin },
    });
  }

  #tell(child: ChildProcess | undefined, message: ToProcess): void {
    // Whom it does not reach is gone, and that is heard of.
    child?.send(message, () => undefined);
  }

  #answered(message: Extract<FromProcess, { kind: 'answer' | 'failed' }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.reason));
  }

  #gone(): void {
    const { api, webFunction, dynamoDb, sqs } = this.#options.proxies;
    for (const proxy of [api, webFunction, dynamoDb, sqs]) proxy?.leadTo(undefined);
    this.#up = Promise.withResolvers<Ready>();
    for (const { reject } of this.#waiting.values()) reject(new Down('the stack was killed'));
    this.#waiting.clear();
    if (this.#isClosing) return;
    this.#startsInVain += 1;
    if (this.#startsInVain > startTriesMax) {
      this.broken.reject(
        new Error(`the stack does not start any more: see ${this.#options.logFile}`),
      );
      return;
    }
    void sleep(againMs).then(() => {
      if (!this.#isClosing) this.#start();
    });
  }
}

/** As Linux tells it. */
function childrenOf(pid: number | undefined): readonly number[] {
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return listed.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
