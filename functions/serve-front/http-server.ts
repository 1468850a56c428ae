import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import type { HttpAnswer } from '../middleware/http.ts';
import type { FrontRequest } from './front-event.ts';

export interface FrontServerOptions {
  /** `host:port`, as Lambda says where to listen. */
  readonly address: string;
  answer(request: FrontRequest): Promise<HttpAnswer>;
  /** Requests that are worked on at a time; the others get `full`. */
  readonly requestsMax: number;
  full(request: FrontRequest): Promise<HttpAnswer>;
  /** What a body may have; what is over it is read and dropped. */
  readonly bodyBytesMax: number;
}

/** An HTTP server that listens. */
export interface FrontServer {
  readonly port: number;
  /** Takes no new requests; resolves when the last is answered. */
  close(): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 29_000;
/** Longer than whatever stands before it keeps an idle connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 120_000;

/** Starts it. Rejects where the address is taken or none. */
export async function startFrontServer(options: FrontServerOptions): Promise<FrontServer> {
  let underWay = 0;
  let isClosing = false;
  const answerTo = async (request: IncomingMessage): Promise<HttpAnswer> => {
    underWay += 1;
    try {
      const asked = frontRequest(request, options);
      const isFull = underWay > options.requestsMax;
      return await (isFull ? options.full(asked) : options.answer(asked));
    } finally {
      underWay -= 1;
    }
  };
  const server = createServer((request, response) => {
    void (async () => {
      try {
        const answer = await answerTo(request);
        await dropRest(request);
        if (isClosing) response.setHeader('connection', 'close');
        write(answer, request, response);
      } catch {
        // The client has gone away in the middle of its body: there is nobody to answer.
        response.destroy();
      }
    })();
  });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const { host, port } = placeOf(options.address);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: address === null || typeof address === 'string' ? port : address.port,
    close: () =>
      new Promise((resolve) => {
        isClosing = true;
        server.close(() => {
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** @throws Error for what is no `host:port`. */
function placeOf(address: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = ''] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(address) ?? [];
  if (host !== '' && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new Error(`set AWS_LAMBDA_HTTP_ENDPOINT to host:port, got ${JSON.stringify(address)}`);
}

const frontRequest = (
  request: IncomingMessage,
  { bodyBytesMax }: FrontServerOptions,
): FrontRequest => ({
  method: request.method ?? '',
  url: request.url ?? '/',
  headers: headersOf(request),
  body: () => readBody(request, bodyBytesMax),
});

function headersOf({ headersDistinct }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(headersDistinct))
    headers[name] = values.join(',');
  return headers;
}

/**
 * An answer is written once the whole request has come, whoever was refused before: a client that is still sending may
 * take an early one for a broken connection, and does not use that again. What nobody has read is dropped as it comes,
 * for as long as a request may take.
 */
async function dropRest(request: IncomingMessage): Promise<void> {
  if (request.readableEnded) return;
  request.resume();
  await finished(request);
}

async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes <= bytesMax) chunks.push(chunk);
  }
  return bytes > bytesMax ? undefined : Buffer.concat(chunks, bytes);
}

function write(
  { statusCode, headers, body, isBase64Encoded }: HttpAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const hasBody = statusCode !== 204 && statusCode !== 304;
  const content = Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
  response.writeHead(statusCode, {
    ...headers,
    ...(hasBody ? { 'content-length': content.byteLength } : {}),
  });
  response.end(request.method === 'HEAD' || !hasBody ? undefined : content);
}
