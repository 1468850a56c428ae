import { retryAfterMs } from '../backoff.ts';
import { withoutKey } from '../checked.ts';
import type { Problem, RejectionCode } from '../contract/index.ts';
import type { ClientEnvironment } from '../environment.ts';
import type { FetchAnswer } from '../fetch.ts';
import { inTime } from '../in-time.ts';
import { bytesOf, jsonFrom, membersOf, messageOf, textOr } from '../json.ts';
import { problemFrom } from '../problem.ts';
import { keptAlive } from './keepalive.ts';
import { eventBytesMax } from './room.ts';
import type { WholeSettings } from './settings.ts';

const compressedFromBytes = 1_024;

/** What no event is at fault for that stands alone, as its text is JSON: the request was changed on its way. */
const codesOfTransport: ReadonlySet<unknown> = new Set<RejectionCode>([
  'request.malformed-json',
  'request.malformed-gzip',
  'request.body-missing',
  'request.no-events',
  'request.invalid',
]);

/** An event that the service would not take. */
interface Rejection {
  /** Its place in the request. */
  readonly index: number;
  readonly code: string;
  readonly detail: string;
  readonly param?: string;
}

/** What came of a request. */
export type PostOutcome =
  /** Each event was accepted, but for those that were rejected. */
  | { readonly kind: 'judged'; readonly rejections: readonly Rejection[] }
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
  const { url, timeoutMs } = settings;
  try {
    return await inTime(environment, { timeoutMs, stop }, async (signal) => {
      const answer = await answerTo(settings, texts, signal);
      const text = withoutKey(await answer.text(), settings);
      return outcomeOf(answer, text, texts, environment.now());
    });
  } catch (error) {
    const why = withoutKey(messageOf(error), settings);
    return { kind: 'again', detail: `cannot reach ${url}: ${why}`, askedMs: 0 };
  }
}

async function answerTo(
  { url, apiKey, compress, fetch }: WholeSettings,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<FetchAnswer> {
  const text = `[${texts.join(',')}]`;
  const headers: Record<string, string> = {
    authorization: `Bearer ${apiKey}`,
    'content-type': 'application/json',
  };
  // What stands alone is plain: what is said of it is then not of how it was packed.
  const isWorthIt = texts.length > 1 && text.length >= compressedFromBytes;
  const isPacked = compress && isWorthIt && 'CompressionStream' in globalThis;
  if (isPacked) headers['content-encoding'] = 'gzip';
  const body = isPacked ? await compressed(text) : text;
  const bytes = typeof body === 'string' ? bytesOf(body) : body.byteLength;
  const request = { method: 'POST', headers, body, signal, redirect: 'manual' } as const;
  return keptAlive(bytes, (keepalive) => fetch(`${url}/v1/events`, { ...request, ...keepalive }));
}

const compressed = (body: string): Promise<ArrayBuffer> =>
  new Response(new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();

/** Only an answer that is surely of Farthing judges events. Any other leaves them to be sent again. */
function outcomeOf(
  { status, headers }: FetchAnswer,
  text: string,
  texts: readonly string[],
  now: number,
): PostOutcome {
  const body = jsonFrom(text);
  const problem = problemFrom(status, body);
  const { accepted, rejected, message } = membersOf(body);
  const rejections = rejectionsFrom(rejected, texts);
  const taken = { 202: accepted, 400: problem === undefined ? undefined : 0 }[status];
  if (rejections !== undefined && taken === texts.length - rejections.length) {
    return { kind: 'judged', rejections };
  }
  const said = problem?.detail ?? textOr(message, text.slice(0, 200));
  if (problem === undefined ? isTooLarge(status, texts) : isRefusal(problem, texts)) {
    return { kind: 'refused', code: problem?.code ?? `http.${status}`, detail: said };
  }
  return {
    kind: 'again',
    status,
    ...(problem === undefined ? {} : { code: problem.code }),
    detail: said === '' ? `answered ${status}` : said,
    askedMs: retryAfterMs(headers.get('retry-after'), now),
  };
}

const isRefusal = ({ status, code }: Problem, { length }: readonly string[]): boolean =>
  (status === 400 || status === 413) && (length > 1 || !codesOfTransport.has(code));

/** A gateway may be set to take less than an event; only what Farthing would not take either is given up. */
const isTooLarge = (status: number, [first = '', ...others]: readonly string[]): boolean =>
  status === 413 && (others.length > 0 || bytesOf(first) > eventBytesMax);

/** Undefined where it is no list of events of this request, each of them once. */
function rejectionsFrom(list: unknown, texts: readonly string[]): readonly Rejection[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const rejections = list.map(rejectionFrom);
  const places = new Set(rejections.map(({ index }) => index).filter((index) => index in texts));
  return places.size === list.length ? rejections : undefined;
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
