import type { IncomingMessage } from 'node:http';
import type { RuntimeClock } from '../clock.ts';
import { isObject, type Json, parseJson } from '../template/json.ts';
import { splitUrl } from './event.ts';
import { readBody } from './read-body.ts';
import { type HttpAnswer, problemAnswer } from './response.ts';

/** True for requests to the test clock, which only the local runtime has. */
export const isClock = (request: IncomingMessage): boolean =>
  splitUrl(request.url ?? '').rawPath === '/v1/clock';

const bodyBytesMax = 1024;

/**
 * `GET /v1/clock` tells the time, `POST /v1/clock {"now": "2026-01-31T23:59:00Z"}` moves it, `{"now": null}` moves it
 * back to the machine's. With `"quietly": true` no schedule fires for what it goes over. Both answer `{"now"}`. Who
 * moves it sends JSON and the runtime's secret in `Local-Secret`.
 */
export async function answerClock(
  request: IncomingMessage,
  { clock, secret }: { readonly clock: RuntimeClock; readonly secret: string },
): Promise<HttpAnswer> {
  const body = await readBody(request, bodyBytesMax);
  if (request.method === 'GET') return time(clock);
  if (request.method !== 'POST') return problem(405, 'use GET or POST', 'clock.method-unknown');
  const refusal = refusalOf(request, secret);
  if (refusal !== undefined) return refusal;
  const asked = wantedMove(body);
  if (asked === undefined) {
    const got = body === undefined ? `more than ${bodyBytesMax} bytes` : body.toString();
    const detail = `send {"now": "an RFC 3339 time"} or {"now": null}, and "quietly": true if no schedule is to fire; got ${got}`;
    return problem(400, detail, 'clock.time-malformed');
  }
  clock.set(asked.now, asked);
  return time(clock);
}

function refusalOf({ headers }: IncomingMessage, secret: string): HttpAnswer | undefined {
  if (headers['local-secret'] !== secret) {
    const detail =
      'send the local stack’s secret as Local-Secret: local.json has it as localSecret';
    return problem(403, detail, 'clock.secret-missing');
  }
  const type = headers['content-type'] ?? 'no content-type';
  if (/^application\/json\s*(?:;|$)/i.test(type)) return undefined;
  return problem(415, `send application/json, got ${type}`, 'clock.not-json');
}

interface WantedMove {
  /** Milliseconds since 1970, undefined for the machine's time. */
  readonly now: number | undefined;
  readonly quietly: boolean;
}

/** Undefined for anything else than a move. */
function wantedMove(body: Buffer | undefined): WantedMove | undefined {
  const parsed = body === undefined ? undefined : parsedOrUndefined(body.toString());
  if (!isObject(parsed)) return undefined;
  const { now, quietly = false, ...rest } = parsed;
  if (typeof quietly !== 'boolean' || Object.keys(rest).length > 0) return undefined;
  if (now === null) return { now: undefined, quietly };
  const isTime =
    typeof now === 'string' &&
    /^\d{4}-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(now);
  const at = isTime && isDay(now.slice(0, 10)) ? Date.parse(now.toUpperCase()) : Number.NaN;
  return Number.isNaN(at) ? undefined : { now: at, quietly };
}

/** `Date.parse` takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

function parsedOrUndefined(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const time = (clock: RuntimeClock): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ now: new Date(clock.now()).toISOString() })),
});

const problem = (status: number, detail: string, code: string): HttpAnswer =>
  problemAnswer({ status, title: 'The clock was not moved', code, detail });
