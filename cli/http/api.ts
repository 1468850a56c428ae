import { promisify, types } from 'node:util';
import { gzip } from 'node:zlib';
import { type ClientEnvironment, platformEnvironment } from '../../sdk/src/environment.ts';
import type { Fetch, FetchAnswer } from '../../sdk/src/fetch.ts';
import { asking, type Question } from '../../sdk/src/read/ask.ts';
import { ConnectionError, GatewayError, ProblemError } from '../../sdk/src/read/errors.ts';
import { Failure, usageFailure } from '../failure.ts';
import { printable } from '../output/table.ts';
import type { Shell } from '../shell.ts';
import { systemErrorCode } from '../system-error.ts';
import { jsonFrom } from './json.ts';
import { AnswerFailure, ProblemFailure } from './problem.ts';

const compress = promisify(gzip);
const gzipFromBytes = 1024;
const timeoutMs = 60_000;
/** About 25 s in all, on average, before giving up. */
const patience = { attemptsMax: 10, backoff: { baseMs: 250, waitMaxMs: 10_000 } };

/**
 * One call of the HTTP interface. Safe to repeat: `POST`s carry an `Idempotency-Key` or events with ids of their own,
 * or do no harm when they are done twice.
 */
export interface ApiRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** JSON text. */
  readonly body?: string;
  readonly contentType?: string;
  readonly idempotencyKey?: string;
  /** JSON where left out. */
  readonly accept?: string;
  /** For what only a local stack has. */
  readonly localSecret?: string;
}

/** A 2xx answer. */
interface ApiAnswer {
  readonly status: number;
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown;
  readonly text: string;
  /** As they came, for what is no text. */
  readonly bytes: Uint8Array;
  /** Where the next page of a long text begins. */
  readonly nextCursor?: string;
}

/** A client of one deployment and one tenant. `call` throws a `Failure` that says what to do. */
export interface Api {
  readonly url: string;
  call(request: ApiRequest): Promise<ApiAnswer>;
}

interface ApiSettings {
  readonly url: string;
  readonly apiKey: string;
  readonly shell: Shell;
  /** Who asks, for the audit. */
  readonly actor?: string | undefined;
}

/** Asks by the client library, and says of what fails what a person at a terminal can do about it. */
export function httpApi({ url, apiKey, shell, actor }: ApiSettings): Api {
  const target = { url: url.replace(/\/+$/, ''), apiKey };
  // A shell cannot tell a wait from a limit, so the limit is that of the platform.
  const settings = { ...target, ...patience, timeoutMs: Infinity, signal: undefined };
  const ask = asking({ ...settings, fetch: fetchInTime() }, environmentOf(shell));
  return {
    url,
    async call(request) {
      try {
        return await ask(await questionOf(request, actor), answerFrom);
      } catch (error) {
        throw failureOf(error, url, request);
      }
    },
  };
}

const longestOwnMs = patience.backoff.waitMaxMs;

/** Whoever asks for more than ten minutes is asked again after ten: so it is said how long it is. */
const longWait = (milliseconds: number): string =>
  `waiting ${Math.ceil(milliseconds / 1000)} s before asking again: the service says to come later\n`;

const environmentOf = (shell: Shell): ClientEnvironment => ({
  ...platformEnvironment,
  now: shell.now,
  random: shell.random,
  timer(milliseconds, run) {
    let isOff = milliseconds === Infinity;
    const runUnlessOff = (): void => {
      if (!isOff) run();
    };
    if (!isOff) {
      if (milliseconds > longestOwnMs) shell.err(longWait(milliseconds));
      void shell.sleep(milliseconds).then(runUnlessOff);
    }
    return () => {
      isOff = true;
    };
  },
});

/** A service that was never there is a wrong address, or not started: waiting does not help. */
function fetchInTime(): Fetch {
  let hasAnswered = false;
  return async (address, request) => {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const answer = await fetch(address, { ...request, signal });
      hasAnswered = true;
      return answer;
    } catch (error) {
      if (hasAnswered) throw error;
      throw new ConnectionError('it has never answered', { cause: error });
    }
  };
}

async function questionOf(request: ApiRequest, actor: string | undefined): Promise<Question> {
  const { method, path, query = {}, body, contentType = 'application/json' } = request;
  const { accept = 'application/json', idempotencyKey, localSecret } = request;
  const isCompressed = body !== undefined && body.length >= gzipFromBytes;
  const headers = Object.entries({
    'content-type': body === undefined ? undefined : contentType,
    'content-encoding': isCompressed ? 'gzip' : undefined,
    'idempotency-key': idempotencyKey,
    'farthing-actor': method === 'GET' ? undefined : actor,
    'local-secret': localSecret,
  }).filter((header): header is [string, string] => header[1] !== undefined);
  for (const [name, value] of headers) refuseUnprintable(name, value);
  const sent = isCompressed ? new Uint8Array(await compress(body, { level: 1 })).buffer : body;
  return {
    ...{ method, path, query, accept, headers: Object.fromEntries(headers) },
    ...(sent === undefined ? {} : { body: sent }),
  };
}

/** What a person may have said of a header. */
const saidBy: Readonly<Record<string, string>> = {
  'farthing-actor': '--actor, or FARTHING_ACTOR',
  'idempotency-key': '--key',
};

function refuseUnprintable(name: string, value: string): void {
  if (/^[ -~]*$/.test(value)) return;
  const said = saidBy[name] ?? name;
  throw usageFailure(
    `give printable ASCII characters as ${said}, got ${JSON.stringify(value.slice(0, 100).toWellFormed())}`,
  );
}

async function answerFrom({ status, headers, body }: FetchAnswer): Promise<ApiAnswer> {
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const nextCursor = headers.get('next-cursor');
  const next = nextCursor === null ? {} : { nextCursor };
  return { status, body: jsonFrom(text), text, bytes, ...next };
}

/** For a person, where the library has an error for a program. */
function failureOf(error: unknown, url: string, { method, path }: ApiRequest): unknown {
  if (error instanceof ProblemError) {
    return new ProblemFailure(error.status, error.code, { ...error.problem });
  }
  if (error instanceof GatewayError) {
    const { status, said } = error;
    // A page of a proxy is nothing to read on a terminal.
    const quoted = said === '' || said.trimStart().startsWith('<') ? '' : ` "${printable(said)}"`;
    const answered = `${method} ${path} was answered ${status}${quoted}`;
    return new AnswerFailure(status, `${answered}: ${adviceFor(status, url)}`);
  }
  return error instanceof ConnectionError ? unreachable(url, error.cause) : error;
}

/** The gateway answered, not the service behind it: what the status means here. */
function adviceFor(status: number, url: string): string {
  if (status === 401 || status === 403) {
    return `${url} does not know the API key, or it is revoked. Check FARTHING_API_KEY, or make a key with \`farthing keys create\``;
  }
  if (status === 404 || status === 405) return `${url} has no such route. Check FARTHING_URL`;
  if (status === 413) return 'send less at a time';
  if (status === 429) return 'it stayed so after several attempts. Send more slowly';
  if (status >= 500) {
    return 'it stayed so after several attempts. The service is in trouble, not the request: try again later, it is safe to repeat';
  }
  return `this is not how Farthing answers. Check FARTHING_URL (${url})`;
}

function unreachable(url: string, error: unknown): unknown {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new Failure(`no answer from ${url} in ${timeoutMs / 1000} s: try again, it is safe`);
  }
  // What `fetch` throws for a lost connection is a TypeError that holds the error of the system.
  const cause = types.isNativeError(error) ? error.cause : undefined;
  if (cause === undefined) return error;
  const reason = systemErrorCode(cause) ?? String(cause);
  return new Failure(
    `cannot reach ${url} (${reason}): start the local runtime with \`npm start\`, or set FARTHING_URL to where Farthing runs`,
  );
}
