import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  REQUEST_BYTES_MAX,
  type WitnessAnswer,
  type WitnessRefusal,
} from '../../core/witness/witness.ts';

/** What a witness answers in HTTP. */
interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const TEXT = 'text/plain; charset=utf-8';
const REQUEST_MS = 10_000;
const CONNECTIONS_MAX = 200;

/** As C2SP tlog-witness has them. */
const statuses = {
  ...{ malformed: 400, unsigned: 403, 'unknown-log': 404, inconsistent: 422 },
} as const satisfies Record<WitnessRefusal, number>;

/** What a witness's answer is in HTTP. */
export function httpAnswer(answer: WitnessAnswer): Answer {
  switch (answer.kind) {
    case 'cosigned':
      return { status: 200, type: TEXT, body: answer.lines };
    case 'conflict':
      return { status: 409, type: 'text/x.tlog.size', body: `${answer.size}\n` };
    case 'refused':
      return { status: statuses[answer.why], type: TEXT, body: `${answer.detail}\n` };
    case 'unavailable':
      return { status: 503, type: TEXT, body: 'ask again: nothing was cosigned now\n' };
  }
}

export interface ServerPorts {
  /** The verifier key, for whoever asks who this is. */
  readonly key: string;
  add(text: string): Promise<WitnessAnswer>;
  /** Told of what nobody had foreseen. */
  onFault(error: unknown): void;
}

/** A witness by C2SP tlog-witness; `GET /` says who it is. */
export function witnessServer(ports: ServerPorts): Server {
  const server = createServer({ requestTimeout: REQUEST_MS }, (request, response) => {
    answered(ports, request).then(
      (answer) => send(response, answer),
      (error: unknown) => {
        ports.onFault(error);
        send(response, { status: 500, type: TEXT, body: 'something went wrong here\n' });
      },
    );
  });
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function answered(ports: ServerPorts, request: IncomingMessage): Promise<Answer> {
  const path = new URL(request.url ?? '/', 'http://witness').pathname;
  if (path === '/' && request.method === 'GET')
    return { status: 200, type: TEXT, body: `${ports.key}\n` };
  if (path !== '/add-checkpoint')
    return { status: 404, type: TEXT, body: 'post to /add-checkpoint\n' };
  if (request.method !== 'POST')
    return { status: 405, type: TEXT, body: 'post to /add-checkpoint\n' };
  const text = await textOf(request);
  if (text === undefined)
    return { status: 413, type: TEXT, body: `send at most ${REQUEST_BYTES_MAX} bytes of text\n` };
  return httpAnswer(await ports.add(text));
}

/** The text of a request; undefined where it is longer than any that is right, or no text. */
async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length <= REQUEST_BYTES_MAX) pieces.push(piece);
  }
  if (length > REQUEST_BYTES_MAX) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(pieces));
  } catch {
    return undefined;
  }
}
