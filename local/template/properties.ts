import { booleanAt, type Json, listAt, numberAt, objectAt, stringAt } from './json.ts';

/**
 * Reads a resource's properties one at a time, resolving intrinsics only in what is read: an unsupported intrinsic in a
 * property without local effect is no error. Errors name the resource and the property.
 */
export interface Properties {
  readonly where: string;
  has(name: string): boolean;
  json(name: string): Json | undefined;
  string(name: string): string;
  number(name: string): number;
  object(name: string): Properties;
  objects(name: string): readonly Properties[];
  strings(name: string): readonly string[];
  optionalString(name: string): string | undefined;
  optionalNumber(name: string): number | undefined;
  optionalBoolean(name: string): boolean | undefined;
  optionalObject(name: string): Properties | undefined;
  names(): readonly string[];
}

/** Resolves the intrinsics in a value; undefined for AWS::NoValue. */
export type Resolve = (value: Json | undefined, where: string) => Json | undefined;

/** A reader over `raw`, whose values still hold intrinsics. */
export function propertiesOf(raw: Json | undefined, where: string, resolve: Resolve): Properties {
  // The object itself may be an intrinsic (Fn::If), so it is resolved if it has nothing but one.
  const properties = raw === undefined ? {} : objectAt(unwrapped(raw, where, resolve) ?? {}, where);
  const at = (name: string): string => `${where}.${name}`;
  const json = (name: string): Json | undefined =>
    Object.hasOwn(properties, name) ? resolve(properties[name], at(name)) : undefined;
  const optional = <T>(name: string, read: (value: Json, where: string) => T): T | undefined => {
    const value = json(name);
    return value === undefined ? undefined : read(value, at(name));
  };
  return {
    where,
    json,
    has: (name) => json(name) !== undefined,
    string: (name) => stringAt(json(name), at(name)),
    number: (name) => numberAt(json(name), at(name)),
    object: (name) => propertiesOf(properties[name], at(name), resolve),
    objects: (name) =>
      listAt(unwrapped(properties[name], at(name), resolve), at(name)).map((item, index) =>
        propertiesOf(item, `${at(name)}[${index}]`, resolve),
      ),
    strings: (name) => listAt(json(name), at(name)).map((item) => stringAt(item, at(name))),
    optionalString: (name) => optional(name, stringAt),
    optionalNumber: (name) => optional(name, numberAt),
    optionalBoolean: (name) => optional(name, booleanAt),
    optionalObject: (name) =>
      properties[name] === undefined
        ? undefined
        : propertiesOf(properties[name], at(name), resolve),
    names: () => Object.keys(properties),
  };
}

/**
 * `{"Fn::If": …}` and the like stand for the value they choose; anything else is left for its own readers to resolve.
 */
function unwrapped(raw: Json | undefined, where: string, resolve: Resolve): Json | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const keys = Object.keys(raw);
  const isIntrinsic = keys.length === 1 && /^(Ref|Condition|Fn::.*)$/.test(keys[0] ?? '');
  return isIntrinsic ? resolve(raw, where) : raw;
}
