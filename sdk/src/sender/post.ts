import { retryAfterMs } from '../backoff.ts';
import type { ClientEnvironment } from '../environment.ts';
import type { FetchAnswer, FetchRequest } from '../fetch.ts';
import { jsonFrom, listOf, membersOf, messageOf, textOr } from '../json.ts';
import type { WholeSettings } from './settings.ts';

const compressedFromBytes = 1_024;
/** What browsers send on while a page goes away. */
const keptAliveBytesMax = 60_000;

/** An event that the service would not take. */
interface Rejection {
  /** Its place in the request. */
  readonly index: number;
  readonly code: string;
  readonly detail: string;
  readonly param?: string;
}

/** What came of a request with so many events. */
export type PostOutcome =
  /** Each event was judged, but for those in `unjudged`, by their places. */
  | { readonly kind: 'judged'; readonly rejections: readonly Rejection[]; unjudged: boolean }
  /** None was taken, for something that is in one of them, or in their number. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  /** It is not known what came of them, or nothing did: they are sent again, as they were. */
  | {
      readonly kind: 'again';
      readonly status?: number;
      readonly code?: string;
      readonly detail: string;
      readonly askedMs: number;
    };

/** Sends events, as JSON each, in one request. */
export async function post(
  settings: WholeSettings,
  environment: ClientEnvironment,
  texts: readonly string[],
  stop: AbortSignal,
): Promise<PostOutcome> {
  const { url, timeoutMs, fetch } = settings;
  const aborted = new AbortController();
  const abort = (): void => aborted.abort();
  const cancel = environment.timer(timeoutMs, abort);
  stop.addEventListener('abort', abort);
  try {
    const request = await requestOf(settings, `[${texts.join(',')}]`, aborted.signal);
    const answer = await fetch(`${url}/v1/events`, request);
    return outcomeOf(answer, await answer.text(), texts.length, environment.now());
  } catch (error) {
    const why = aborted.signal.aborted ? `no answer in ${timeoutMs} ms` : messageOf(error);
    return { kind: 'again', detail: `cannot reach ${url}: ${why}`, askedMs: 0 };
  } finally {
    cancel();
    stop.removeEventListener('abort', abort);
  }
}

async function requestOf(
  { apiKey, compress }: WholeSettings,
  body: string,
  signal: AbortSignal,
): Promise<FetchRequest> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${apiKey}`,
    'content-type': 'application/json',
  };
  const request = { method: 'POST', headers, signal, redirect: 'manual' } as const;
  if (compress && body.length >= compressedFromBytes && 'CompressionStream' in globalThis) {
    headers['content-encoding'] = 'gzip';
    return { ...request, body: await compressed(body) };
  }
  const isOfPage = 'document' in globalThis && body.length < keptAliveBytesMax;
  return { ...request, body, ...(isOfPage ? { keepalive: true } : {}) };
}

const compressed = (body: string): Promise<ArrayBuffer> =>
  new Response(new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();

function outcomeOf(
  { status, headers }: FetchAnswer,
  text: string,
  count: number,
  now: number,
): PostOutcome {
  const body = membersOf(jsonFrom(text));
  const rejections = listOf(body['rejected']).map(rejectionFrom);
  const areOfRequest = rejections.every(({ index }) => index >= 0 && index < count);
  if (status === 202 && areOfRequest && body['accepted'] === count - rejections.length) {
    return { kind: 'judged', rejections, unjudged: false };
  }
  const code = textOr(body['code'], undefined);
  const said = textOr(body['detail'], textOr(body['message'], text.slice(0, 200)));
  if (status === 400 && rejections.length > 0 && areOfRequest) {
    return { kind: 'judged', rejections, unjudged: rejections.length < count };
  }
  if (status === 413 || (status === 400 && code !== undefined)) {
    return { kind: 'refused', code: code ?? `http.${status}`, detail: said };
  }
  return {
    kind: 'again',
    status,
    ...(code === undefined ? {} : { code }),
    detail: said === '' ? `answered ${status}` : said,
    askedMs: retryAfterMs(headers.get('retry-after'), now),
  };
}

function rejectionFrom(value: unknown): Rejection {
  const { index, code, detail, param } = membersOf(value);
  return {
    index: typeof index === 'number' ? index : -1,
    code: textOr(code, 'unknown'),
    detail: textOr(detail, ''),
    ...(typeof param === 'string' ? { param } : {}),
  };
}
