import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gatewayAnswer, type HttpAnswer } from './response.ts';

/** Answers a request, or returns undefined when it wrote the answer itself. */
export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<HttpAnswer | undefined>;

/** The runtime's one port. */
export interface HttpServer {
  readonly origin: string;
  /** From now on requests are answered by `answer`; before that with 503. */
  serve(answer: Answer): void;
  /** Takes no new requests; resolves when the last is answered, or after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Whoever sends more slowly than this holds a connection that others could use, and loses it. */
interface Patience {
  readonly headersMs: number;
  /** With the headers. */
  readonly requestMs: number;
  /** How often it is looked who is too slow. */
  readonly lookMs: number;
}

const defaultPatience: Patience = { headersMs: 10_000, requestMs: 60_000, lookMs: 2_000 };

/** Listens on 127.0.0.1; port 0 is any free one. Rejects when the port is taken. */
export async function startServer(
  port: number,
  onLog: (line: string) => void,
  { headersMs, requestMs, lookMs } = defaultPatience,
): Promise<HttpServer> {
  let answer: Answer = () => Promise.resolve(gatewayAnswer(503, 'Service Unavailable'));
  const timeouts = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: lookMs,
  };
  const server = createServer(timeouts, (request, response) => {
    answer(request, response)
      .then((answered) => {
        if (answered !== undefined) write(answered, request, response);
      })
      .catch((error: unknown) => {
        if (request.errored !== null) return;
        onLog(`${request.method ?? ''} ${request.url ?? ''}: ${String(error)}`);
        write(gatewayAnswer(500, 'Internal Server Error'), request, response);
      });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (given) => {
      answer = given;
    },
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          server.closeAllConnections();
        }, graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function write(answer: HttpAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return;
  const { 'content-length': _length, 'transfer-encoding': _encoding, ...headers } = answer.headers;
  const hasBody = answer.status !== 204 && answer.status !== 304;
  response.writeHead(answer.status, {
    ...headers,
    ...(hasBody ? { 'content-length': answer.body.byteLength } : {}),
  } as Record<string, string | string[] | number>);
  response.end(request.method === 'HEAD' || !hasBody ? undefined : answer.body);
}
