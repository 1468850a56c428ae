import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { matchRoute } from '../../../core/contract/match.ts';
import { holdToContract } from '../../support/contract-faults.ts';

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
      /** That it is no answer of ours, as a proxy gives, and not held to the contract. */
      readonly isStranger?: boolean;
    }
  | 'hang up';

/**
 * A server on loopback that answers by `answerTo` and remembers what it saw. Dispose of it when done: that fails where
 * an answer was not as the contract declares it.
 */
export async function httpServer(answerTo: (request: SeenRequest) => FakeAnswer) {
  const seen: SeenRequest[] = [];
  const faults: unknown[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = seenRequest(incoming, Buffer.concat(chunks));
      seen.push(request);
      const answer = answerTo(request);
      if (answer === 'hang up') {
        incoming.socket.destroy();
        return;
      }
      const headers = { 'content-type': 'application/json', ...answer.headers };
      const text = answer.json === undefined ? '' : JSON.stringify(answer.json);
      const bytes = answer.bytes ?? Buffer.from(text);
      if (answer.isStranger !== true)
        faults.push(...faultsOf(request, { ...answer, headers, bytes }));
      outgoing.writeHead(answer.status, headers);
      outgoing.end(bytes);
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
      if (faults.length > 0) throw new AggregateError(faults, faults.map(String).join('\n'));
    },
  };
}

function seenRequest(
  { url = '', method = '', headers }: IncomingMessage,
  raw: Buffer,
): SeenRequest {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return {
    method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers,
    body: (headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString(),
  };
}

/** What is no route of ours, as the test clock and the functions of a stack, is left alone. */
function faultsOf(
  { method, path }: SeenRequest,
  {
    bytes,
    ...answer
  }: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly bytes: Uint8Array;
  },
): unknown[] {
  const matched = matchRoute(method, path);
  if (matched === undefined) return [];
  try {
    holdToContract(matched.key, { ...answer, text: Buffer.from(bytes).toString() });
    return [];
  } catch (error) {
    return [error];
  }
}
