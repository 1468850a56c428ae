import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkedTarget } from '../sdk/src/checked.ts';
import { messageOf } from '../sdk/src/json.ts';
import { Failure, usageFailure } from './failure.ts';
import { isJsonObject, jsonFrom, textAt } from './http/json.ts';
import type { Shell } from './shell.ts';
import { systemErrorCode } from './system-error.ts';

/** Where a running local stack says how to reach it. */
export const defaultDataDirectory = '.farthing';

/** What a running local stack says in the `local.json` of its data directory. */
export interface LocalStack {
  readonly url: string;
  readonly apiKey: string;
  readonly tenant: string;
  /** Name of the function that makes keys. */
  readonly issueKeysFunction: string;
  /** Name of the function that makes projections again. */
  readonly rebuildFunction: string;
  /** Variables that lead an AWS client to this stack. */
  readonly environment: Readonly<Record<string, string>>;
  /** Moves its clock. */
  readonly localSecret: string;
}

/** Where the service is, and as whom to speak to it. */
export interface Connection {
  readonly url: string;
  readonly apiKey: string;
}

/** The stack that runs on this machine, or undefined when none has run in this directory. */
export function localStackIn(directory: string): LocalStack | undefined {
  const file = join(directory, 'local.json');
  const text = textOf(file);
  if (text === undefined) return undefined;
  const content = jsonFrom(text);
  const [url, apiKey, tenant] = ['url', 'apiKey', 'tenant'].map((key) => textAt(content, key));
  if (url === undefined || apiKey === undefined || tenant === undefined) {
    throw new Failure(
      `${file} is not what \`npm start\` writes: start it again, or delete the file`,
    );
  }
  const environment = isJsonObject(content) ? content['environment'] : undefined;
  return {
    url,
    apiKey,
    tenant,
    issueKeysFunction: textAt(content, 'issueKeysFunction') ?? '',
    rebuildFunction: textAt(content, 'rebuildFunction') ?? '',
    localSecret: textAt(content, 'localSecret') ?? '',
    environment: Object.fromEntries(
      Object.entries(isJsonObject(environment) ? environment : {}).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
  };
}

/**
 * FARTHING_URL and FARTHING_API_KEY, unless `--data` names a local stack; without the first, the local stack in
 * `.farthing`, with the key that is set, or with its own.
 */
export function connectionFor(shell: Shell, dataDirectory: string | undefined): Connection {
  const [url, apiKey] = ['FARTHING_URL', 'FARTHING_API_KEY'].map((name) => {
    const value = shell.environment[name];
    // As unset: scripts empty a variable to take it back.
    return value === '' ? undefined : value;
  });
  if (dataDirectory === undefined && url !== undefined) {
    if (apiKey === undefined) {
      throw usageFailure('FARTHING_URL is set but FARTHING_API_KEY is not: set both, or neither');
    }
    return checkedConnection({ url, apiKey });
  }
  const local = localStackFor(shell, dataDirectory);
  if (local !== undefined && dataDirectory === undefined && apiKey !== undefined) {
    return { ...local, ...checkedConnection({ url: local.url, apiKey }) };
  }
  if (local !== undefined) return local;
  throw usageFailure(
    `no local stack has run in ${directoryOf(shell, dataDirectory)}: start one with \`npm start\`, or set FARTHING_URL and FARTHING_API_KEY`,
  );
}

function checkedConnection(connection: Connection): Connection {
  try {
    return checkedTarget(connection);
  } catch (error) {
    const name = URL.canParse(connection.url) ? 'FARTHING_URL or FARTHING_API_KEY' : 'FARTHING_URL';
    throw usageFailure(`${name} cannot be meant: ${messageOf(error)}`);
  }
}

/**
 * The local stack that `--data` names; without it, the one below the working directory, or else where the program is.
 */
export function localStackFor(
  shell: Shell,
  dataDirectory: string | undefined,
): LocalStack | undefined {
  const here = localStackIn(directoryOf(shell, dataDirectory));
  if (here !== undefined || dataDirectory !== undefined) return here;
  return localStackIn(join(shell.programDirectory, defaultDataDirectory));
}

const directoryOf = (shell: Shell, dataDirectory: string | undefined): string =>
  resolve(shell.workingDirectory, dataDirectory ?? defaultDataDirectory);

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
