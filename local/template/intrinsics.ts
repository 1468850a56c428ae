import { isObject, type Json, type JsonObject, listAt, numberAt, stringAt } from './json.ts';

/** What intrinsics ask of the stack. Each throws an error that says what was asked. */
export interface Scope {
  /** A parameter, pseudo parameter or resource. */
  ref(name: string, where: string): Json | undefined;
  attribute(logicalId: string, name: string, where: string): Json;
  condition(name: string, where: string): boolean;
  mapping(map: string, key: string, name: string, where: string): Json;
}

type Intrinsic = (argument: Json, where: string, scope: Scope) => Json | undefined;

/**
 * Resolves every intrinsic in `value`. `undefined` is AWS::NoValue: the property or item that it stands for is left
 * out.
 */
export function resolve(value: Json | undefined, where: string, scope: Scope): Json | undefined {
  if (value === undefined || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return items
      .map((item, index) => resolve(item, `${where}[${index}]`, scope))
      .filter((item) => item !== undefined);
  }
  const object = value as JsonObject;
  const name = intrinsicOf(object);
  if (name === undefined) return resolveObject(object, where, scope);
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined) {
    throw new Error(`${where} uses ${name}, which the local runtime does not support`);
  }
  return intrinsic(object[name] as Json, where, scope);
}

function intrinsicOf(object: JsonObject): string | undefined {
  const [name, ...others] = Object.keys(object);
  if (name === undefined || others.length > 0) return undefined;
  if (name === 'Condition' && typeof object[name] !== 'string') return undefined;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? name : undefined;
}

function resolveObject(object: JsonObject, where: string, scope: Scope): JsonObject {
  const resolved: Record<string, Json> = {};
  for (const [key, item] of Object.entries(object)) {
    const value = resolve(item, `${where}.${key}`, scope);
    if (value !== undefined) resolved[key] = value;
  }
  return resolved;
}

const intrinsics: Readonly<Record<string, Intrinsic | undefined>> = {
  Ref: (argument, where, scope) => scope.ref(stringAt(argument, `${where}.Ref`), where),
  'Fn::GetAtt': getAttribute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': substitute,
  'Fn::If': chooseByCondition,
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (argument, where, scope) =>
    Buffer.from(stringAt(resolve(argument, where, scope), where)).toString('base64'),
  Condition: (argument, where, scope) => scope.condition(stringAt(argument, where), where),
  'Fn::Equals': (argument, where, scope) => {
    const [left, right] = resolvedList(argument, where, scope);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, where, scope) => resolvedList(argument, where, scope)[0] !== true,
  'Fn::And': (argument, where, scope) =>
    resolvedList(argument, where, scope).every((item) => item === true),
  'Fn::Or': (argument, where, scope) => resolvedList(argument, where, scope).includes(true),
};

function resolvedList(argument: Json, where: string, scope: Scope): readonly Json[] {
  return listAt(resolve(argument, where, scope), where);
}

function getAttribute(argument: Json, where: string, scope: Scope): Json {
  const parts = typeof argument === 'string' ? splitOnce(argument, '.') : listAt(argument, where);
  const [logicalId, name] = parts;
  return scope.attribute(
    stringAt(logicalId, `${where}.Fn::GetAtt`),
    stringAt(resolve(name, where, scope), `${where}.Fn::GetAtt`),
    where,
  );
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function join(argument: Json, where: string, scope: Scope): string {
  const [separator, items] = listAt(argument, `${where}.Fn::Join`);
  return listAt(resolve(items, where, scope), `${where}.Fn::Join`)
    .map((item) => stringAt(item, `${where}.Fn::Join`))
    .join(stringAt(separator, `${where}.Fn::Join`));
}

function select(argument: Json, where: string, scope: Scope): Json {
  const [index, items] = listAt(argument, `${where}.Fn::Select`);
  const list = listAt(resolve(items, where, scope), `${where}.Fn::Select`);
  const item = list[numberAt(resolve(index, where, scope), `${where}.Fn::Select`)];
  if (item === undefined) {
    throw new Error(
      `${where} selects item ${JSON.stringify(index)} of a list of ${list.length} with Fn::Select`,
    );
  }
  return item;
}

function split(argument: Json, where: string, scope: Scope): readonly string[] {
  const [separator, text] = listAt(argument, `${where}.Fn::Split`);
  return stringAt(resolve(text, where, scope), `${where}.Fn::Split`).split(
    stringAt(separator, `${where}.Fn::Split`),
  );
}

function substitute(argument: Json, where: string, scope: Scope): string {
  const [text, variables] = typeof argument === 'string' ? [argument] : listAt(argument, where);
  const values = isObject(variables) ? variables : {};
  return stringAt(text, `${where}.Fn::Sub`).replace(
    /\$\{(!?)([^}]*)\}/g,
    (_match, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      return stringAt(substituted(name, values, where, scope), `${where}.Fn::Sub(${name})`);
    },
  );
}

function substituted(
  name: string,
  values: JsonObject,
  where: string,
  scope: Scope,
): Json | undefined {
  if (Object.hasOwn(values, name)) return resolve(values[name], where, scope);
  return name.includes('.') ? getAttribute(name, where, scope) : scope.ref(name, where);
}

function chooseByCondition(argument: Json, where: string, scope: Scope): Json | undefined {
  const [condition, whenTrue, whenFalse] = listAt(argument, `${where}.Fn::If`);
  const chosen = scope.condition(stringAt(condition, `${where}.Fn::If`), where);
  return resolve(chosen ? whenTrue : whenFalse, where, scope);
}

function findInMap(argument: Json, where: string, scope: Scope): Json {
  const [map, key, name] = resolvedList(argument, where, scope);
  return scope.mapping(
    stringAt(map, `${where}.Fn::FindInMap`),
    stringAt(key, `${where}.Fn::FindInMap`),
    stringAt(name, `${where}.Fn::FindInMap`),
    where,
  );
}
