import { promisify, types } from 'node:util';
import { gzip } from 'node:zlib';
import { retryAfterMs, waitMs } from '../../sdk/src/backoff.ts';
import { Failure } from '../failure.ts';
import type { Shell } from '../shell.ts';
import { systemErrorCode } from '../system-error.ts';
import { jsonFrom, textAt } from './json.ts';
import { AnswerFailure, problemFrom } from './problem.ts';

const compress = promisify(gzip);
const gzipFromBytes = 1024;
const timeoutMs = 60_000;
/** About 25 s in all, on average, before giving up. */
const attemptsMax = 10;
const backoff = { baseMs: 250, waitMaxMs: 10_000 };

/**
 * One call of the HTTP interface. Safe to repeat: `POST`s carry an `Idempotency-Key` or events with ids of their own.
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

type Attempt =
  | { readonly kind: 'answered'; readonly answer: ApiAnswer }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'again'; readonly failure: Failure; readonly askedMs: number };

/** Calls are repeated on 429, 5xx and lost connections, with growing waits. */
export function httpApi(settings: ApiSettings): Api {
  const { url, shell } = settings;
  let hasAnswered = false;

  const attempt = async (request: ApiRequest): Promise<Attempt> => {
    try {
      const response = await fetch(addressOf(url, request), await initOf(request, settings));
      const bytes = new Uint8Array(await response.arrayBuffer());
      hasAnswered = true;
      return attemptFrom({ url, request, response, bytes, now: shell.now() });
    } catch (error) {
      const failure = unreachable(url, error);
      // A service that was never there is a wrong address, or not started: waiting does not help.
      return hasAnswered ? { kind: 'again', failure, askedMs: 0 } : { kind: 'refused', failure };
    }
  };

  return {
    url,
    async call(request) {
      for (let count = 1; ; count += 1) {
        const result = await attempt(request);
        if (result.kind === 'answered') return result.answer;
        if (result.kind === 'refused' || count === attemptsMax) throw result.failure;
        const { askedMs } = result;
        await shell.sleep(waitMs(backoff, { attempt: count, random: shell.random(), askedMs }));
      }
    },
  };
}

function addressOf(url: string, { path, query = {} }: ApiRequest): URL {
  const address = new URL(`${url.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, value);
  }
  return address;
}

async function initOf(request: ApiRequest, { apiKey, actor }: ApiSettings): Promise<RequestInit> {
  const { method, body, contentType = 'application/json', idempotencyKey } = request;
  const { accept = 'application/json', localSecret } = request;
  const headers = new Headers({ authorization: `Bearer ${apiKey}`, accept });
  if (localSecret !== undefined) headers.set('local-secret', localSecret);
  if (actor !== undefined && method !== 'GET') headers.set('farthing-actor', actor);
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  const init = { method, headers, redirect: 'manual' as const };
  const signal = AbortSignal.timeout(timeoutMs);
  if (body === undefined) return { ...init, signal };
  headers.set('content-type', contentType);
  if (body.length < gzipFromBytes) return { ...init, signal, body };
  headers.set('content-encoding', 'gzip');
  return { ...init, signal, body: new Uint8Array(await compress(body, { level: 1 })) };
}

function attemptFrom(got: {
  url: string;
  request: ApiRequest;
  response: Response;
  bytes: Uint8Array;
  now: number;
}): Attempt {
  const { status, ok, headers } = got.response;
  const text = new TextDecoder().decode(got.bytes);
  const body = jsonFrom(text);
  if (ok) {
    const nextCursor = headers.get('next-cursor');
    const next = nextCursor === null ? {} : { nextCursor };
    return { kind: 'answered', answer: { status, body, text, bytes: got.bytes, ...next } };
  }
  const failure = problemFrom(status, body) ?? unexplained(got.url, got.request, status, body);
  if (status !== 429 && status < 500) return { kind: 'refused', failure };
  return { kind: 'again', failure, askedMs: retryAfterMs(headers.get('retry-after'), got.now) };
}

/** The gateway answered, not the service behind it: say what the status means here. */
function unexplained(
  url: string,
  request: ApiRequest,
  status: number,
  body: unknown,
): AnswerFailure {
  const said = textAt(body, 'message');
  const answered = `${request.method} ${request.path} was answered ${status}${said === undefined ? '' : ` "${said}"`}`;
  return new AnswerFailure(status, `${answered}: ${adviceFor(status, url)}`);
}

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

function unreachable(url: string, error: unknown): Failure {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new Failure(`no answer from ${url} in ${timeoutMs / 1000} s: try again, it is safe`);
  }
  // What `fetch` throws for a lost connection is a TypeError that holds the error of the system.
  const cause = types.isNativeError(error) ? error.cause : undefined;
  if (cause === undefined) throw error;
  const reason = systemErrorCode(cause) ?? String(cause);
  return new Failure(
    `cannot reach ${url} (${reason}): start the local runtime with \`npm start\`, or set FARTHING_URL to where Farthing runs`,
  );
}
