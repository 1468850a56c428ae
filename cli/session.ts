import { calledAs } from './called-as.ts';
import { type Connection, connectionFor, type LocalStack, localStackFor } from './connection.ts';
import { type Api, httpApi } from './http/api.ts';
import type { Shell } from './shell.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly actor?: string;
}

/** One run of one command. */
export interface Session {
  readonly shell: Shell;
  /** Answer programs, not people. */
  readonly isJson: boolean;
  /** Who asks for what is changed, for the audit; undefined where nobody said. */
  readonly actor: string | undefined;
  /** How this program is called again, on the same data. */
  readonly farthing: string;
  /** Throws a `Failure` when there is nothing to talk to. */
  api(): Api;
  connection(): Connection;
  localStack(): LocalStack | undefined;
  /** One JSON document on standard output. */
  printJson(value: unknown): void;
}

/** A session as the options say. */
export function sessionFor(shell: Shell, options: GlobalOptions): Session {
  const { data, json = false, actor = shell.environment['FARTHING_ACTOR'] } = options;
  const connection = (): Connection => connectionFor(shell, data);
  return {
    shell,
    isJson: json,
    actor,
    farthing: calledAs(shell, data),
    connection,
    api: () => httpApi({ ...connection(), shell, actor }),
    localStack: () => localStackFor(shell, data),
    printJson: (value) => {
      shell.out(`${JSON.stringify(value, undefined, 2)}\n`);
    },
  };
}
