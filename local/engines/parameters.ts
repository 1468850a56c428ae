import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ssmNeeds } from '../grants/needs.ts';
import type { JsonObject } from '../template/json.ts';
import { writeWhole } from '../write-whole.ts';
import type { EngineSettings } from './dynalite.ts';
import {
  EngineRefusal,
  type JsonEngine,
  startJsonEngine,
  unknownOperation,
} from './json-engine.ts';

interface Parameter {
  readonly value: string;
  readonly type: string;
  readonly version: number;
}

/** Of a standard parameter. */
const VALUE_CHARACTERS_MAX = 4_096;
const NAME = /^\/?[\w.-]+(?:\/[\w.-]+)*$/;
const OWNER_ALONE = 0o600;

/**
 * Starts SSM Parameter Store, as far as single parameters are put, got and deleted: in memory, or with a file of
 * `dataDirectory` that its owner alone may read.
 */
export function startParameters(
  settings: Pick<EngineSettings, 'dataDirectory' | 'accessKeyId'>,
): Promise<JsonEngine> {
  const { dataDirectory, accessKeyId } = settings;
  const file = dataDirectory === undefined ? undefined : join(dataDirectory, 'parameters.json');
  const parameters = new Map<string, Parameter>(Object.entries(storedIn(file)));
  return startJsonEngine(accessKeyId, {
    target: 'AmazonSSM',
    needs: ssmNeeds,
    done(operation, asked) {
      const result = done(parameters, operation, asked);
      if (operation !== 'GetParameter' && file !== undefined) {
        writeWhole(file, JSON.stringify(Object.fromEntries(parameters)), OWNER_ALONE);
      }
      return result;
    },
  });
}

function done(
  parameters: Map<string, Parameter>,
  operation: string,
  asked: JsonObject,
): JsonObject {
  const { Name: name } = asked;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new EngineRefusal('ValidationException', `name it by letters, digits and . - _ /`);
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
      throw unknownOperation(operation);
  }
}

function put(parameters: Map<string, Parameter>, name: string, asked: JsonObject): JsonObject {
  const { Value: value, Type: type = 'String', Overwrite: overwrite } = asked;
  const known = parameters.get(name);
  if (typeof value !== 'string' || value === '' || value.length > VALUE_CHARACTERS_MAX) {
    throw new EngineRefusal('ValidationException', `give a value of 1 to ${VALUE_CHARACTERS_MAX}`);
  }
  if (known !== undefined && overwrite !== true) {
    throw new EngineRefusal('ParameterAlreadyExists', 'The parameter already exists.');
  }
  const version = (known?.version ?? 0) + 1;
  parameters.set(name, { value, type: String(type), version });
  return { Version: version, Tier: 'Standard' };
}

const notFound = (): EngineRefusal =>
  new EngineRefusal('ParameterNotFound', 'There is no such parameter.');

function storedIn(file: string | undefined): Readonly<Record<string, Parameter>> {
  if (file === undefined || !existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Parameter>>;
}
