import { type Connection, connectionFor, type LocalStack, localStackFor } from './connection.ts';
import { type Api, httpApi } from './http/api.ts';
import type { Shell } from './shell.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** One run of one command. */
export interface Session {
  readonly shell: Shell;
  /** Answer programs, not people. */
  readonly isJson: boolean;
  /** Throws a `Failure` when there is nothing to talk to. */
  api(): Api;
  connection(): Connection;
  localStack(): LocalStack | undefined;
  /** One JSON document on standard output. */
  printJson(value: unknown): void;
}

/** A session as the options say. */
export function sessionFor(shell: Shell, { data, json = false }: GlobalOptions): Session {
  const connection = (): Connection => connectionFor(shell, data);
  return {
    shell,
    isJson: json,
    connection,
    api: () => httpApi({ ...connection(), shell }),
    localStack: () => localStackFor(shell, data),
    printJson: (value) => {
      shell.out(`${JSON.stringify(value, undefined, 2)}\n`);
    },
  };
}
