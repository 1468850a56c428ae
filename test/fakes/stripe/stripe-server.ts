import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeStripe } from './fake-stripe.ts';

/** The stand-in for Stripe, over HTTP on this machine. */
export async function startStripe(stripe: FakeStripe) {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const { status, body: text } = stripe.answer({
        method: request.method === 'POST' ? 'POST' : 'GET',
        url: `http://127.0.0.1${request.url ?? '/'}`,
        headers: textsOf(request.headers),
        body: body === '' ? undefined : body,
      });
      response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1' });
      response.end(text);
    })();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const textsOf = (headers: IncomingHttpHeaders): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
