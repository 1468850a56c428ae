import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fetch } from '../../../sdk/src/fetch.ts';

/** The same over HTTP: what it throws is a connection that is lost. */
export async function served(answered: Fetch) {
  const gone = new AbortController();
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const isText = incoming.headers['content-encoding'] === undefined;
      const request = {
        method: incoming.method ?? '',
        headers: incoming.headers as Record<string, string>,
        body: isText ? bytes.toString() : new Uint8Array(bytes).buffer,
        signal: gone.signal,
        redirect: 'manual',
      } as const;
      answered(incoming.url ?? '', request)
        .then(async (answer) => {
          const { status, headers } = answer as Response;
          outgoing.writeHead(status, Object.fromEntries(headers));
          outgoing.end(await answer.text());
        })
        .catch(() => incoming.socket.destroy());
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      gone.abort();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
