import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessKeyIn, refusalOfEngine } from '../door.ts';
import { engineGate } from '../grants/engine-gate.ts';
import type { Place } from '../grants/needs.ts';
import type { Need } from '../grants/rules.ts';
import { readBody } from '../http/read-body.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../template/json.ts';

/** A service of AWS on this machine that is small enough to run in this process. */
export interface JsonEngine {
  readonly origin: string;
  /** From now on these may ask, too. */
  setCallers(callers: Json): void;
  close(): Promise<void>;
}

/** What such a service does, in the AWS JSON protocol. */
export interface JsonService {
  /** What stands before the names of operations: `AmazonSSM`. */
  readonly target: string;
  /** What a call needs to be allowed. */
  needs(operation: string, asked: JsonObject, place: Place): readonly Need[];
  /** @throws EngineRefusal for what AWS answers instead of a result */
  done(operation: string, asked: JsonObject): JsonObject;
}

const BODY_BYTES_MAX = 64 * 1024;

/** What AWS answers instead of a result, by its name there. */
export class EngineRefusal extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Starts it; whoever asks signs with this access key, or with one of the callers'. */
export async function startJsonEngine(
  accessKeyId: string,
  { target: prefix, needs, done }: JsonService,
): Promise<JsonEngine> {
  const gate = engineGate(accessKeyId);
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readBody(request, BODY_BYTES_MAX);
      const refusal = refusalOfEngine(request.headers, gate.knows);
      if (refusal !== undefined) {
        answer(response, 403, { __type: 'UnrecognizedClientException', message: refusal });
        return;
      }
      const target = String(request.headers['x-amz-target'] ?? '');
      const operation = target.startsWith(`${prefix}.`) ? target.slice(prefix.length + 1) : target;
      const asked = bodyOf(body);
      const key = accessKeyIn(request.headers);
      const denied = gate.refusal(key, (place) => needs(operation, asked, place));
      if (denied !== undefined) throw new EngineRefusal('AccessDeniedException', denied);
      answer(response, 200, done(operation, asked));
    })().catch((error: unknown) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      const isTheirs = error instanceof EngineRefusal;
      answer(response, isTheirs ? 400 : 500, {
        __type: isTheirs ? name : 'InternalServerError',
        message,
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setCallers: (callers) => {
      gate.set(callers);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** An operation that is not emulated. */
export const unknownOperation = (operation: string): EngineRefusal =>
  new EngineRefusal('UnknownOperationException', `${operation} is not emulated`);

function answer(response: ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

function bodyOf(body: Buffer | undefined): JsonObject {
  const parsed = body === undefined ? undefined : parseJson(body.toString());
  if (isObject(parsed)) return parsed;
  throw new EngineRefusal('SerializationException', 'send a JSON object of at most 64 KB');
}
