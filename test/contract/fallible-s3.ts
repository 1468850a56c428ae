import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a request. */
export type S3Fate =
  | { readonly kind: 'pass' }
  /** S3 does what is asked; its answer is lost. */
  | { readonly kind: 'lose-answer' }
  /** S3 does what is asked, and never says so. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  /** A bit of the answer's body falls over. */
  | { readonly kind: 'corrupt' }
  /** The answer stops in the middle, and the connection stays. */
  | { readonly kind: 'stall' };

/** Stands before S3 and decides the fate of the n-th request (from 1). */
export interface FallibleS3 {
  readonly origin: string;
  requests(): number;
  stop(): Promise<void>;
}

export async function startFallibleS3(
  target: string,
  fateOf: (request: number) => S3Fate,
): Promise<FallibleS3> {
  let requests = 0;
  const server = createServer((incoming, response) => {
    requests += 1;
    void answer(target, fateOf(requests), incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function answer(
  target: string,
  fate: S3Fate,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bytesOf(incoming);
  if (fate.kind === 'status') {
    response.writeHead(fate.status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${fate.code}</Code><Message>planned</Message></Error>`);
    return;
  }
  const passed = await forwarded(target, incoming, body);
  if (fate.kind === 'lose-answer') {
    response.socket?.destroy();
    return;
  }
  if (fate.kind === 'silence') return;
  response.writeHead(passed.status, passed.headers);
  const bytes = Buffer.from(passed.body);
  if (fate.kind === 'corrupt') bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  if (fate.kind === 'stall') response.write(bytes.subarray(0, bytes.length >> 1));
  else response.end(bytes);
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Passed {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const forwarded = (target: string, incoming: IncomingMessage, body: Buffer): Promise<Passed> =>
  new Promise((resolve, reject) => {
    const outgoing = request(`${target}${incoming.url ?? '/'}`, {
      method: incoming.method,
      headers: incoming.headers,
    });
    outgoing.on('error', reject);
    outgoing.on('response', (found) => {
      bytesOf(found).then(
        (bytes) => {
          resolve({ status: found.statusCode ?? 0, headers: found.headers, body: bytes });
        },
        (error: unknown) => {
          reject(error as Error);
        },
      );
    });
    outgoing.end(body);
  });
