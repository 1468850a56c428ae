import { isObject, type Json, type JsonObject, parseJson } from '../template/json.ts';

/** What goes back to the client. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** The gateway's own answers. */
export const gatewayAnswer = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});

/** The runtime's own answers, to what AWS has no routes for. */
export const problemAnswer = (problem: {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
}): HttpAnswer => ({
  status: problem.status,
  headers: { 'content-type': 'application/problem+json' },
  body: Buffer.from(JSON.stringify({ type: 'about:blank', ...problem })),
});

/**
 * The answer in what a function returned: its `statusCode`, `headers`, `cookies`, `body` and `isBase64Encoded`, or,
 * without a status code, all of it as JSON with status 200. Undefined when it is malformed: the gateway then answers
 * 500.
 */
export function answerIn(payload: string): HttpAnswer | undefined {
  const result = parseJson(payload);
  if (!isObject(result) || result['statusCode'] === undefined) return inferred(result, payload);
  const status = Number(result['statusCode']);
  const headers = headersIn(result);
  const body = bodyIn(result);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  return headers === undefined || body === undefined ? undefined : { status, headers, body };
}

function inferred(result: Json, payload: string): HttpAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(typeof result === 'string' ? result : payload),
  };
}

function headersIn(result: JsonObject): Record<string, string | string[]> | undefined {
  const given = result['headers'] ?? {};
  const cookies = result['cookies'] ?? [];
  if (!isObject(given) || !Array.isArray(cookies)) return undefined;
  const headers: Record<string, string | string[]> = { 'content-type': 'text/plain;charset=UTF-8' };
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'object' && value !== null) return undefined;
    headers[name.toLowerCase()] = String(value);
  }
  if (cookies.length > 0) headers['set-cookie'] = cookies.map(String);
  return headers;
}

function bodyIn(result: JsonObject): Buffer | undefined {
  const body = result['body'] ?? '';
  if (typeof body !== 'string') return undefined;
  return Buffer.from(body, result['isBase64Encoded'] === true ? 'base64' : 'utf8');
}
