/** What a function has left to do. */
export interface FunctionWait {
  /** Its last part is the function's name (`Documents/StoreDocuments`). */
  readonly path: string;
  /** Invocations that run now, and for how long the longest of them has, in seconds. */
  readonly running: number;
  readonly runningSeconds: number;
  /** Messages that wait for it. */
  readonly queued: number;
  /** Messages that it failed on and gets again; the first in so many seconds, and why it failed on that. */
  readonly retried: number;
  readonly next: { readonly seconds: number; readonly reason: string } | undefined;
}

/** What a function failed at. */
export interface FunctionFailure {
  readonly path: string;
  /** In one line, as the function said it. */
  readonly reason: string;
  /** Messages that it failed on; absent where it was not called for messages. */
  readonly messages?: number;
  /** In how many seconds it is tried again; absent: it is not. */
  readonly retrySeconds?: number;
}

/** A synthesized stack that runs on this machine. */
export interface LocalRuntime {
  readonly url: string;
  /** The stack's outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Variables that lead an AWS client to this stack. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whoever moves the clock over HTTP sends it. */
  readonly secret: string;
  /** Rejects when the stack cannot go on, saying why; otherwise stays pending. */
  readonly broken: Promise<never>;
  /** What time it is for the stack, in milliseconds since 1970. */
  now(): number;
  /** Moves that time; undefined: back to the machine's. */
  setClock(now: number | undefined, how?: { readonly quietly: boolean }): void;
  /** Resolves when nothing is left to do; tells about once a second what is waited for. */
  idle(question: {
    readonly delayed: boolean;
    readonly onWait: (waits: readonly FunctionWait[]) => void;
  }): Promise<void>;
  /** How many messages were tried in vain and set aside. */
  deadLetters(): Promise<number>;
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts what is in a cloud assembly, with its data in a directory of its own. */
export type StartRuntime = (options: {
  readonly cloudAssembly: string;
  readonly dataDirectory: string;
  readonly port: number;
  readonly onLog: (line: string) => void;
  readonly onFailure: (failure: FunctionFailure) => void;
}) => Promise<LocalRuntime>;
