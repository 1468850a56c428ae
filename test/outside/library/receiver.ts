import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What happens to a request. */
export type Mishap = 'none' | 'lost' | 'answer-lost' | 'busy' | 'too-large';

/** Counts events by their identity, as Farthing does, behind a network that fails as it is told. */
export async function receiver(mishapOf: (events: number) => Mishap = () => 'none') {
  /** By identity: how the event was the first time. */
  const counted = new Map<string, string>();
  /** Identities that came again as something else. */
  const conflicts: string[] = [];
  const tally = { requests: 0, events: 0, mishaps: 0 };

  const take = (body: string): object => {
    const events = JSON.parse(body) as { readonly source: string; readonly id: string }[];
    tally.events += events.length;
    for (const event of events) {
      const identity = JSON.stringify([event.source, event.id]);
      const text = JSON.stringify(event);
      if ((counted.get(identity) ?? text) !== text) conflicts.push(identity);
      counted.set(identity, text);
    }
    return { accepted: events.length, rejected: [] };
  };
  const answers: Readonly<
    Record<Mishap, (body: string, request: IncomingMessage, response: ServerResponse) => void>
  > = {
    none: (body, _, response) => json(response, 202, take(body)),
    lost: (_, request) => request.socket.destroy(),
    'answer-lost': (body, request) => {
      take(body);
      request.socket.destroy();
    },
    busy: (_, __, response) => json(response, 503, { code: 'queue.busy', detail: 'busy' }),
    'too-large': (_, __, response) => json(response, 413, { message: 'Request Too Long' }),
  };
  const answer = (request: IncomingMessage, response: ServerResponse, bytes: Buffer): void => {
    const isPacked = request.headers['content-encoding'] === 'gzip';
    const body = (isPacked ? gunzipSync(bytes) : bytes).toString();
    const mishap = mishapOf((JSON.parse(body) as unknown[]).length);
    tally.requests += 1;
    if (mishap !== 'none') tally.mishaps += 1;
    answers[mishap](body, request, response);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'POST') answer(request, response, Buffer.concat(chunks));
      else json(response, 404, { message: 'Not Found' });
    });
    // Who sends may be killed in the middle: then it has not come.
    request.on('error', () => undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    counted,
    conflicts,
    tally,
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
