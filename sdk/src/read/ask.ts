import { type Backoff, patientBackoff, retryAfterMs, waitMs } from '../backoff.ts';
import { checkedBackoff, checkedTarget, numberOf, withoutKey } from '../checked.ts';
import { type ClientEnvironment, wait } from '../environment.ts';
import { type Fetch, type FetchAnswer, platformFetch } from '../fetch.ts';
import { inTime } from '../in-time.ts';
import { jsonFrom, membersOf, messageOf, textOr } from '../json.ts';
import { problemFrom } from '../problem.ts';
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
   * How long it waits for an answer before it asks again, and how long a stream for more of it.
   * @default 60000
   */
  readonly timeoutMs?: number;
  /** Aborts all that is asked, and streams that are not at their end; they reject with its reason. */
  readonly signal?: AbortSignal;
  /** @default - that of the platform */
  readonly fetch?: Fetch;
}

/** What is asked for. It is asked again as it is, so what changes something must be safe to repeat. */
export interface Question {
  /** @default 'GET' */
  readonly method?: 'GET' | 'PUT' | 'POST';
  /** With what stands in it encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly accept?: string;
  /** Beside those for the key and for what is accepted. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | ArrayBuffer;
}

/** A body of JSON, as it is posted. */
export const posted = (
  path: string,
  body: object,
  headers: NonNullable<Question['headers']> = {},
): Question => ({
  method: 'POST',
  path,
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Settings with all defaults. */
export type WholeReaderSettings = Required<Omit<ReaderSettings, 'signal'>> & {
  readonly signal: AbortSignal | undefined;
};

/** Throws where a setting cannot be meant. */
export function wholeReaderSettings(settings: ReaderSettings): WholeReaderSettings {
  const number = numberOf(settings);
  return {
    ...checkedTarget(settings),
    attemptsMax: number('attemptsMax', 6, { max: 1_000 }),
    backoff: checkedBackoff(settings.backoff ?? patientBackoff),
    timeoutMs: number('timeoutMs', 60_000, { max: 900_000 }),
    signal: settings.signal,
    fetch: settings.fetch ?? platformFetch,
  };
}

type Attempt<Value> =
  | { readonly value: Value }
  | { readonly error: FarthingError; readonly mayPass: boolean; readonly askedMs: number };

/** Asks until it is answered, and reads the answer. Rejects with a `FarthingError`, or why it was aborted. */
export type Ask = <Value>(
  question: Question,
  read: (answer: FetchAnswer) => Value | Promise<Value>,
) => Promise<Value>;

export function asking(settings: WholeReaderSettings, environment: ClientEnvironment): Ask {
  const { attemptsMax, backoff } = settings;
  const { signal = new AbortController().signal } = settings;
  return async (question, read) => {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const outcome = await askOnce(settings, environment, question, read);
      if ('value' in outcome) return outcome.value;
      signal.throwIfAborted();
      if (!outcome.mayPass || attempt >= attemptsMax) throw outcome.error;
      const { askedMs } = outcome;
      const pause = waitMs(backoff, { attempt, random: environment.random(), askedMs });
      await wait(environment, pause, signal);
    }
  };
}

async function askOnce<Value>(
  settings: WholeReaderSettings,
  environment: ClientEnvironment,
  question: Question,
  read: (answer: FetchAnswer) => Value | Promise<Value>,
): Promise<Attempt<Value>> {
  const { url, apiKey, timeoutMs, signal: stop, fetch } = settings;
  const { method = 'GET', path, query = {}, accept = 'application/json', body } = question;
  try {
    return await inTime(environment, { timeoutMs, stop }, async (signal) => {
      const answer = await fetch(`${url}${path}${searchOf(query)}`, {
        method,
        headers: { ...question.headers, authorization: `Bearer ${apiKey}`, accept },
        ...(body === undefined ? {} : { body }),
        signal,
        redirect: 'manual',
      });
      if (answer.status >= 200 && answer.status < 300) return { value: await read(answer) };
      const text = withoutKey(await answer.text(), settings);
      const error = errorFrom(answer.status, text, `${method} ${path}`);
      const askedMs = retryAfterMs(answer.headers.get('retry-after'), environment.now());
      return { error, mayPass: answer.status === 429 || answer.status >= 500, askedMs };
    });
  } catch (error) {
    if (error instanceof FarthingError) return { error, mayPass: false, askedMs: 0 };
    const why = withoutKey(messageOf(error), settings);
    const unanswered = new ConnectionError(`cannot reach ${url}: ${why}`, { cause: error });
    return { error: unanswered, mayPass: true, askedMs: 0 };
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

function errorFrom(status: number, text: string, asked: string): FarthingError {
  const body = jsonFrom(text);
  const problem = problemFrom(status, body);
  if (problem !== undefined) return problemError(problem);
  const said = textOr(membersOf(body)['message'], text.slice(0, 200));
  const advice =
    status === 401 || status === 403 ? ': the key is unknown or revoked. Check apiKey' : '';
  return new GatewayError(status, `${asked} was answered ${status} "${said}"${advice}`, said);
}

/** An answer as JSON, an object. */
export async function json<Value>(
  answer: FetchAnswer,
  settings: WholeReaderSettings,
): Promise<Value> {
  const text = await answer.text();
  const value = jsonFrom(text);
  if (typeof value === 'object' && value !== null) return value as Value;
  throw new GatewayError(
    answer.status,
    `the answer is no JSON object: ${withoutKey(text.slice(0, 200), settings)}`,
  );
}
