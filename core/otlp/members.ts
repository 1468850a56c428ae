import { sha256 } from '../kernel/digest.ts';
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import { isUnset, kindOf } from '../metering/shown.ts';
import { attributesFrom, type OtlpAttributes, textOf, wholeNumber } from './any-value.ts';

/** What stands where an exporter puts something else. */
export const malformed = (place: string, expected: string, got: JsonValue | undefined): Rejection =>
  new Rejection(
    'otlp.malformed',
    `${place}: send ${expected}, as OTLP has it, got ${kindOf(got)}`,
    {
      param: place,
    },
  );

/** A list of an object; an empty one where there is none. */
function listAt(object: JsonObject, name: string, place: string): readonly JsonValue[] {
  const value = object[name];
  if (isUnset(value)) return [];
  if (Array.isArray(value)) return value as readonly JsonValue[];
  throw malformed(`${place}/${name}`, 'an array', value);
}

/** The objects of a list, each with where it stands. */
export function* objectsAt(
  object: JsonObject,
  name: string,
  place: string,
): Generator<readonly [string, JsonObject]> {
  for (const [index, one] of listAt(object, name, place).entries()) {
    const at = `${place}/${name}/${index}`;
    if (!isJsonObject(one)) throw malformed(at, 'an object', one);
    yield [at, one];
  }
}

/** An object in an object; an empty one where there is none. */
export function memberAt(object: JsonObject, name: string, place: string): JsonObject {
  const value = object[name];
  if (isUnset(value)) return {};
  if (isJsonObject(value)) return value;
  throw malformed(`${place}/${name}`, 'an object', value);
}

export const attributesAt = (object: JsonObject, place: string): OtlpAttributes =>
  attributesFrom(listAt(object, 'attributes', place));

/** A text; an empty one where there is none. */
export const textAt = (object: JsonObject, name: string): string => textOf(object[name]) ?? '';

/** Less than nothing is said of in words of its own. */
const nanosBits = { min: -(2n ** 63n), max: 2n ** 64n - 1n } as const;

/** Nanoseconds since 1970; undefined where there are none, which OTLP writes as 0. @throws Rejection */
export function nanosAt(object: JsonObject, name: string): bigint | undefined {
  const value = object[name];
  if (isUnset(value)) return undefined;
  const nanos = wholeNumber(value, nanosBits);
  if (nanos === 0n) return undefined;
  if (nanos > 0n) return nanos;
  const detail = `send ${name} in nanoseconds since 1970, got ${nanos}`;
  throw new Rejection('otlp.value-unsuited', detail);
}

/** OtlpAttributes as one value, in whatever order they were sent. */
export const inOrder = (attributes: OtlpAttributes): JsonValue =>
  [...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, value]);

/** 128 bits of what tells a thing from others. */
export const digestOf = (parts: readonly JsonValue[]): string =>
  sha256(canonicalJson(parts)).toString('hex', 0, 16);
