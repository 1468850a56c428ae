import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { isObject, type JsonObject, parseJson } from '../template/json.ts';

/** One call that an engine has answered. `body` is what the caller sent. */
export interface Outer {
  readonly operation: string;
  readonly body: JsonObject;
  readonly status: number;
  readonly answer: JsonObject;
}

/** What to do around each call. */
export interface Around {
  /** The body that the engine gets. */
  before(operation: string, body: JsonObject): JsonObject;
  /** The answer that the caller gets. */
  after(outer: Outer): Promise<JsonObject>;
}

/** A listener that reads each JSON request whole, lets `around` change it, and has `serve` answer it. */
export const replay =
  (serve: RequestListener, around: Around): RequestListener =>
  (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = jsonIn(raw.toString());
      if (body === undefined) {
        serve(again(incoming, raw), outgoing);
        return;
      }
      const operation = operationOf(incoming);
      answerThrough(outgoing, (status, answer) =>
        around.after({ operation, body, status, answer }),
      );
      const changed = Buffer.from(JSON.stringify(around.before(operation, body)));
      serve(again(incoming, changed), outgoing);
    });
  };

/** A listener that reads each JSON request whole, and has `serve` answer it unless `refused` has. */
export const unlessRefused =
  (
    serve: RequestListener,
    refused: (operation: string, body: JsonObject) => boolean,
  ): RequestListener =>
  (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = jsonIn(raw.toString());
      // What is no JSON is refused by the engine.
      if (body !== undefined && refused(operationOf(incoming), body)) return;
      serve(again(incoming, raw), outgoing);
    });
  };

const operationOf = (incoming: IncomingMessage): string =>
  String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? '';

function jsonIn(text: string): JsonObject | undefined {
  try {
    const json = parseJson(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** A request with the same head and another body. */
function again(
  incoming: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: Buffer,
): IncomingMessage {
  const { method, url, headers } = incoming;
  const stream = new Readable({ read: () => undefined });
  stream.push(body);
  stream.push(null);
  return Object.assign(stream, { method, url, headers }) as unknown as IncomingMessage;
}

/** Has the response's JSON pass through `change` before it is sent. */
function answerThrough(
  outgoing: ServerResponse,
  change: (status: number, answer: JsonObject) => Promise<JsonObject>,
): void {
  const end = outgoing.end.bind(outgoing) as (body: string) => ServerResponse;
  const endChanged = (body: unknown): ServerResponse => {
    const answer = jsonIn(String(body));
    if (answer === undefined) return end(String(body));
    void change(outgoing.statusCode, answer).then((changed) => {
      const text = changed === answer ? String(body) : JSON.stringify(changed);
      if (changed !== answer) outgoing.removeHeader('x-amz-crc32');
      outgoing.setHeader('content-length', Buffer.byteLength(text));
      end(text);
    });
    return outgoing;
  };
  outgoing.end = endChanged as ServerResponse['end'];
}

/** Calls the engine from inside its own process: seen by no counter. Rejects when it refuses. */
export function innerCall(
  serve: RequestListener,
  operation: string,
  body: JsonObject,
): Promise<JsonObject> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20000101T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local',
  };
  return new Promise((resolve, reject) => {
    const incoming = again(
      { method: 'POST', url: '/', headers },
      Buffer.from(JSON.stringify(body)),
    );
    const outgoing = new ServerResponse(incoming);
    const end = (text: unknown): ServerResponse => {
      const answer = jsonIn(String(text));
      if (outgoing.statusCode === 200 && answer !== undefined) resolve(answer);
      else reject(new Error(`${operation} was refused: ${String(text)}`));
      return outgoing;
    };
    outgoing.end = end as ServerResponse['end'];
    serve(incoming, outgoing);
  });
}
