import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createContext, Script } from 'node:vm';
import { splitUrl } from '../http/event.ts';
import type { HttpAnswer } from '../http/response.ts';
import type { EdgeFunctionDefinition } from '../template/distribution.ts';
import { isObject, type Json, parseJson } from '../template/json.ts';

/** What a function makes of a request: the path that is looked up, or the answer. */
export type AtRequest = (request: IncomingMessage) => Promise<string | HttpAnswer>;

/** CloudFront gives a function about a millisecond; this is for one that never ends. */
const millisecondsMax = 1_000;

/**
 * Runs the code of the stack, which has no more of this process than CloudFront gives it. Throws where it does not
 * compile; what it imports (`import cf from 'cloudfront'`) is not there.
 */
export function edgeFunction(
  { logicalId, code }: EdgeFunctionDefinition,
  distributionId: string,
): AtRequest {
  const script = new Script(
    `${code}\n;(text) => Promise.resolve(handler(JSON.parse(text))).then(JSON.stringify)`,
    {
      filename: logicalId,
    },
  );
  return async (request) => {
    const run = script.runInContext(createContext({}), { timeout: millisecondsMax }) as (
      text: string,
    ) => Promise<string>;
    const result = parseJson(await run(JSON.stringify(eventOf(request, distributionId))));
    if (!isObject(result)) throw new Error(`${logicalId} answered neither a request nor an answer`);
    const { uri, statusCode } = result;
    return typeof uri === 'string'
      ? uri
      : { status: Number(statusCode), headers: headersIn(result['headers']), body: bodyIn(result) };
  };
}

function eventOf(request: IncomingMessage, distributionId: string) {
  const { rawPath, rawQueryString } = splitUrl(request.url ?? '/');
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    { value: Array.isArray(value) ? value.join(',') : (value ?? '') },
  ]);
  const query = [...new URLSearchParams(rawQueryString)].map(([name, value]) => [name, { value }]);
  return {
    version: '1.0',
    context: {
      distributionDomainName: request.headers.host ?? '',
      distributionId,
      eventType: 'viewer-request',
      requestId: randomUUID(),
    },
    viewer: { ip: request.socket.remoteAddress ?? '127.0.0.1' },
    request: {
      method: request.method ?? 'GET',
      uri: rawPath,
      querystring: Object.fromEntries(query) as Readonly<Record<string, object>>,
      headers: Object.fromEntries(headers) as Readonly<Record<string, object>>,
      cookies: {},
    },
  };
}

const headersIn = (headers: Json | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(headers) ? headers : {}).map(([name, header]) => [
      name.toLowerCase(),
      isObject(header) ? String(header['value'] ?? '') : String(header),
    ]),
  );

function bodyIn({ body }: { readonly [name: string]: Json }): Buffer {
  const data = isObject(body) ? body['data'] : body;
  return Buffer.from(typeof data === 'string' ? data : '');
}
