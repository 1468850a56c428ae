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
  setClock(now: number | undefined): void;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
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
}) => Promise<LocalRuntime>;
