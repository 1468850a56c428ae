import { existsSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { accessKeyIn, refusalOfEngine } from '../door.ts';
import { engineGate } from '../grants/engine-gate.ts';
import { ssmNeeds } from '../grants/needs.ts';
import { readBody } from '../http/read-body.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../template/json.ts';
import { writeWhole } from '../write-whole.ts';
import type { EngineSettings } from './dynalite.ts';

/** SSM Parameter Store on this machine, as far as single parameters are put, got and deleted. */
export interface ParametersEngine {
  readonly origin: string;
  /** From now on these may ask, too. */
  setCallers(callers: Json): void;
  close(): Promise<void>;
}

interface Parameter {
  readonly value: string;
  readonly type: string;
  readonly version: number;
}

const BODY_BYTES_MAX = 64 * 1024;
/** Of a standard parameter. */
const VALUE_CHARACTERS_MAX = 4_096;
const NAME = /^\/?[\w.-]+(?:\/[\w.-]+)*$/;
const OWNER_ALONE = 0o600;

/** What AWS answers instead of a result. */
class Refused extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Starts it in this process, in memory or with a file of `dataDirectory` that its owner alone may read. */
export async function startParameters(
  settings: Pick<EngineSettings, 'dataDirectory' | 'accessKeyId'>,
): Promise<ParametersEngine> {
  const { dataDirectory, accessKeyId } = settings;
  const file = dataDirectory === undefined ? undefined : join(dataDirectory, 'parameters.json');
  const parameters = new Map<string, Parameter>(Object.entries(storedIn(file)));
  const gate = engineGate(accessKeyId);
  const keep = (): void => {
    if (file === undefined) return;
    writeWhole(file, JSON.stringify(Object.fromEntries(parameters)), OWNER_ALONE);
  };
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readBody(request, BODY_BYTES_MAX);
      const refusal = refusalOfEngine(request.headers, gate.knows);
      if (refusal !== undefined) {
        answer(response, 403, { __type: 'UnrecognizedClientException', message: refusal });
        return;
      }
      const target = String(request.headers['x-amz-target'] ?? '');
      const operation = target.replace(/^AmazonSSM\./, '');
      const asked = bodyOf(body);
      const key = accessKeyIn(request.headers);
      const denied = gate.refusal(key, (place) => ssmNeeds(operation, asked, place));
      if (denied !== undefined) throw new Refused('AccessDeniedException', denied);
      answer(response, 200, done(parameters, operation, asked));
      if (operation !== 'GetParameter') keep();
    })().catch((error: unknown) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      const isTheirs = error instanceof Refused;
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

function answer(response: ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

function bodyOf(body: Buffer | undefined): JsonObject {
  const parsed = body === undefined ? undefined : parseJson(body.toString());
  if (isObject(parsed)) return parsed;
  throw new Refused('SerializationException', 'send a JSON object of at most 64 KB');
}

function done(
  parameters: Map<string, Parameter>,
  operation: string,
  asked: JsonObject,
): JsonObject {
  const { Name: name } = asked;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new Refused('ValidationException', `name it by letters, digits and . - _ /`);
  }
  const known = parameters.get(name);
  switch (operation) {
    case 'PutParameter':
      return put(parameters, name, asked);
    case 'GetParameter':
      if (known === undefined) throw notFound();
      return {
        Parameter: { Name: name, Type: known.type, Value: known.value, Version: known.version },
      };
    case 'DeleteParameter':
      if (!parameters.delete(name)) throw notFound();
      return {};
    default:
      throw new Refused('UnknownOperationException', `${operation} is not emulated`);
  }
}

function put(parameters: Map<string, Parameter>, name: string, asked: JsonObject): JsonObject {
  const { Value: value, Type: type = 'String', Overwrite: overwrite } = asked;
  const known = parameters.get(name);
  if (typeof value !== 'string' || value === '' || value.length > VALUE_CHARACTERS_MAX) {
    throw new Refused('ValidationException', `give a value of 1 to ${VALUE_CHARACTERS_MAX}`);
  }
  if (known !== undefined && overwrite !== true) {
    throw new Refused('ParameterAlreadyExists', 'The parameter already exists.');
  }
  const version = (known?.version ?? 0) + 1;
  parameters.set(name, { value, type: String(type), version });
  return { Version: version, Tier: 'Standard' };
}

const notFound = (): Refused => new Refused('ParameterNotFound', 'There is no such parameter.');

function storedIn(file: string | undefined): Readonly<Record<string, Parameter>> {
  if (file === undefined || !existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Parameter>>;
}
