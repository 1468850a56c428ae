import { type Backoff, patientBackoff, retryAfterMs, waitMs } from '../backoff.ts';
import type { Problem } from '../contract/index.ts';
import { type ClientEnvironment, wait } from '../environment.ts';
import { type Fetch, type FetchAnswer, platformFetch } from '../fetch.ts';
import { jsonFrom, membersOf, messageOf, textOr } from '../json.ts';
import { ConnectionError, FarthingError, GatewayError, problemError } from './errors.ts';

/** How a reader asks. */
export interface ReaderSettings {
  /** Where Farthing is, as `https://…`, without `/v1`. */
  readonly url: string;
  /** A key that has the scope `usage:read` for usage and customers, and `billing:read` for what is billed. */
  readonly apiKey: string;
  /**
   * How often it asks for the same, when it is answered 429 or 5xx, or not at all.
   * @default 6
   */
  readonly attemptsMax?: number;
  /** @default - a quarter of a second at first, then doubling up to half a minute */
  readonly backoff?: Backoff;
  /**
   * How long it waits for an answer before it asks again.
   * @default 60000
   */
  readonly timeoutMs?: number;
  /** Aborts all that is asked. */
  readonly signal?: AbortSignal;
  /** @default - that of the platform */
  readonly fetch?: Fetch;
}

/** What is asked for. */
export interface Question {
  /** With what stands in it encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly accept?: string;
}

type Attempt<Value> =
  | { readonly value: Value }
  | { readonly error: FarthingError; readonly mayPass: boolean; readonly askedMs: number };

/** Asks until it is answered, and reads the answer. Rejects with a `FarthingError`. */
export type Ask = <Value>(
  question: Question,
  read: (answer: FetchAnswer) => Value | Promise<Value>,
) => Promise<Value>;

export function asking(settings: ReaderSettings, environment: ClientEnvironment): Ask {
  const { attemptsMax = 6, backoff = patientBackoff } = settings;
  const { signal = new AbortController().signal } = settings;
  if (!URL.canParse(settings.url)) {
    throw new TypeError(`give the URL of Farthing as url, got ${settings.url}`);
  }
  return async (question, read) => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await askOnce(settings, environment, question, read);
      if ('value' in outcome) return outcome.value;
      signal.throwIfAborted();
      if (!outcome.mayPass || attempt >= attemptsMax) throw outcome.error;
      const { askedMs } = outcome;
      const pause = waitMs(backoff, { attempt, random: environment.random(), askedMs });
      await wait(environment, pause, signal);
      signal.throwIfAborted();
    }
  };
}

async function askOnce<Value>(
  { url, apiKey, timeoutMs = 60_000, signal, fetch = platformFetch }: ReaderSettings,
  { timer, now }: ClientEnvironment,
  { path, query = {}, accept = 'application/json' }: Question,
  read: (answer: FetchAnswer) => Value | Promise<Value>,
): Promise<Attempt<Value>> {
  const aborted = new AbortController();
  const abort = (): void => aborted.abort();
  const cancel = timer(timeoutMs, abort);
  signal?.addEventListener('abort', abort);
  try {
    const answer = await fetch(`${url.replace(/\/+$/, '')}${path}${searchOf(query)}`, {
      method: 'GET',
      headers: { authorization: `Bearer ${apiKey}`, accept },
      signal: aborted.signal,
      redirect: 'manual',
    });
    if (answer.status === 200) return { value: await read(answer) };
    const error = errorFrom(answer.status, await answer.text(), path);
    const askedMs = retryAfterMs(answer.headers.get('retry-after'), now());
    return { error, mayPass: answer.status === 429 || answer.status >= 500, askedMs };
  } catch (error) {
    if (error instanceof FarthingError) return { error, mayPass: false, askedMs: 0 };
    const why = aborted.signal.aborted ? `no answer in ${timeoutMs} ms` : messageOf(error);
    const unanswered = new ConnectionError(`cannot reach ${url}: ${why}`, { cause: error });
    return { error: unanswered, mayPass: true, askedMs: 0 };
  } finally {
    cancel();
    signal?.removeEventListener('abort', abort);
  }
}

function searchOf(query: NonNullable<Question['query']>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function errorFrom(status: number, text: string, path: string): FarthingError {
  const body = membersOf(jsonFrom(text));
  if (typeof body['code'] === 'string') return problemError(body as unknown as Problem);
  const said = textOr(body['message'], text.slice(0, 200));
  const advice =
    status === 401 || status === 403 ? ': the key is unknown or revoked. Check apiKey' : '';
  return new GatewayError(status, `GET ${path} was answered ${status} "${said}"${advice}`);
}

/** An answer as JSON. */
export async function json<Value>(answer: FetchAnswer): Promise<Value> {
  const text = await answer.text();
  const value = jsonFrom(text);
  if (value !== undefined) return value as Value;
  throw new GatewayError(answer.status, `the answer is no JSON: ${text.slice(0, 200)}`);
}
