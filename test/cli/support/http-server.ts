import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What a client sent, decompressed. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What it is answered: a status and JSON or bytes, or `hang up`. */
export type FakeAnswer =
  | {
      readonly status: number;
      readonly json?: unknown;
      /** Instead of JSON. */
      readonly bytes?: Uint8Array;
      readonly headers?: Record<string, string>;
    }
  | 'hang up';

/** A server on loopback that answers by `answerTo` and remembers what it saw. Dispose of it when done. */
export async function httpServer(answerTo: (request: SeenRequest) => FakeAnswer) {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const raw = Buffer.concat(chunks);
      const url = new URL(incoming.url ?? '', 'http://localhost');
      const request: SeenRequest = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: incoming.headers,
        body: (incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString(),
      };
      seen.push(request);
      const answer = answerTo(request);
      if (answer === 'hang up') {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      const text = answer.json === undefined ? '' : JSON.stringify(answer.json);
      outgoing.end(answer.bytes ?? text);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
