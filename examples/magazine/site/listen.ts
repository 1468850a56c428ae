import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Farthing } from './asks.ts';
import { setUp } from './catalog.ts';
import { type DemoRail, startDemoRail } from './demo-rail.ts';
import { magazine } from './site.ts';

/** More than any form of the site sends. */
const BODY_BYTES_MAX = 32_768;

export interface RunningMagazine {
  /** As `http://127.0.0.1:8788`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Sets up what the magazine sells, and serves it on this machine. Rejects where the port is taken. */
export async function startMagazine({
  port,
  meUrl,
  ...farthing
}: Farthing & {
  /** 0 for any free one. */
  readonly port: number;
  readonly meUrl: string | undefined;
}): Promise<RunningMagazine> {
  let answer: ((request: Request) => Promise<Response>) | undefined;
  const server = createServer((request, response) => {
    serve(request, response, answer).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  const url = `http://127.0.0.1:${await listening(server, port)}`;
  let rail: DemoRail | undefined;
  try {
    await setUp(farthing);
    rail = await startDemoRail(farthing);
  } catch (error) {
    server.close();
    throw error;
  }
  answer = magazine({ ...farthing, origin: url, meUrl });
  return {
    url,
    close: async () => {
      await rail?.close();
      await new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
    },
  };
}

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((listens, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => listens((server.address() as AddressInfo).port));
  });

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: ((request: Request) => Promise<Response>) | undefined,
): Promise<void> {
  const body = await bodyOf(incoming);
  if (answer === undefined || body === 'too large') {
    outgoing.writeHead(answer === undefined ? 503 : 413).end();
    return;
  }
  const response = await answer(requestOf(incoming, body));
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  outgoing.writeHead(response.status, headers);
  outgoing.end(incoming.method === 'HEAD' ? '' : Buffer.from(await response.arrayBuffer()));
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer | 'too large'> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > BODY_BYTES_MAX) return 'too large';
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function requestOf({ url = '/', method = 'GET', headers }: IncomingMessage, body: Buffer): Request {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const address = new URL(url, `http://${headers.host ?? '127.0.0.1'}`);
  return new Request(address, {
    ...{ method, headers: lines },
    ...(body.length === 0 || method === 'GET' || method === 'HEAD'
      ? {}
      : { body: new Uint8Array(body) }),
  });
}
